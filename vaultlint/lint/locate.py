"""Problems → findings: line and column, the text at fault, and an identity that survives edits elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from vaultlint.finding import Finding, Location, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_SOURCE_LINES = 3
_MAX_IDENTITY = 200


class Locator:
    """Offsets of one text to lines and columns (1-based, code points); line ends are `\\r\\n`, `\\n` and `\\r`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n?|\n", text))]

    def location(self, offset: int) -> Location:
        row = bisect_right(self._starts, offset)
        return Location(row, offset - self._starts[row - 1] + 1)

    def lines(self, first: int, last: int) -> str:
        """The text of lines `first` to `last` (1-based), without the last one's line end."""
        end = self._starts[last] if last < len(self._starts) else len(self.text)
        return self.text[self._starts[first - 1] : end].rstrip("\r\n")


def make_finding(
    problem: Problem, path: str, rule: str, severity: Severity, locator: Locator, section_at: Callable[[int], str]
) -> Finding:
    """The finding for a problem in the note at `path`."""
    start, end = problem.start, max(problem.start, problem.end)
    location, end_location = locator.location(start), locator.location(end)
    section = section_at(start)
    # A subject is enough: what is missing is the same wherever its finding stands.
    subject = locator.text[start:end] if problem.subject is None else problem.subject
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
        locator.lines(location.row, min(end_location.row, location.row + _MAX_SOURCE_LINES - 1)),
        section,
    )
