"""A text and what the parser found in it: its elements, sections and lines, and what can be told from these alone.

`Note` asks more of it. What works that out sees a `ParsedText`, and so needs to know nothing of notes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from vaultlint.cached import cached_property
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.destinations import markdown_link
from vaultlint.markdown.elements import Link, Section, Span
from vaultlint.markdown.structure import find_items, heading_at
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultlint.markdown.elements import Address, Frontmatter, Heading, Item, Url

_LONE_RETURN = lazy_regex(r"\r(?!\n)")
_BLOCKS = frozenset(
    {"quote", "list", "ordered-list", "fence", "indented-code", "table", "html", "rule", "footnote", "heading"}
)
_OPAQUE_KINDS = ("code", "fence", "html", "inline-html", "math", "display-math", "indented-code", "template")


def _heading_start(heading: Heading) -> int:
    return heading.start


@frozen
class ParsedText:
    """The text of a note, parsed once, with its elements."""

    path: str  # vault-relative, `/` separators
    text: str  # decoded; line ends and a byte order mark kept
    body_start: int  # behind the frontmatter, or behind the byte order mark, or 0
    frontmatter: Frontmatter | None
    spans: Sequence[Span]  # every element, in the order of their starts, outer before inner
    addresses: Sequence[Address]  # those of the `link`, `image` and `autolink` spans
    decodable: bool = True

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings, in order."""
        spans = self.by_kind.get("heading")
        if spans is None:
            return ()
        outer = {start for kind, start, _ in self.blocks if kind == "heading"}
        return tuple([heading_at(self.text, start, end, start not in outer) for _, start, end in spans])

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The list items, in order, outer before inner."""
        return tuple(find_items(self.text, self.by_kind.get("item", ())))

    @cached_property
    def _markdown_links(self) -> list[Link | Url]:
        spans = self.spans_of("link", "image", "autolink")
        return [markdown_link(self.text, *span, *to) for span, to in zip(spans, self.addresses, strict=True)]

    @cached_property
    def markdown_links(self) -> tuple[Link, ...]:
        """The Markdown links into the vault, without section and line: `links` has them all, complete."""
        return tuple([link for link in self._markdown_links if isinstance(link, Link)])

    @cached_property
    def urls(self) -> tuple[Url, ...]:
        """The links to somewhere outside the vault."""
        return tuple([link for link in self._markdown_links if not isinstance(link, Link)])

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
        found: dict[str, list[Span]] = defaultdict(list)
        for span in self.spans:
            found[span[0]].append(span)
        return dict(found)

    def spans_of(self, *kinds: str) -> list[Span]:
        """The spans of some kinds, in order."""
        present = [self.by_kind[kind] for kind in kinds if kind in self.by_kind]
        if len(present) < 2:
            return present[0] if present else []
        wanted = {*kinds}
        return [span for span in self.spans if span[0] in wanted]

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
    def lists(self) -> tuple[Span, ...]:
        """All lists, those in other elements too."""
        return tuple(self.spans_of("list", "ordered-list"))

    @cached_property
    def opaque(self) -> tuple[tuple[int, int], ...]:
        """Merged ranges, in order, in which no links or tags are read: code, math, HTML, templates, frontmatter."""
        merged: list[tuple[int, int]] = []
        if self.body_start:
            merged.append((0, self.body_start))
        reach = self.body_start
        for _, start, end in self.spans_of(*_OPAQUE_KINDS):
            if end > reach:
                merged.append((max(start, reach), end))
                reach = end
        return tuple(merged)

    def is_opaque(self, offset: int) -> bool:
        """Whether `offset` lies in code, math, HTML, a template or the frontmatter."""
        index = bisect_right(self.opaque, (offset, len(self.text) + 1)) - 1
        return index >= 0 and offset < self.opaque[index][1]

    def in_heading(self, offset: int) -> bool:
        """Whether `offset` lies in a heading."""
        index = bisect_right(self.headings, offset, key=_heading_start) - 1
        return index >= 0 and offset < self.headings[index].end

    @cached_property
    def fences(self) -> tuple[Span, ...]:
        """The fenced code blocks."""
        return tuple(self.spans_of("fence"))
