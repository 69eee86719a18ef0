"""The space behind list markers."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say, say_number
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.rendering import events, render
from vaultlint.rules.format._lines import line_start, next_line, trimmed_end
from vaultlint.rules.rule import Context, StrictOptions, Style, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Item
    from vaultlint.markdown.note import Note

_FOLLOWING = lazy_regex(r"[^\r\n]*(?:\r?\n(?:[ \t>][^\r\n]*)?(?=\r?\n|\Z))*")  # indented and blank lines
_ITEM_LINE = lazy_regex(r"\n[ \t>]*[^\s>]")
_SURPLUS = {"  ": 1, "   ": 2, "    ": 3}
_LEADING = lazy_regex(r" *")
_new = tuple.__new__  # what `Edit(…)` does, at half the cost


def _places(note: Note, options: StrictOptions) -> Iterator[int]:
    return (_gap(note.text, items[0]).start - 1 for items, _ in islice(_wide_lists(note), 1))


@note_rule(
    "format",
    fix=Applicability.SAFE,
    options=StrictOptions,
    triggers=("-  ", ".  ", "*  ", "+  ", ")  "),
    styles=(Style(shows=lambda note: "item" in note.by_kind, places=_places),),
)
def list_marker_space(note: Note, context: Context, options: StrictOptions) -> Iterator[Problem]:
    """List items with more than one space between the marker and the text.

    One space behind `-` or `1.` is what Obsidian writes. A note is reported once, at its first such item; lists whose
    lines cannot move along without changing what belongs to which item are left alone.

    ## Fix

    Leaves one space, and moves the lines that belong to the item to the left. Safe: the list looks the same.

    ## Bad

    ```md
    -   apples
        and more apples
    -   pears
    ```

    ## Good

    ```md
    - apples
      and more apples
    - pears
    ```
    """
    lists = list(_wide_lists(note))
    if lists:
        found = [item for items, _ in lists for item in items]
        yield _problem(note.text, found, [edit for _, edits in lists for edit in edits])


def _wide_lists(note: Note) -> Iterator[tuple[list[Item], list[Edit]]]:
    """The items of each list that have more than one space, with the edits that leave one, where these are proven."""
    text = note.text
    wide = [item for item in note.items if text[item[2] - 2] == " " and _surplus(text, item)]
    if not wide or note.has_lone_returns:
        return
    last = 0
    for start, end in _roots(note):
        first, last = last, bisect_left(wide, (end,), last)
        items = wide[first:last]
        if not items or note.in_comment(start) or (items[0].ordered and "::" in text[start:end]):
            continue
        edits = _proven(text, start, trimmed_end(text, start, end), items, _is_flat(note, start, end))
        if edits:
            yield items, edits


def _problem(text: str, items: list[Item], edits: list[Edit]) -> Problem:
    gap = _gap(text, items[0])
    message = say_number(
        len(items),
        "{n} list item of this note has more than one space behind the marker: leave one",
        "{n} list items of this note have more than one space behind the marker: leave one",
    )
    fix = Fix(say("leave one space"), tuple(edits))
    return Problem(gap.start - 1, gap.end, message, fix, subject="items", amount=len(items))


def _gap(text: str, item: Item) -> Edit:
    """The edit that leaves one space behind the marker."""
    return _new(Edit, (item[2] - _surplus(text, item), item[2], "", ""))


def _surplus(text: str, item: Item) -> int:
    """How many spaces too many stand behind the marker; 0 where there is a tab, or a code block begins."""
    return _SURPLUS.get(text[item[0] : item[2]].lstrip("-*+.)0123456789"), 0)


def _roots(note: Note) -> Iterator[tuple[int, int]]:
    """Bounds of the lists that stand in no other list."""
    reach = -1
    for _, start, end in note.lists:
        if start >= reach:
            yield start, end
            reach = end


def _is_flat(note: Note, start: int, end: int) -> bool:
    """Whether each line of the list is an item of its own, all in one column."""
    text = note.text
    items = note.items[bisect_left(note.items, (start,)) : bisect_left(note.items, (end,))]
    if len(_ITEM_LINE.findall(text, start, end)) + 1 != len(items):
        return False
    in_first_column = {text[item[0] - 1] for item in items} == {"\n"}
    return in_first_column or len({item[0] - line_start(text, item[0]) for item in items}) == 1


def _proven(text: str, start: int, end: int, items: list[Item], flat: bool) -> list[Edit]:
    """The edits for `items` of the list at `start:end` that leave its rendering as it is; none if there are no such.

    Indented text behind the list is looked at, too: with less space behind the marker it could become part of an item.
    """
    gaps = [_gap(text, item) for item in items]
    low = line_start(text, start)
    high = _FOLLOWING.match(text, end).end()  # type: ignore[union-attr]
    if flat and not text[end:high].strip(" \t\r\n>"):
        return gaps
    before = events(text[low:high])
    for edits in (gaps + _moved(text, low, end, items), gaps):
        after = events(_applied(text, low, high, edits))
        if after == before or render(after) == render(before):
            return edits
    return []


def _moved(text: str, low: int, end: int, items: list[Item]) -> list[Edit]:
    """Edits that move each line inside the items as far to the left as the items' texts move."""
    edits = []
    waiting = items[::-1]
    holding: list[Item] = []  # the items that hold the line
    position = next_line(text, low)
    while position < end:
        while waiting and waiting[-1].start < position:
            holding.append(waiting.pop())
        holding = [item for item in holding if position < item.end]
        shift = sum([_surplus(text, item) for item in holding])
        indent = _LEADING.match(text, position).end() - position  # type: ignore[union-attr]
        if min(shift, indent):
            edits.append(Edit(position, position + min(shift, indent), ""))
        position = next_line(text, position)
    return edits


def _applied(text: str, low: int, end: int, edits: list[Edit]) -> str:
    """`text[low:end]` with the edits made."""
    parts = []
    for edit in sorted(edits):
        parts.append(text[low : edit.start])
        low = edit.end
    return "".join(parts) + text[low:end]
