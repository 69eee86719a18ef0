"""A summary in Markdown, for a pull request or `$GITHUB_STEP_SUMMARY`."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from vaultlint.report.markdown_changes import compared_with, details, graph_table
from vaultlint.report.markdown_text import escaped
from vaultlint.report.tally import count_by_rule, count_by_severity, counted
from vaultlint.report.urls import path_uri, rule_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.finding import Finding
    from vaultlint.lint.engine import Run
    from vaultlint.report.target import Target

BUDGET = 65_000  # bytes; GitHub refuses a comment of more than 65,536 characters, and a summary above 1,024 KiB
_RESERVE = 200  # bytes for the line that says what was left out


def render(run: Run, target: Target, budget: int = BUDGET) -> Iterator[str]:
    """Counts by rule, then the findings by note, as many as fit into `budget` bytes, then what else changed."""
    head = _head(run)
    yield head
    size, shown = _size(head) + _RESERVE, 0
    for path, findings in _notes(run):
        for block in _note(path, findings, target):
            size += _size(block)
            if size > budget:
                yield f"\n…and {counted(len(run.findings) - shown, 'more problem')} that did not fit here.\n"
                return
            yield block
            shown += block.startswith("- ")
    for block in details(run.changes) if run.changes else ():
        size += _size(block)
        if size <= budget:
            yield block


def _size(text: str) -> int:
    return len(text.encode("utf-8", "backslashreplace"))


def _head(run: Run) -> str:
    """The part in front of the findings; its first line lets a workflow find its own comment again."""
    compared = compared_with(run.changes) if run.changes else ""
    change = graph_table(run.changes) if run.changes else ""
    return f"<!-- vaultlint -->\n## vaultlint\n\n{_verdict(run)}{compared}{change}{_rules(run)}"


def _verdict(run: Run) -> str:
    new = "new " if run.changes else ""
    if not run.findings:
        return f"No {new}problems.\n"
    severities = ", ".join(counted(count, level.word) for level, count in count_by_severity(run.findings).items())
    return f"{counted(len(run.findings), new + 'problem')} ({severities}).\n"


def _rules(run: Run) -> str:
    if not run.findings:
        return ""
    rows = "".join(
        f"| {_linked(row.rule)} | {row.severity.word} | {row.total:,} | {row.safe + row.unsafe:,} |\n"
        for row in count_by_rule(run)
    )
    return f"\n| rule | severity | problems | fixable |\n| --- | --- | ---: | ---: |\n{rows}"


def _notes(run: Run) -> Iterator[tuple[str, Iterable[Finding]]]:
    return groupby(run.findings, key=lambda finding: finding.path)


def _note(path: str, findings: Iterable[Finding], target: Target) -> Iterator[str]:
    yield f"\n### {escaped(path)}\n\n"
    for finding in findings:
        row, column = finding.location
        place = f"{row}:{column}"
        if target.blob:
            place = f"[{place}]({target.blob}{path_uri(target.prefix + path)}{target.line.format(row)})"
        text = escaped(finding.message)
        yield f"- {place} **{finding.severity.word}** {_linked(finding.rule)}: {text}\n"


def _linked(rule: str) -> str:
    url = rule_url(rule)
    return f"[{rule}]({url})" if url else escaped(rule)
