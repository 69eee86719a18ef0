"""Lists with their items, for rules about list markers."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from vaultlint.rules.format._lines import trimmed_end
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from vaultlint.markdown.note import Note

_LISTS = ("list", "ordered-list")
_BETWEEN = " \t\r\n>"  # what may stand between two lists that follow one another


class MarkedList(NamedTuple):
    """One list, nested ones apart: its bounds and the starts of its items.

    `start` is the first marker, `end` behind the last character that is not white space.
    """

    ordered: bool
    start: int
    end: int
    items: list[int]


def marked_lists(note: Note) -> list[MarkedList]:
    """All lists of a note, in the order of their starts."""
    lists: list[MarkedList] = []
    open_lists: list[tuple[int, MarkedList]] = []
    for kind, start, end in note.spans:
        if kind != "item" and kind not in _LISTS:
            continue
        while open_lists and open_lists[-1][0] <= start:
            open_lists.pop()
        if kind == "item":
            open_lists[-1][1].items.append(start)
            continue
        found = MarkedList(kind == "ordered-list", start, trimmed_end(note.text, start, end), [])
        lists.append(found)
        open_lists.append((end, found))
    return lists


def has_neighbours(note: Note) -> bool:
    """Whether two lists follow one another with nothing but white space and quote marks in between."""
    text = note.text
    ends = sorted([end for _, _, end in note.lists])
    for _, start, _ in note.lists:
        index = bisect_right(ends, start)
        if index and not text[ends[index - 1] : start].strip(_BETWEEN):
            return True
    return False
