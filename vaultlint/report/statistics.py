"""`--statistics`: how often each rule found something, instead of the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Severity
from vaultlint.report.colors import palette
from vaultlint.report.columns import columns, padded
from vaultlint.report.json_object import to_json
from vaultlint.report.tally import RuleCount, count_by_rule, severity_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.report.target import Target
    from vaultlint.workspace.run import Run


def render(run: Run, target: Target) -> Iterator[str]:
    """A line for each rule, most frequent first: count, `[*]` if all can be fixed, `[-]` if some, severity, name."""
    paint = palette(target.color)
    rows = count_by_rule(run)
    width = max((len(f"{row.total:,}") for row in rows), default=0)
    wide = max(columns(severity_word(severity)) for severity in Severity)
    for row in rows:
        severity = f"{paint.of(row.severity)}{padded(severity_word(row.severity), wide)}{paint.reset}"
        yield f"{row.total:>{width},}  {_mark(row)}  {severity}  {row.rule}\n"


def render_json(run: Run, target: Target) -> Iterator[str]:
    """The same as a JSON array of objects."""
    separator = "[\n"
    rows = count_by_rule(run)
    for row in rows:
        found = {"code": row.rule, "severity": row.severity.word, "count": row.total}
        yield separator + to_json({**found, "fixable": row.safe, "unsafe_fixable": row.unsafe})
        separator = ",\n"
    yield "\n]\n" if rows else "[]\n"


def _mark(row: RuleCount) -> str:
    if row.safe == row.total:
        return "[*]"
    return "[-]" if row.safe or row.unsafe else "[ ]"
