"""The space behind list markers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.markdown.note import Item, Note
from vaultlint.markdown.rendering import events, render
from vaultlint.rules.format._lines import has_lone_returns, line_start, next_line, trimmed_end
from vaultlint.rules.rule import Context, NoOptions, note_rule

_FOLLOWING = re.compile(r"[^\n]*(?:\n(?:[ \t>][^\n]*)?(?=\r?\n|\Z))*")  # indented and blank lines
_ITEM_LINE = re.compile(r"\n[ \t>]*[^\s>]")
_LEADING = re.compile(r" *")


@note_rule("format", fix=Applicability.SAFE)
def list_marker_space(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
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
    wide = [item for item in note.items if item[2] - item[0] > 2 and _surplus(note.text, item)]
    if not wide or has_lone_returns(note.text):
        return
    fixed: list[Edit] = []
    found: list[Item] = []
    for start, end in _roots(note):
        items = wide[bisect_left(wide, (start,)) : bisect_left(wide, (end,))]
        if not items or note.in_comment(start) or (items[0].ordered and "::" in note.text[start:end]):
            continue
        edits = _proven(note.text, start, trimmed_end(note.text, start, end), items, _is_flat(note, start, end))
        if edits:
            fixed += edits
            found += items
    if found:
        yield _problem(note.text, found, fixed)


def _problem(text: str, items: list[Item], edits: list[Edit]) -> Problem:
    first = items[0]
    gap = first.content_start - _surplus(text, first) - 1
    count = "1 list item of this note has" if len(items) == 1 else f"{len(items)} list items of this note have"
    message = f"{count} more than one space behind the marker: leave one"
    fix = Fix("leave one space", tuple(edits))
    return Problem(gap, first.content_start, message, fix, subject=f"{len(items)} items")


def _surplus(text: str, item: Item) -> int:
    """How many spaces too many stand behind the marker; 0 where there is a tab, or a code block begins."""
    gap = text[item.start : item.content_start].lstrip("-*+.)0123456789")
    if "\t" in gap:
        return 0
    return len(gap) - 1 if 1 < len(gap) < 5 else 0


def _roots(note: Note) -> Iterator[tuple[int, int]]:
    """Bounds of the lists that stand in no other list."""
    reach = -1
    for kind, start, end in note.spans:
        if start >= reach and kind in ("list", "ordered-list"):
            yield start, end
            reach = end


def _is_flat(note: Note, start: int, end: int) -> bool:
    """Whether each line of the list is an item of its own, all in one column."""
    items = note.items[bisect_left(note.items, (start,)) : bisect_left(note.items, (end,))]
    lines = len(_ITEM_LINE.findall(note.text, start, end)) + 1
    return lines == len(items) and len({item.start - line_start(note.text, item.start) for item in items}) == 1


def _proven(text: str, start: int, end: int, items: list[Item], flat: bool) -> list[Edit]:
    """The edits for `items` of the list at `start:end` that leave its rendering as it is; none if there are no such.

    Indented text behind the list is looked at, too: with less space behind the marker it could become part of an item.
    """
    gaps = [Edit(item.content_start - _surplus(text, item), item.content_start, "") for item in items]
    low = line_start(text, start)
    high = _FOLLOWING.match(text, end).end()  # type: ignore[union-attr]
    if flat and not text[end:high].strip(" \t\r\n>"):
        return gaps
    before = render(events(text[low:high]))
    for edits in (gaps + _moved(text, low, end, items), gaps):
        if render(events(_applied(text, low, high, edits))) == before:
            return edits
    return []


def _moved(text: str, low: int, end: int, items: list[Item]) -> list[Edit]:
    """Edits that move each line inside the items as far to the left as the items' texts move."""
    edits = []
    position = next_line(text, low)
    while position < end:
        shift = sum(_surplus(text, item) for item in items if item.start < position < item.end)
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
