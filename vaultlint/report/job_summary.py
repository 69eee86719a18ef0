"""The Markdown report for the summary of a job, which may be much longer than a comment: `$GITHUB_STEP_SUMMARY`.

Its last line is a comment with the number of findings of each severity, for workflows to read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Severity
from vaultlint.report import markdown
from vaultlint.report.tally import count_by_severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.report.target import Target
    from vaultlint.workspace.run import Run

_BUDGET = 1_000_000  # bytes; GitHub drops a summary of more than 1,024 KiB


def render(run: Run, target: Target) -> Iterator[str]:
    """The report of `markdown`, with as many findings as fit into a summary."""
    yield from markdown.render(run, target, _BUDGET)
    counts = count_by_severity(run.findings)
    rows = (f"{severity.word}={counts.get(severity, 0)}" for severity in sorted(Severity, reverse=True))
    yield f"\n<!-- {' '.join(rows)} -->\n"
