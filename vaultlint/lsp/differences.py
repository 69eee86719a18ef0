"""The smallest edits between two texts, so that the editor keeps its cursor, its marks and its history."""

from __future__ import annotations

from difflib import SequenceMatcher

from vaultlint.finding import Edit
from vaultlint.report.inline_diff import common_head, common_tail

_MOST_LINES = 4000  # beyond that what differs is one edit


def edits_between(before: str, after: str) -> list[Edit]:
    """Edits of `before` that make it `after`, in order."""
    if before == after:
        return []
    head = common_head(before, after)
    head = before.rfind("\n", 0, head) + 1
    tail = common_tail(before[head:], after[head:])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if max(map(len, lines)) > _MOST_LINES:
        return [Edit(head, head + len(old), new)]
    starts = [head]
    for line in lines[0]:
        starts.append(starts[-1] + len(line))
    matcher = SequenceMatcher(None, *lines, autojunk=False)
    return [
        _narrowed(starts[first], "".join(lines[0][first:last]), "".join(lines[1][low:high]))
        for kind, first, last, low, high in matcher.get_opcodes()
        if kind != "equal"
    ]


def _narrowed(start: int, old: str, new: str) -> Edit:
    """The edit without what is the same at its ends; a line end is not taken apart."""
    head = common_head(old, new)
    tail = common_tail(old[head:], new[head:])
    if old[head - 1 : head] == "\r" or new[head - 1 : head] == "\r":
        head -= 1
    end = len(old) - tail
    if old[end - 1 : end] == "\r" and tail:
        end, tail = end + 1, tail - 1
    return Edit(start + head, start + end, new[head : len(new) - tail])
