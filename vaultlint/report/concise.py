"""One line a finding: `path:line:column: severity rule: message`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Severity
from vaultlint.language import words
from vaultlint.report.colors import palette
from vaultlint.report.escape import plain
from vaultlint.report.tally import severity_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vaultlint.finding import Finding
    from vaultlint.report.target import Target
    from vaultlint.workspace.run import Run


def render(run: Run, target: Target) -> Iterator[str]:
    """A line for each finding."""
    return map(drawer(target, run.text_or_nothing), run.findings)


def piece(findings: Iterable[Finding], target: Target, read: Callable[[str], str]) -> str:
    """The findings of one note."""
    return "".join(map(drawer(target, read), findings))


def drawer(target: Target, read: Callable[[str], str]) -> Callable[[Finding], str]:
    """A function that draws one finding."""
    paint = palette(target.color)
    levels = ["", *(f"{paint.of(severity)}{severity_word(severity)}{paint.reset}" for severity in Severity)]

    def draw(finding: Finding) -> str:
        row, column = finding.location
        rule = f"{paint.bold}{finding.rule}{paint.reset}"
        place = target.place(finding.path, row, column)
        return f"{place}: {levels[finding.severity]} {rule}: {plain(words(finding.message))}\n"

    return draw
