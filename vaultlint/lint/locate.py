"""Problems → findings: line and column, the text at fault, and an identity that survives edits elsewhere."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from vaultlint.finding import Finding, Location, Problem, Severity
from vaultlint.lazy_regex import lazy_regex
from vaultlint.lint.identity import MOST_AT_FAULT, identity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MAX_SOURCE_LINES = 3
_MAX_SOURCE = 2000  # characters; a note may be one line of a megabyte, with a thousand findings in it
_LINE_END = lazy_regex(r"\r\n?|\n")
_new = tuple.__new__  # what `Finding(…)` does, at half the cost


class Locator:
    """Offsets of one text to lines and columns (1-based, code points); line ends are `\\r\\n`, `\\n` and `\\r`.

    `starts` are the offsets of the lines, where they are known.
    """

    def __init__(self, text: str, starts: Sequence[int] | None = None) -> None:
        self.text = text
        self.starts = starts or line_starts(text)

    def location(self, offset: int) -> Location:
        """The line and column (1-based) of an offset."""
        row = bisect_right(self.starts, offset)
        return _new(Location, (row, offset - self.starts[row - 1] + 1))

    def source(self, start: int, first: int, last: int) -> tuple[str, int]:
        """Lines `first` to `last` (1-based) without the last line end, or what of them is near `start`.

        Also gives the offset at which that starts.
        """
        begin = self.starts[first - 1]
        end = self.starts[last] if last < len(self.starts) else len(self.text)
        if end - begin > _MAX_SOURCE:
            begin = max(begin, start - _MAX_SOURCE // 2)
            end = min(end, begin + _MAX_SOURCE)
        return self.text[begin:end].rstrip("\r\n"), begin


def make_finding(
    problem: Problem, path: str, rule: str, severity: Severity, locator: Locator, section_at: Callable[[int], str]
) -> Finding:
    """The finding for a problem in the note at `path`."""
    start, end, message, fix, related, _, own_rule, own_severity, subject, amount = problem
    end = max(start, end)
    location = locator.location(start)
    row, column = location
    # Most findings stand in one line, whose number need not be looked for twice.
    same_row = row < len(locator.starts) and end < locator.starts[row]
    end_location = _new(Location, (row, column + end - start)) if same_row else locator.location(end)
    section = section_at(start)
    at_fault = locator.text[start : min(end, start + MOST_AT_FAULT)] if subject is None else subject
    identity = identity_of(at_fault, amount)
    source, source_start = locator.source(start, row, min(end_location[0], row + _MAX_SOURCE_LINES - 1))
    values = (
        path,
        start,
        end,
        own_rule or rule,
        severity if own_severity is None else own_severity,
        message,
        location,
        end_location,
        fix,
        related,
        identity,
        source,
        section,
        source_start,
    )
    return _new(Finding, values)


def line_starts(text: str) -> list[int]:
    """The offset of the first character of each line."""
    if "\r" in text:
        return [0, *(match.end() for match in _LINE_END.finditer(text))]
    return [*accumulate([len(line) + 1 for line in text.split("\n")[:-1]], initial=0)]
