"""The items of the relation and the topic section, read leniently: rules judge the form.

A relation is a list item with a wiki link, then `；关联理由：<reason>`, then `；说明：<sentence>`. Half-width marks,
stray spaces, wrapped lines and parts in nested items are accepted here, so that a rule can name them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.section_lines import items_in
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Item
    from vaultlint.markdown.note import Note
    from vaultlint.settings import Relations


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


_SEPARATORS = " \t\r\n；;，,。、|*•-—–"
_COLON = lazy_regex(r"\**\s*[：:]\s*\**[ \t]*")


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
        *_lines(note, item),
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
    new = tuple.__new__  # what `Topic(…)` does, at a third of the cost
    return tuple([new(Topic, (*item[:3], link, *_lines(note, item))) for item, link in _section_items(note, section)])


def _section_items(note: Note, title: str) -> Iterator[tuple[Item, int]]:
    """The items of the sections called `title`, each with the index of its first link or -1."""
    sections = note.sections_called(title)
    links, starts = note.links, [link[2] for link in note.links] if sections else []
    for section in sections:
        for item in items_in(note, section):
            if not item.depth:
                index = bisect_left(starts, item.start)
                yield item, index if index < len(starts) and links[index].end <= item.end else -1


def _lines(note: Note, item: Item) -> tuple[int, int, int]:
    """The line of an item (1-based), and the bounds of its lines, the last line end included."""
    starts = note.line_starts
    line, last = bisect_right(starts, item.start), bisect_right(starts, item.end)
    return line, starts[line - 1], starts[last] if last < len(starts) else len(note.text)
