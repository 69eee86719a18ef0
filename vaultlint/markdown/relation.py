"""The lines of the relation and the topic section, read leniently: rules judge the form.

A relation is a list item with a wiki link, then `；关联理由：<reason>`, then `；说明：<sentence>`. Half-width marks,
stray spaces, wrapped lines and parts in nested items are accepted here, so that a rule can name them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Item, Note, Section, Span
    from vaultlint.settings import Relations


PlacedT = TypeVar("PlacedT", "Item", "Span")
_start = attrgetter("start")


class Relation(NamedTuple):
    """One list item of the relation section.

    `link` is the index in `Note.links` of its first link, or -1. `reason` and `explanation` are None where their label
    is absent; their bounds then equal `end`. `start` is the list marker; `content_start` the item's text; `cut_start`
    and `cut_end` bound what goes when the item goes, its last line end included.
    """

    start: int
    end: int
    content_start: int
    link: int
    reason: str | None
    reason_start: int
    reason_end: int
    explanation: str | None
    explanation_start: int
    explanation_end: int
    line: int
    cut_start: int = 0
    cut_end: int = 0


class Topic(NamedTuple):
    """One list item of the topic section; `link` is the index in `Note.links` of its first link, or -1.

    `cut_start` and `cut_end` bound what goes when the item goes, its last line end included.
    """

    start: int
    end: int
    content_start: int
    link: int
    line: int
    cut_start: int = 0
    cut_end: int = 0


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
    def name(self) -> str:
        """What people call it."""
        return _BLOCKS.get(self.kind, "text")


_SEPARATORS = " \t\r\n；;，,。、|*•-—–"
_COLON = re.compile(r"\**\s*[：:]\s*\**[ \t]*")
_TAGS = re.compile(r"#[^\s#]+(?:[\s,，、;；]*#[^\s#]+)*")
_TAG = re.compile(r"#([^\s#,，、;；]+)")
_TAG_LINE = re.compile(r"(?m)^(?P<marker>[ \t]*[-*+][ \t]+)?[ \t]*(?P<tags>#[^\s#][^\r\n]*?)[ \t]*\r?$")
_BLOCKS = {
    "fence": "a code block",
    "indented-code": "an indented code block",
    "table": "a table",
    "html": "HTML",
    "quote": "a quote or callout",
    "footnote": "a footnote",
    "display-math": "a formula",
}


def read_relations(note: Note, settings: Relations) -> tuple[Relation, ...]:
    """The list items of all relation sections of a note, nested ones left out."""
    return tuple([_relation(note, settings, item, link) for item, link in _section_items(note, settings.section)])


def _relation(note: Note, settings: Relations, item: Item, link: int) -> Relation:
    text, end = note.text, item.end
    behind = note.links[link].end if link >= 0 else item.content_start
    reason = _find_label(text, settings.reason_label, behind, end)
    explanation = _find_label(text, settings.explanation_label, reason[1] if reason else behind, end)
    if explanation is None and reason:  # the parts in the wrong order
        explanation = _find_label(text, settings.explanation_label, behind, reason[0])
    reason_place = explanation_place = (end, end)
    if reason:
        stop = explanation[0] if explanation and explanation[0] >= reason[1] else _line_end(text, reason[1], end)
        reason_place = _tight(text, reason[1], stop, " \t\r\n；;。")
    if explanation:
        stop = reason[0] if reason and reason[0] >= explanation[1] else end
        explanation_place = _tight(text, explanation[1], stop)
    return Relation(
        item.start,
        end,
        item.content_start,
        link,
        text[slice(*reason_place)] if reason else None,
        *reason_place,
        text[slice(*explanation_place)] if explanation else None,
        *explanation_place,
        *_lines(note, item, link),
    )


def _find_label(text: str, label: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the separator in front of a label begins and where its value begins: `；关联理由：`, `; 关联理由 :`.

    The label must not be the end of a longer word.
    """
    position = text.find(label, start, end)
    while position >= 0:
        colon = _COLON.match(text, position + len(label), end)
        before = position
        while before > start and text[before - 1] in _SEPARATORS:
            before -= 1
        if colon and (position == start or not text[position - 1].isalnum()):
            return before, colon.end()
        position = text.find(label, position + len(label), end)
    return None


def _line_end(text: str, start: int, end: int) -> int:
    found = text.find("\n", start, end)
    return end if found < 0 else found


def _tight(text: str, start: int, end: int, dropped: str = " \t\r\n") -> tuple[int, int]:
    """The bounds without white space at both ends, or what else is dropped."""
    inner = text[start:end].rstrip(dropped)
    bare = inner.strip()
    start += len(inner) - len(inner.lstrip()) if bare else 0
    return start, start + len(bare)


def read_topics(note: Note, section: str) -> tuple[Topic, ...]:
    """The list items of all topic sections of a note, nested ones left out."""
    return tuple(
        [
            Topic(item.start, item.end, item.content_start, link, *_lines(note, item, link))
            for item, link in _section_items(note, section)
        ]
    )


def read_tag_lines(note: Note, title: str) -> tuple[TagLine, ...]:
    """The lines of all topic sections that hold nothing but tags."""
    found = []
    for section in note.sections:
        if section.title == title and note.text.find("#", section.start, section.end) >= 0:
            line_end = "\r\n" if "\r\n" in note.text else "\n"
            for match in _TAG_LINE.finditer(note.text, section.start, section.end):
                if _TAGS.fullmatch(match["tags"]) and not note.is_opaque(match.start("tags")):
                    names = tuple(_TAG.findall(match["tags"]))
                    found.append(TagLine(*match.span("tags"), names, match["marker"] or "", line_end))
    return tuple(found)


def read_strays(note: Note, title: str) -> Iterator[Stray]:
    """What stands in the sections called `title` outside of list items; comments, rules and headings do not count."""
    for section in note.sections:
        if section.title == title:
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
        ("item", item.start, item.end) for item in _from(note.items, section) if item.depth == 0
    ]
    places += [(span.kind, span.start, span.end) for span in _from(note.spans, section) if _is_block(span)]
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


def _section_items(note: Note, title: str) -> Iterator[tuple[Item, int]]:
    for section in note.sections:
        if section.title == title:
            yield from _items_with_links(note, section)


def _items_with_links(note: Note, section: Section) -> Iterator[tuple[Item, int]]:
    """The items of a section, each with the index of its first link or -1."""
    links = note.links
    position = bisect_left(links, section.start, key=_start)
    for item in _from(note.items, section):
        if item.depth:
            continue
        while position < len(links) and links[position].start < item.start:
            position += 1
        yield item, position if position < len(links) and links[position].end <= item.end else -1


def _from(elements: tuple[PlacedT, ...], section: Section) -> tuple[PlacedT, ...]:
    """The elements that begin in a section; they are in the order of their starts."""
    first = bisect_left(elements, section.start, key=_start)
    return elements[first : bisect_left(elements, section.end, first, key=_start)]


def _lines(note: Note, item: Item, link: int) -> tuple[int, int, int]:
    """The line of an item (1-based), and the bounds of its lines, the last line end included."""
    text = note.text
    if "\r" in text:
        starts, line, last = note.line_starts, note.line_of(item.start), note.line_of(item.end)
        return line, starts[line - 1], starts[last] if last < len(starts) else len(text)
    if link >= 0:
        line = note.links[link].line - text.count("\n", item.start, note.links[link].start)
    else:
        line = note.line_of(item.start)
    return line, text.rfind("\n", 0, item.start) + 1, text.find("\n", item.end) + 1 or len(text)
