"""Lines of a section that are no list items with links: tags, plain text, other blocks."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING

from vaultlint.language import Message, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.structure import find_items
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultlint.markdown.elements import Item, Section, Span
    from vaultlint.markdown.note import Note

_start = attrgetter("start")
_TAGS = lazy_regex(r"#[^\s#]+(?:[\s,，、;；]*#[^\s#]+)*")
_TAG = lazy_regex(r"#([^\s#,，、;；]+)")
_TAG_LINE = lazy_regex(r"(?m)^(?P<marker>[ \t]*[-*+][ \t]+)?[ \t]*(?P<tags>#[^\s#][^\r\n]*?)[ \t]*\r?$")
_BLOCKS = {
    "fence": say("a code block"),
    "indented-code": say("an indented code block"),
    "table": say("a table"),
    "html": say("HTML"),
    "quote": say("a quote or callout"),
    "footnote": say("a footnote"),
    "display-math": say("a formula"),
}


class TagLine(NamedTuple):
    """A line of the topic section that holds nothing but tags: `names` without `#`; `start:end` are the tags.

    `before` is what a list item has in front of the tags, or "" where the line is none; `line_end` ends lines here.
    """

    start: int
    end: int
    names: tuple[str, ...]
    before: str
    line_end: str


class Stray(NamedTuple):
    """What stands in a section outside its lists: a line of text, or a block (`table`, `fence`, `quote`, …)."""

    kind: str
    start: int
    end: int

    @property
    def name(self) -> Message:
        """What people call it."""
        return _BLOCKS.get(self.kind) or say("text")


def read_tag_lines(note: Note, title: str) -> tuple[TagLine, ...]:
    """The lines of all topic sections that hold nothing but tags."""
    found = []
    for section in note.sections_called(title):
        if note.text.find("#", section.start, section.end) >= 0:
            line_end = note.newline
            for match in _TAG_LINE.finditer(note.text, section.start, section.end):
                if _TAGS.fullmatch(match["tags"]) and not note.is_opaque(match.start("tags")):
                    names = tuple(_TAG.findall(match["tags"]))
                    found.append(TagLine(*match.span("tags"), names, match["marker"] or "", line_end))
    return tuple(found)


def read_strays(note: Note, title: str) -> Iterator[Stray]:
    """What stands in the sections called `title` outside of list items; comments, rules and headings do not count."""
    for section in note.sections_called(title):
        yield from _strays(note, section)


def _strays(note: Note, section: Section) -> Iterator[Stray]:
    position = section.start
    for kind, start, end in _covered(note, section):
        if start > position:
            yield from _stray_lines(note, position, start)
        if kind in _BLOCKS and start >= position and not _is_comment(note, start):
            yield Stray(kind, start, start + len(note.text[start:end].rstrip()))
        position = max(position, end)
    yield from _stray_lines(note, position, section.end)


def _covered(note: Note, section: Section) -> list[tuple[str, int, int]]:
    """The lists, blocks and comments of a section, in order."""
    places: list[tuple[str, int, int]] = [
        ("item", item.start, item.end) for item in items_in(note, section) if item.depth == 0
    ]
    places += [(span.kind, span.start, span.end) for span in _begin_in(section, note.spans) if _is_block(span)]
    places += [("comment", start, end) for start, end in note.comments if section.start <= start < section.end]
    return sorted(places, key=lambda place: (place[1], -place[2]))


def _is_block(span: Span) -> bool:
    return span.kind in _BLOCKS or span.kind in ("heading", "rule")


def _is_comment(note: Note, start: int) -> bool:
    return note.text.startswith("<!--", start)


def _stray_lines(note: Note, start: int, end: int) -> Iterator[Stray]:
    if note.text[start:end].isspace() or start == end:
        return
    for low, high in note.lines(start, end):
        line = note.text[low:high]
        bare = line.strip()
        if bare and not bare.startswith(("<!--", "^")):
            low += len(line) - len(line.lstrip())
            yield Stray("text", low, low + len(bare))


def items_in(note: Note, section: Section) -> Iterator[Item]:
    """The list items of a section."""
    return find_items(note.text, _begin_in(section, note.by_kind.get("item", ())))


def _begin_in(section: Section, spans: Sequence[Span]) -> Sequence[Span]:
    """The elements that begin in a section; they are in the order of their starts."""
    first = bisect_left(spans, section.start, key=_start)
    return spans[first : bisect_left(spans, section.end, first, key=_start)]
