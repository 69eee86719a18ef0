"""Findings under the note they stand in, in aligned columns."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from vaultlint.report.colors import palette
from vaultlint.report.escape import plain
from vaultlint.report.terminal_markdown import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.lint.engine import Run
    from vaultlint.report.target import Target


_LEAST = 24  # columns for a message


def render(run: Run, target: Target) -> Iterator[str]:
    """A block for each note with findings."""
    paint = palette(target.color)
    first = True
    for path, group in groupby(run.findings, key=lambda finding: finding.path):
        findings = list(group)
        places = [f"{finding.location.row}:{finding.location.column}" for finding in findings]
        place_width = max(map(len, places))
        rule_width = max(len(finding.rule) for finding in findings)
        yield f"{'' if first else chr(10)}{paint.bold}{target.place(path)}{paint.reset}\n"
        first = False
        for finding, place in zip(findings, places, strict=True):
            severity = f"{paint.of(finding.severity)}{finding.severity.word:<7}{paint.reset}"
            head = f"  {place:>{place_width}}  {severity}  {finding.rule:<{rule_width}}  "
            indent = place_width + rule_width + 15
            rows = wrapped(plain(finding.message), max(target.width - indent, _LEAST)) if target.wrap else []
            yield head + f"\n{' ' * indent}".join(rows or [plain(finding.message)]) + "\n"
