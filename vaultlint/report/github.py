"""Workflow commands that GitHub shows as annotations: the errors first, within GitHub's limits for a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Severity, in_order
from vaultlint.language import say, say_number, words
from vaultlint.report.escape import plain
from vaultlint.report.urgency import by_urgency

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.finding import Finding
    from vaultlint.report.target import Target
    from vaultlint.workspace.run import Run

_LIMIT = 10  # annotations that GitHub shows of each level in one step; it drops the rest without a word
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(run: Run, target: Target) -> Iterator[str]:
    """Up to ten annotations a level, the most urgent ones, in the order of the notes.

    Where there is more, one of the notices says how much.
    """
    urgent = by_urgency(run)
    by_severity = {severity: [f for f in urgent if f.severity is severity] for severity in _COMMANDS}
    shown = {severity: findings[:_LIMIT] for severity, findings in by_severity.items()}
    if any(len(findings) > _LIMIT for findings in by_severity.values()):
        shown[Severity.INFO] = shown[Severity.INFO][: _LIMIT - 1]
    for findings in shown.values():
        for finding in in_order(findings):
            yield _annotation(finding, target.prefix)
    rest = len(run.findings) - sum(map(len, shown.values()))
    if rest:
        more = say_number(
            rest,
            "{n} more problem: GitHub shows {limit} annotations of each level",
            "{n} more problems: GitHub shows {limit} annotations of each level",
            limit=_LIMIT,
        )
        yield f"::notice title=vaultlint::{more}\n"


def _annotation(finding: Finding, prefix: str) -> str:
    start, end = finding.location, finding.end_location
    properties = f"file={_property(plain(prefix + finding.path))},line={start.row},endLine={end.row}"
    if start.row == end.row:  # GitHub takes columns only within one line
        properties += f",col={start.column},endColumn={max(end.column, start.column)}"
    message = plain(words(finding.message))
    if finding.fix:
        message += f"\n{say('help: {what}', what=plain(words(finding.fix.message)))}"
    return f"::{_COMMANDS[finding.severity]} {properties},title={_property(finding.rule)}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
