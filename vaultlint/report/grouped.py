"""Findings under the note they stand in, in aligned columns."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from vaultlint.finding import Severity
from vaultlint.language import words
from vaultlint.report.colors import palette
from vaultlint.report.columns import columns, padded
from vaultlint.report.escape import plain
from vaultlint.report.tally import severity_word
from vaultlint.report.terminal_markdown import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from vaultlint.finding import Finding
    from vaultlint.report.target import Target
    from vaultlint.workspace.run import Run


_LEAST = 24  # columns for a message


def render(run: Run, target: Target) -> Iterator[str]:
    """A block for each note with findings."""
    between = ""
    for _, group in groupby(run.findings, key=lambda finding: finding.path):
        yield between + piece(list(group), target, run.text_or_nothing)
        between = "\n"


def piece(findings: Sequence[Finding], target: Target, read: Callable[[str], str]) -> str:
    """The block of one note."""
    paint = palette(target.color)
    places = [f"{finding.location.row}:{finding.location.column}" for finding in findings]
    place_width = max(map(len, places))
    rule_width = max(len(finding.rule) for finding in findings)
    names = [severity_word(severity) for severity in Severity]
    severity_width = max(map(columns, names))
    indent = place_width + rule_width + severity_width + 8
    lines = [f"{paint.bold}{target.place(findings[0].path)}{paint.reset}\n"]
    for finding, place in zip(findings, places, strict=True):
        severity = f"{paint.of(finding.severity)}{padded(severity_word(finding.severity), severity_width)}{paint.reset}"
        head = f"  {place:>{place_width}}  {severity}  {finding.rule:<{rule_width}}  "
        rows = wrapped(plain(words(finding.message)), max(target.width - indent, _LEAST)) if target.wrap else []
        lines.append(head + f"\n{' ' * indent}".join(rows or [plain(words(finding.message))]) + "\n")
    return "".join(lines)
