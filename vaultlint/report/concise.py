"""One line a finding: `path:line:column: severity rule: message`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.report.colors import palette
from vaultlint.report.escape import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.lint.engine import Run
    from vaultlint.report.target import Target


def render(run: Run, target: Target) -> Iterator[str]:
    """A line for each finding."""
    paint = palette(target.color)
    for finding in run.findings:
        row, column = finding.location
        severity = f"{paint.of(finding.severity)}{finding.severity.word}{paint.reset}"
        rule = f"{paint.bold}{finding.rule}{paint.reset}"
        yield f"{plain(finding.path)}:{row}:{column}: {severity} {rule}: {plain(finding.message)}\n"
