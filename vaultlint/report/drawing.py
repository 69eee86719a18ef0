"""Drawing findings where they are made: in the processes that lint the notes."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultlint.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vaultlint.lint.note_linter import Drawn
    from vaultlint.report.tally import FixLevels
    from vaultlint.report.target import Target

# The formats that print finding by finding; each is a module of this package with a function `drawer`.
DRAWN_FORMATS = ("full", "concise")


@dataclass(frozen=True)
class Drawing:
    """Draws findings that are at least as bad as `least`."""

    output_format: str
    target: Target
    levels: FixLevels
    least: Severity = Severity.INFO

    def __call__(self, findings: Iterable[Finding], read: Callable[[str], str]) -> list[Drawn]:
        """Each finding as it is printed; `read` gives the text of a note."""
        draw = importlib.import_module(f"vaultlint.report.{self.output_format}").drawer(self.target, read)
        level, least = self.levels, self.least
        return [
            (
                # as in `Finding.sort_key`
                (finding.start, finding.end, finding.rule, -finding.severity, finding.message),
                int(finding.severity),
                int(level(finding) or 0) if finding.fix else 0,
                draw(finding),
            )
            for finding in findings
            if finding.severity >= least
        ]
