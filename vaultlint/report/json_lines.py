"""A JSON object a line for each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.report.json_object import finding_objects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.lint.engine import Run
    from vaultlint.report.target import Target


def render(run: Run, target: Target) -> Iterator[str]:
    """A line for each finding."""
    for text in finding_objects(run):
        yield text + "\n"
