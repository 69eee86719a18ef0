"""Problems → findings: line and column, the text at fault, and an identity that survives edits elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from vaultlint.finding import Finding, Location, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_SOURCE_LINES = 3
_MAX_SOURCE = 2000  # characters; a note may be one line of a megabyte, with a thousand findings in it
_MAX_IDENTITY = 200


class Locator:
    """Offsets of one text to lines and columns (1-based, code points); line ends are `\\r\\n`, `\\n` and `\\r`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n?|\n", text))]

    def location(self, offset: int) -> Location:
        row = bisect_right(self._starts, offset)
        return Location(row, offset - self._starts[row - 1] + 1)

    def source(self, start: int, first: int, last: int) -> tuple[str, int]:
        """Lines `first` to `last` (1-based) without the last line end, or what of them is near `start`.

        Also gives the offset at which that starts.
        """
        begin = self._starts[first - 1]
        end = self._starts[last] if last < len(self._starts) else len(self.text)
        if end - begin > _MAX_SOURCE:
            begin = max(begin, start - _MAX_SOURCE // 2)
            end = min(end, begin + _MAX_SOURCE)
        return self.text[begin:end].rstrip("\r\n"), begin


def make_finding(
    problem: Problem, path: str, rule: str, severity: Severity, locator: Locator, section_at: Callable[[int], str]
) -> Finding:
    """The finding for a problem in the note at `path`."""
    start, end = problem.start, max(problem.start, problem.end)
    location, end_location = locator.location(start), locator.location(end)
    section = section_at(start)
    # A subject is enough: what is missing is the same wherever its finding stands.
    subject = locator.text[start : min(end, start + _MAX_IDENTITY)] if problem.subject is None else problem.subject
    last = min(end_location.row, location.row + _MAX_SOURCE_LINES - 1)
    source, source_start = locator.source(start, location.row, last)
    return Finding(
        path,
        start,
        end,
        problem.rule or rule,
        problem.severity if problem.severity is not None else severity,
        problem.message,
        location,
        end_location,
        problem.fix,
        problem.related,
        f"{section if problem.subject is None else ''}\x1f{subject[:_MAX_IDENTITY]}",
        source,
        section,
        source_start,
    )
