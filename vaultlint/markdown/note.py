"""A parsed note, as frozen values. All offsets are 0-based code points of `Note.text`; lines are 1-based."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from vaultlint.cached import cached_property
from vaultlint.lazy_regex import lazy_regex
from vaultlint.paths import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultlint.markdown.conflicts import ConflictMark

# Characters that look like others or like nothing: invisible ones, odd spaces, CJK radicals, full-width letters.
_ODD_ONE = "[\u00a0\u200b\u2060\ufeff\u2028\u2029\u3000\u2e80-\u2fd5０-９Ａ-Ｚａ-ｚ]"
_ODD = lazy_regex(f"{_ODD_ONE}{_ODD_ONE}*")  # not `+`, which makes the search for the first one slow
_OTHER_SCRIPT = lazy_regex("[\u3041-\u3096\u30a1-\u30fa\uac00-\ud7a3]")  # kana and hangul
_HAN = lazy_regex("[\u3400-\u4dbf\u4e00-\u9fff]")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_LISTS = frozenset({"list", "ordered-list"})
_BLOCKS = frozenset(
    {"quote", "list", "ordered-list", "fence", "indented-code", "table", "html", "rule", "footnote", "heading"}
)


def _is_mostly_other(text: str) -> bool:
    """Whether there is a kana or hangul for every four Han characters: Chinese has a word now and then."""
    return len(_OTHER_SCRIPT.findall(text)) * 4 > len(_HAN.findall(text))


class Span(NamedTuple):
    """A Markdown element: its kind and where it stands.

    Block kinds: `quote`, `list`, `ordered-list`, `item`, `fence`, `indented-code`, `table`, `html`, `rule`, `footnote`,
    `heading`. Inline kinds: `strong`, `emphasis`, `strikethrough`, `code`, `math`, `display-math`, `inline-html`,
    `link`, `image`, `autolink`, `task`, `template`;
    and `misplaced-properties`. A block's end may include the blank lines behind it.
    """

    kind: str
    start: int
    end: int


class Heading(NamedTuple):
    """A heading; `text` is the raw Markdown of its content, without `#` marks."""

    level: int
    start: int
    end: int  # behind the last character of its last line, without the line end
    text: str
    text_start: int
    nested: bool  # inside a quote, callout, list item or footnote: not a section of the note

    @property
    def text_end(self) -> int:
        """The offset behind the last character of `text`."""
        return self.text_start + len(self.text)


class Section(NamedTuple):
    """A level-2 heading and what stands under it, up to the next heading of level 1 or 2."""

    heading: Heading
    start: int  # behind the heading's last character
    end: int

    @property
    def title(self) -> str:
        """The heading's text, without its marks."""
        return self.heading.text


def _heading_start(heading: Heading) -> int:
    return heading.start


class Link(NamedTuple):
    """An internal link or embed, as Obsidian reads it.

    `form` is `wiki`, `markdown` or `reference`. `path` is the link path in front of the first `#` (percent-decoded for
    Markdown links, `\\|` handled for wiki links), `subpath` what follows it, without the first `#`. `target_start` and
    `target_end` bound path and subpath as written. `key` is the property for a link in the frontmatter, else "".
    `place` is `table` in a table, where a pipe is written `\\|`, and `url` for `[[…]](address)`, which other renderers
    take for a Markdown link whose text is in brackets, and `code` in `<code>…</code>` and its like, where a link may be
    no more than an example; else "".
    """

    form: str
    embed: bool
    start: int
    end: int
    target_start: int
    target_end: int
    path: str
    subpath: str
    display: str | None
    section: str
    line: int
    key: str = ""
    place: str = ""


class Url(NamedTuple):
    """A link to somewhere outside the vault. `bare` marks a URL in running text, `auto` one in `<…>`."""

    form: str  # "markdown", "reference", "auto" or "bare"
    embed: bool
    start: int
    end: int
    url: str
    text_start: int  # the link text; equal bounds where there is none
    text_end: int


class Item(NamedTuple):
    """A list item: `start` is its marker, `end` behind its last character (white space at the end left out)."""

    start: int
    end: int
    content_start: int
    depth: int  # 0 for an item that stands in no other item
    ordered: bool


class BlockId(NamedTuple):
    """A block id: `name` without `^`; `start` is the `^`."""

    name: str
    start: int
    end: int


class Tag(NamedTuple):
    """An inline tag: `name` without `#`; `start` is the `#`."""

    name: str
    start: int
    end: int


