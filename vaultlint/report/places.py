"""Lines and columns of the places that a finding names besides its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Location
from vaultlint.lazy_regex import lazy_regex
from vaultlint.lint.locate import Locator

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultlint.finding import Finding

_LINE_END = lazy_regex(r"\r\n?|\n")


class Places:
    """Offsets to locations. Inside a finding's own lines no note is read; elsewhere each note is read once."""

    def __init__(self, read: Callable[[str], str]) -> None:
        self._read = read
        self._locators: dict[str, Locator] = {}

    def location(self, finding: Finding, path: str, offset: int) -> Location:
        """Line and column of `offset` in the note at `path`, or in the finding's own note if `path` is ""."""
        path = path or finding.path
        if path == finding.path:
            if offset == finding.start:
                return finding.location
            if offset == finding.end:
                return finding.end_location
            near = _in_source(finding, offset)
            if near:
                return near
        return self._locator(path).location(offset) if offset else Location(1, 1)

    def _locator(self, path: str) -> Locator:
        if path not in self._locators:
            self._locators[path] = Locator(self._read(path))
        return self._locators[path]


def _in_source(finding: Finding, offset: int) -> Location | None:
    inside = offset - finding.source_start
    if not 0 <= inside <= len(finding.source):
        return None
    row, column = finding.location.row, finding.location.column + offset - finding.start
    for match in _LINE_END.finditer(finding.source, 0, inside):
        row, column = row + 1, inside - match.end() + 1
    return Location(row, column)
