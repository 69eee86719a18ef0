"""A summary in Markdown, for a pull request or `$GITHUB_STEP_SUMMARY`."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from vaultlint.report.escape import plain
from vaultlint.report.tally import count_by_rule, count_by_severity, counted
from vaultlint.report.urls import rule_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.finding import Finding
    from vaultlint.lint.engine import Run
    from vaultlint.report.target import Target

BUDGET = 1000 * 1024  # bytes; GitHub drops a step's whole summary above 1,024 KiB
_RESERVE = 200  # bytes for the line that says what was left out
_ACTIVE = re.compile(r"[\\`*_\[\]<>|~$!=^]|&(?=[#\w])")
_MENTION = re.compile(r"([@#])(?=\w)")


def render(run: Run, target: Target, budget: int = BUDGET) -> Iterator[str]:
    """Counts by rule, then the findings by note, as many as fit into `budget` bytes."""
    head = _head(run)
    yield head
    size, shown = len(head.encode()) + _RESERVE, 0
    for path, findings in _notes(run):
        for block in _note(path, findings):
            size += len(block.encode("utf-8", "backslashreplace"))
            if size > budget:
                yield f"\n…and {counted(len(run.findings) - shown, 'more problem')} that did not fit here.\n"
                return
            yield block
            shown += block.startswith("- ")


def escaped(text: str) -> str:
    """`text` so that Markdown shows it as it is, on one line, and GitHub notifies nobody."""
    return _MENTION.sub(r"\1<!-- -->", _ACTIVE.sub(r"\\\g<0>", plain(text)))


def _head(run: Run) -> str:
    if not run.findings:
        return "## vaultlint\n\nNo problems.\n"
    severities = ", ".join(counted(count, level.word) for level, count in count_by_severity(run.findings).items())
    title = f"## vaultlint\n\n{counted(len(run.findings), 'problem')} ({severities}).\n\n"
    rows = "".join(
        f"| {_linked(row.rule)} | {row.severity.word} | {row.total:,} | {row.safe + row.unsafe:,} |\n"
        for row in count_by_rule(run)
    )
    return f"{title}| rule | severity | problems | fixable |\n| --- | --- | ---: | ---: |\n{rows}"


def _notes(run: Run) -> Iterator[tuple[str, Iterable[Finding]]]:
    return groupby(run.findings, key=lambda finding: finding.path)


def _note(path: str, findings: Iterable[Finding]) -> Iterator[str]:
    yield f"\n### {escaped(path)}\n\n"
    for finding in findings:
        row, column = finding.location
        text = escaped(finding.message)
        yield f"- {row}:{column} **{finding.severity.word}** {_linked(finding.rule)}: {text}\n"


def _linked(rule: str) -> str:
    url = rule_url(rule)
    return f"[{rule}]({url})" if url else escaped(rule)
