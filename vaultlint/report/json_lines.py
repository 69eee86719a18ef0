"""A JSON object a line for each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.report.json_object import finding_objects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vaultlint.finding import Finding
    from vaultlint.report.target import Target
    from vaultlint.workspace.run import Run


def render(run: Run, target: Target) -> Iterator[str]:
    """A line for each finding."""
    for text in finding_objects(run.findings, run.text_or_nothing):
        yield text + "\n"


def piece(findings: Iterable[Finding], target: Target, read: Callable[[str], str]) -> str:
    """The lines of one note."""
    return "".join(text + "\n" for text in finding_objects(findings, read))
