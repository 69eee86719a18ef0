"""Lists with their items, for rules about list markers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultlint.rules.format._lines import trimmed_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_LISTS = ("list", "ordered-list")


class MarkedList(NamedTuple):
    """One list, nested ones apart: its bounds, the starts of its items, and the outermost list that holds it.

    `start` is the first marker, `end` behind the last character that is not white space; `root` is the start of the
    outermost list, which is its own where it stands in no other.
    """

    ordered: bool
    start: int
    end: int
    items: list[int]
    root: int


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
        root = open_lists[0][1].start if open_lists else start
        found = MarkedList(kind == "ordered-list", start, trimmed_end(note.text, start, end), [], root)
        lists.append(found)
        open_lists.append((end, found))
    return lists


def by_root(lists: list[MarkedList]) -> Iterator[list[MarkedList]]:
    """The lists, grouped by the outermost list they belong to."""
    group: list[MarkedList] = []
    for found in lists:
        if group and found.root != group[0].root:
            yield group
            group = []
        group.append(found)
    if group:
        yield group
