"""A JSON array with an object for each finding, one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.report.json_object import finding_objects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vaultlint.finding import Finding
    from vaultlint.report.target import Target
    from vaultlint.workspace.run import Run


def render(run: Run, target: Target) -> Iterator[str]:
    """The array, piece by piece."""
    separator = "[\n"
    for text in finding_objects(run.findings, run.text_or_nothing):
        yield separator + text
        separator = ",\n"
    yield "[]\n" if not run.findings else "\n]\n"


def piece(findings: Iterable[Finding], target: Target, read: Callable[[str], str]) -> str:
    """The objects of one note, without what stands around them."""
    return ",\n".join(finding_objects(findings, read))
