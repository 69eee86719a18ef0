"""The lines that a small fix changes, before and after."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Edit
from vaultlint.fix.edits import apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.finding import Finding, Fix

_LINE_END = re.compile(r"\r\n?|\n")
_MOST_LINES = 6

ChangedLine = tuple[str, str, int, int]  # "-" or "+", the line, and the range in it that differs


def changed_lines(finding: Finding, fix: Fix) -> list[ChangedLine]:
    """What the fix takes away and puts there.

    Nothing if it is large, reaches beyond the lines at fault, or is only about blank lines, where words say more.
    """
    first = finding.source_start
    last = first + len(finding.source)
    for edit in fix.edits:
        if edit.start < first or edit.end > last or edit.path not in ("", finding.path):
            return []
    old = finding.source
    if len(fix.edits) == 1 and finding.location.row == finding.end_location.row:
        line = _one_line(old, _shifted(fix.edits[0], first))
        if line:
            return line
    new = apply_edits(old, [_shifted(edit, first) for edit in fix.edits])
    lines = list(_differing(_LINE_END.split(old), _LINE_END.split(new)))
    worth_showing = len(lines) <= _MOST_LINES and any(line.strip() for _, line, _, _ in lines)
    return lines if worth_showing else []


def _one_line(old: str, edit: Edit) -> list[ChangedLine]:
    """The quick way for the common case: one edit inside one line."""
    if "\n" in edit.content or "\r" in edit.content:
        return []
    new = old[: edit.start] + edit.content + old[edit.end :]
    return [("-", old, edit.start, edit.end), ("+", new, edit.start, edit.start + len(edit.content))]


def _shifted(edit: Edit, by: int) -> Edit:
    return Edit(edit.start - by, edit.end - by, edit.content)


def _differing(old: list[str], new: list[str]) -> Iterator[ChangedLine]:
    """The lines without those that are the same at both ends."""
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    start, old_end, new_end = _changed_range(old[0], new[0]) if len(old) == len(new) == 1 else (0, 0, 0)
    for line in old:
        yield "-", line, start, old_end
    for line in new:
        yield "+", line, start, new_end


def _changed_range(old: str, new: str) -> tuple[int, int, int]:
    """Where two lines start to differ, and where each stops."""
    start = _common_prefix(old, new)
    most = min(len(old), len(new)) - start
    same = _common_prefix(old[len(old) - most :][::-1], new[len(new) - most :][::-1]) if most else 0
    return start, len(old) - same, len(new) - same


def _common_prefix(one: str, other: str) -> int:
    """The length of the longest common start, found by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
