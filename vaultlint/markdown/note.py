"""A parsed note: a `ParsedText`, and what can be asked of it. Each answer is worked out when first asked for."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from vaultlint.cached import cached_property
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.generated import generated_regions
from vaultlint.markdown.parsed_text import ParsedText
from vaultlint.paths import name_of

if TYPE_CHECKING:
    from vaultlint.markdown.conflicts import ConflictMark
    from vaultlint.markdown.elements import BlockId, Link, Scalar, Tag

# Characters that look like others or like nothing: invisible ones, odd spaces, CJK radicals, full-width letters.
_ODD_ONE = "[\u00a0\u200b\u2060\ufeff\u2028\u2029\u3000\u2e80-\u2fd5０-９Ａ-Ｚａ-ｚ]"
_ODD = lazy_regex(f"{_ODD_ONE}{_ODD_ONE}*")  # not `+`, which makes the search for the first one slow
_OTHER_SCRIPT = lazy_regex("[\u3041-\u3096\u30a1-\u30fa\uac00-\ud7a3]")  # kana and hangul
_HAN = lazy_regex("[\u3400-\u4dbf\u4e00-\u9fff]")


def _is_mostly_other(text: str) -> bool:
    """Whether there is a kana or hangul for every four Han characters: Chinese has a word now and then."""
    return len(_OTHER_SCRIPT.findall(text)) * 4 > len(_HAN.findall(text))


class Note(ParsedText):
    """A note. Nothing in it depends on other notes or on settings; what answers its questions does not know it."""

    @property
    def name(self) -> str:
        """The file name without folder and without `.md`."""
        return name_of(self.path)

    @property
    def folder(self) -> str:
        """The vault path of the folder, without a final `/`; "" for the root."""
        return self.path.rpartition("/")[0]

    @cached_property
    def title(self) -> str:
        """The `title` property, or "" where there is none."""
        prop = self.frontmatter and self.frontmatter.get("title")
        return prop.text if prop else ""

    @cached_property
    def aliases(self) -> tuple[Scalar, ...]:
        """The values of the `aliases` property."""
        prop = self.frontmatter and self.frontmatter.get("aliases")
        return tuple(value for value in prop.values if value.type != "empty") if prop else ()

    @cached_property
    def belongs_to_plugin(self) -> bool:
        """Whether a plugin writes this file and keeps its own layout: `excalidraw-plugin: …`, `kanban-plugin: …`."""
        properties = self.frontmatter.properties if self.frontmatter else ()
        return any(prop.key.endswith("-plugin") or prop.key == "tldraw-file" for prop in properties)

    @cached_property
    def trailing_spaces(self) -> tuple[tuple[int, int], ...]:
        """Bounds of the runs of spaces and tabs at the ends of lines of the body, in order."""
        from vaultlint.markdown.line_ends import find_trailing_spaces

        return find_trailing_spaces(self)

    @cached_property
    def generated(self) -> tuple[tuple[int, int], ...]:
        """Bounds of the regions that a plugin writes, in order."""
        return generated_regions(self.text)

    def is_layout(self, offset: int) -> bool:
        """Whether rules of layout may edit at `offset`: in nothing opaque, no comment, no misplaced properties."""
        misplaced = self.by_kind.get("misplaced-properties", ())
        if any(start <= offset < end for _, start, end in misplaced):
            return False
        return not (self.is_opaque(offset) or self.in_comment(offset))

    def in_comment(self, offset: int) -> bool:
        """Whether `offset` lies in a comment (`%% … %%`)."""
        index = bisect_right(self.comments, (offset, len(self.text) + 1)) - 1
        return index >= 0 and offset < self.comments[index][1]

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All internal links and embeds, those in properties and comments included, in the order of their starts."""
        from vaultlint.markdown.links import find_links

        return find_links(self)

    @cached_property
    def comments(self) -> tuple[tuple[int, int], ...]:
        """Ranges of `%% … %%`, marks included."""
        if "%" not in self.text or "%%" not in self.text:
            return ()
        from vaultlint.markdown.inline import find_comments

        return find_comments(self)

    @cached_property
    def conflicts(self) -> tuple[ConflictMark, ...]:
        """The merge conflicts that were saved in the note: while there is one, nobody knows what it says."""
        from vaultlint.markdown.conflicts import find_conflicts

        return find_conflicts(self)

    def is_undecided(self, start: int, end: int) -> bool:
        """Whether some of `start:end` stands in a conflict: what the note will say there is not known."""
        return any(mark.start <= end and start < mark.stop for mark in self.conflicts)

    @cached_property
    def prose(self) -> str:
        """The text with everything that is not prose replaced, at the same length: see `markdown.mask`."""
        from vaultlint.markdown.mask import prose_mask

        return prose_mask(self, self.links, self.comments)

    @cached_property
    def has_kana_or_hangul(self) -> bool:
        """Whether something in the note is Japanese or Korean."""
        return not self.text.isascii() and _OTHER_SCRIPT.search(self.text) is not None

    def is_chinese(self, offset: int) -> bool:
        """Whether the line at `offset` is to be judged as Chinese: not Japanese or Korean, in a note that is neither.

        A word of another language in a Chinese line does not make it one of that language.
        """
        if not self.has_kana_or_hangul:
            return True
        if self._is_japanese_or_korean:
            return False
        line = self.line_of(offset)
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        return not _is_mostly_other(self.text[self.line_starts[line - 1] : end])

    @cached_property
    def _is_japanese_or_korean(self) -> bool:
        return _is_mostly_other(self.text)

    @cached_property
    def odd_characters(self) -> tuple[tuple[int, str], ...]:
        """Runs of characters that look like others or like nothing (rules of `cjk`), with their offsets, body only."""
        if self.text.isascii():
            return ()
        return tuple([(match.start(), match[0]) for match in _ODD.finditer(self.text, self.body_start)])

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """The tags in the body, in order."""
        from vaultlint.markdown.inline import find_tags

        return find_tags(self, self.links)

    @cached_property
    def block_ids(self) -> tuple[BlockId, ...]:
        """The block ids, in order."""
        from vaultlint.markdown.inline import find_block_ids

        return find_block_ids(self)