class Scalar(NamedTuple):
    """One value in the frontmatter: its text as YAML reads it, YAML's type, and where it stands."""

    text: str
    type: str  # "text", "number", "checkbox", "date", "datetime" or "empty"
    start: int
    end: int
    style: str  # "" plain, '"', "'", "|", ">", or "*" for a value that an alias stands for


class Property(NamedTuple):
    """One top-level key of the frontmatter.

    `shape` is `scalar`, `list` or `map`; `values` holds the scalar, or the scalars of a list; `nested` says that a list
    or map holds lists or maps (`key: [[A]]`).
    """

    key: str
    key_start: int
    key_end: int
    start: int  # of the value; equal to `end` where there is none
    end: int
    shape: str
    values: tuple[Scalar, ...]
    nested: bool = False

    @property
    def text(self) -> str:
        """The value of a scalar property, or "" for an empty one, a list or a map."""
        return self.values[0].text if self.shape == "scalar" and self.values else ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The values of a list, or the one value of a non-empty scalar."""
        return tuple(value.text for value in self.values if value.type != "empty")


class YamlError(NamedTuple):
    """YAML that does not parse: what YAML says, and where; `context` is where what it was reading begins, or -1."""

    message: str
    start: int
    end: int
    context: int = -1


@dataclass(frozen=True)
class Frontmatter:
    """The properties block. `start` is the opening `---`, `end` behind the closing one's last character.

    Duplicate keys are all in `properties`, in order; `get` gives the last one, as YAML does.
    """

    start: int
    end: int
    text_start: int
    text_end: int
    properties: tuple[Property, ...] = ()
    error: YamlError | None = None

    @cached_property
    def by_key(self) -> dict[str, Property]:
        """The properties by key; the last one where a key stands twice."""
        return {prop.key: prop for prop in self.properties}

    def get(self, key: str) -> Property | None:
        """The property with this key, or None."""
        return self.by_key.get(key)


@dataclass(frozen=True)
class Note:
    """A note, parsed once. Nothing in it depends on other notes or on settings."""

    path: str  # vault-relative, `/` separators
    text: str  # decoded; line ends and a byte order mark kept
    body_start: int  # behind the frontmatter, or behind the byte order mark, or 0
    frontmatter: Frontmatter | None
    headings: tuple[Heading, ...]
    markdown_links: tuple[Link, ...]  # without section and line: `links` has them all, complete
    urls: tuple[Url, ...]
    items: tuple[Item, ...]
    spans: tuple[Span, ...]  # every element, in the order of their starts, outer before inner
    decodable: bool = True

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
    def belongs_to_plugin(self) -> bool:
        """Whether a plugin writes this file and keeps its own layout: `excalidraw-plugin: …`, `kanban-plugin: …`."""
        properties = self.frontmatter.properties if self.frontmatter else ()
        return any(prop.key.endswith("-plugin") or prop.key == "tldraw-file" for prop in properties)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The level-2 sections, in order; nested headings begin none and end none."""
        tops = [heading for heading in self.headings if heading.level <= 2 and not heading.nested]
        ends = [*[heading.start for heading in tops[1:]], len(self.text)]
        new = tuple.__new__  # what `Section(…)` does, at a third of the cost
        pairs = zip(tops, ends, strict=False)
        return tuple([new(Section, (heading, heading.end, end)) for heading, end in pairs if heading.level == 2])

    @cached_property
    def _sections_by_title(self) -> dict[str, list[Section]]:
        found: dict[str, list[Section]] = {}
        for section in self.sections:
            found.setdefault(section.heading.text, []).append(section)
        return found

    def sections_called(self, title: str) -> Sequence[Section]:
        """All sections with this title."""
        return self._sections_by_title.get(title, ())

    def section(self, title: str) -> Section | None:
        """The first section with this title."""
        return next(iter(self.sections_called(title)), None)

    def section_at(self, offset: int) -> str:
        """The title of the section that holds `offset`, or ""."""
        index = bisect_right(self._section_starts, offset) - 1
        if index < 0:
            return ""
        heading, _, end = self.sections[index]
        return heading.text if offset < end else ""

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.heading.start for section in self.sections]

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offsets of the first character of each line; line ends are `\\r\\n`, `\\n` and `\\r`."""
        line_end = r"\r\n?|\n" if self.carriage_returns else "\n"
        return (0, *[match.end() for match in re.finditer(line_end, self.text)])

    @cached_property
    def carriage_returns(self) -> bool:
        """Whether a line may end in something else than `\\n`."""
        return "\r" in self.text

    @cached_property
    def newline(self) -> str:
        """The line end that an inserted line gets."""
        return "\r\n" if "\r\n" in self.text else "\n"

    @property
    def has_lone_returns(self) -> bool:
        """Whether some line ends in `\\r` alone."""
        return self.carriage_returns and self._lone_returns

    @cached_property
    def _lone_returns(self) -> bool:
        return _LONE_RETURN.search(self.text) is not None

    def line_of(self, offset: int) -> int:
        """The 1-based line that holds `offset`."""
        return bisect_right(self.line_starts, offset)

    def lines(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Bounds, line ends left out, of the lines that begin in `start:end` (the first one may begin at `start`)."""
        position = start
        while position < end:
            stop = self.text.find("\n", position, end)
            stop = end if stop < 0 else stop
            yield position, stop - (stop > position and self.text[stop - 1] == "\r")
            position = stop + 1

    @cached_property
    def by_kind(self) -> dict[str, list[Span]]:
        """The spans of each kind there is, in order: quicker to ask than to go through all spans."""
        found: dict[str, list[Span]] = {}
        for span in self.spans:
            kind = span[0]
            if kind in found:
                found[kind].append(span)
            else:
                found[kind] = [span]
        return found

    def spans_of(self, *kinds: str) -> list[Span]:
        """The spans of some kinds, in order."""
        present = [self.by_kind[kind] for kind in kinds if kind in self.by_kind]
        if len(present) < 2:
            return present[0] if present else []
        return [span for span in self.spans if span.kind in kinds]

    @cached_property
    def blocks(self) -> tuple[Span, ...]:
        """The block elements that stand in no quote, list or footnote; paragraphs are what lies between them."""
        reach = -1
        blocks = []
        for span in self.spans:
            if span[1] >= reach and span[0] in _BLOCKS:
                blocks.append(span)
                reach = span[2]
        return tuple(blocks)

    @cached_property
    def trailing_spaces(self) -> tuple[tuple[int, int], ...]:
        """Bounds of the runs of spaces and tabs at the ends of lines of the body, in order."""
        from vaultlint.markdown.line_ends import find_trailing_spaces

        return find_trailing_spaces(self)

    @cached_property
    def lists(self) -> tuple[Span, ...]:
        """All lists, those in other elements too."""
        return tuple([span for span in self.spans if span[0] in _LISTS])

    @cached_property
    def opaque(self) -> tuple[tuple[int, int], ...]:
        """Merged ranges, in order, in which no links or tags are read: code, math, HTML, templates, frontmatter."""
        from vaultlint.markdown.mask import opaque_ranges

        return opaque_ranges(self)

    def is_opaque(self, offset: int) -> bool:
        """Whether `offset` lies in code, math, HTML, a template or the frontmatter."""
        index = bisect_right(self.opaque, (offset, len(self.text) + 1)) - 1
        return index >= 0 and offset < self.opaque[index][1]

    def is_layout(self, offset: int) -> bool:
        """Whether rules of layout may edit at `offset`: in nothing opaque, no comment, no misplaced properties."""
        misplaced = self.by_kind.get("misplaced-properties", ())
        if any(start <= offset < end for _, start, end in misplaced):
            return False
        return not (self.is_opaque(offset) or self.in_comment(offset))

    def in_heading(self, offset: int) -> bool:
        """Whether `offset` lies in a heading."""
        index = bisect_right(self.headings, offset, key=_heading_start) - 1
        return index >= 0 and offset < self.headings[index].end

    def in_comment(self, offset: int) -> bool:
        """Whether `offset` lies in a comment (`%% … %%`)."""
        index = bisect_right(self.comments, (offset, len(self.text) + 1)) - 1
        return index >= 0 and offset < self.comments[index][1]

    @cached_property
    def fences(self) -> tuple[Span, ...]:
        """The fenced code blocks."""
        return tuple(self.spans_of("fence"))

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

    @cached_property
    def prose(self) -> str:
        """The text with everything that is not prose replaced, at the same length: see `markdown.mask`."""
        from vaultlint.markdown.mask import prose_mask

        return prose_mask(self)

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

        return find_tags(self)

    @cached_property
    def block_ids(self) -> tuple[BlockId, ...]:
        """The block ids, in order."""
        from vaultlint.markdown.inline import find_block_ids

        return find_block_ids(self)

    @cached_property
    def aliases(self) -> tuple[Scalar, ...]:
        """The values of the `aliases` property."""
        prop = self.frontmatter and self.frontmatter.get("aliases")
        return tuple(value for value in prop.values if value.type != "empty") if prop else ()
