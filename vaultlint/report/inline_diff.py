"""The lines that a small fix changes, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Edit
from vaultlint.fix.edits import apply_edits
from vaultlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.finding import Finding, Fix

_LINE_END = lazy_regex(r"\r\n?|\n")
_MOST_LINES = 6

ChangedLine = tuple[str, str, int, int]  # "-" or "+", the line, and the range in it that differs


def changed_lines(finding: Finding, fix: Fix) -> list[ChangedLine]:
    """What the fix takes away and puts there.

    Nothing if it is large, reaches beyond the lines at fault, or is only about blank lines, where words say more.
    """
    edits, old, first = fix.edits, finding.source, finding.source_start
    last = first + len(old)
    for start, end, _, path in edits:
        if start < first or end > last or (path and path != finding.path):
            return []
    if len(edits) == 1 and finding.location[0] == finding.end_location[0]:
        start, end, content, _ = edits[0]
        if "\n" not in content and "\r" not in content:
            return _one_line(old, start - first, end - first, content)
    new = apply_edits(old, [_shifted(edit, first) for edit in edits])
    lines = list(_differing(_LINE_END.split(old), _LINE_END.split(new)))
    worth_showing = len(lines) <= _MOST_LINES and any(line.strip() for _, line, _, _ in lines)
    return lines if worth_showing else []


def _one_line(old: str, start: int, end: int, content: str) -> list[ChangedLine]:
    """The quick way for the common case: one edit inside one line."""
    new = old[:start] + content + old[end:]
    return [("-", old, start, end), ("+", new, start, start + len(content))]


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
    start = common_head(old, new)
    same = common_tail(old[start:], new[start:])
    return start, len(old) - same, len(new) - same


def common_head(one: str, other: str) -> int:
    """How many characters at their beginnings two texts have in common, found by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_tail(one: str, other: str) -> int:
    """How many characters at their ends two texts have in common."""
    most = min(len(one), len(other))
    return common_head(one[len(one) - most :][::-1], other[len(other) - most :][::-1])
