"""A summary in Markdown, for a pull request or `$GITHUB_STEP_SUMMARY`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import in_order
from vaultlint.language import Message, say, say_number, words
from vaultlint.report.markdown_changes import compared_with, details, graph_table, settings_touched
from vaultlint.report.markdown_text import escaped
from vaultlint.report.tally import count_by_rule, count_by_severity, counted, severities_in_words, severity_word
from vaultlint.report.urgency import by_urgency
from vaultlint.report.urls import path_uri, rule_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.finding import Finding, Severity
    from vaultlint.report.target import Target
    from vaultlint.workspace.run import Run

BUDGET = 65_000  # bytes; GitHub refuses a comment of more than 65,536 characters, and a summary above 1,024 KiB
_MOST_LINKED = 200  # findings that each have addresses of their own, which take more room than what they say
_RESERVE = 200  # bytes for the line that says what was left out


def render(run: Run, target: Target, budget: int = BUDGET) -> Iterator[str]:
    """Counts by rule, then the findings by note, as many as fit into `budget` bytes, then what else changed.

    The most urgent come first, and errors before warnings, so that a note with both has two headings.
    """
    head = _head(run)
    yield head
    size, shown = _size(head) + _RESERVE, 0
    each_linked = len(run.findings) <= _MOST_LINKED
    for path, findings in _notes(run):
        for block in _note(path, findings, target, each_linked):
            size += _size(block)
            if size > budget:
                yield f"\n{_cut_off(len(run.findings) - shown)}\n"
                return
            yield block
            shown += block.startswith("- ")
    for block in details(run.changes) if run.changes else ():
        size += _size(block)
        if size <= budget:
            yield block


def _cut_off(number: int) -> Message:
    return say_number(
        number, "…and {n} more problem that did not fit here.", "…and {n} more problems that did not fit here."
    )


def _size(text: str) -> int:
    return len(text.encode("utf-8", "backslashreplace"))


def _head(run: Run) -> str:
    """The part in front of the findings; its first line lets a workflow find its own comment again."""
    compared = compared_with(run.changes) if run.changes else ""
    change = settings_touched(run.changes) + graph_table(run.changes) if run.changes else ""
    return f"<!-- vaultlint -->\n## vaultlint\n\n{_verdict(run)}{compared}{change}{_rules(run)}"


def _verdict(run: Run) -> str:
    if not run.findings:
        return f"{say('No new problems.') if run.changes else say('No problems.')}\n"
    said = say(
        "{problems} ({severities}).",
        problems=counted(len(run.findings), "new problem" if run.changes else "problem"),
        severities=severities_in_words(count_by_severity(run.findings)),
    )
    return f"{said}\n"


def _rules(run: Run) -> str:
    if not run.findings:
        return ""
    rows = "".join(
        f"| {_linked(row.rule)} | {severity_word(row.severity)} | {row.total:,} | {row.safe + row.unsafe:,} |\n"
        for row in count_by_rule(run)
    )
    heads = (say("rule"), say("severity"), say("problems"), say("fixable"))
    return f"\n| {' | '.join(map(str, heads))} |\n| --- | --- | ---: | ---: |\n{rows}"


def _notes(run: Run) -> Iterator[tuple[str, list[Finding]]]:
    """The findings of one severity in one note together, the groups in the order of their most urgent one."""
    groups: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in by_urgency(run):
        groups.setdefault((finding.path, finding.severity), []).append(finding)
    for (path, _), findings in groups.items():
        yield path, in_order(findings)


def _note(path: str, findings: Iterable[Finding], target: Target, each_linked: bool) -> Iterator[str]:
    """The heading of a note and a line for each of its findings; where there are many, only the heading is a link."""
    address = f"{target.blob}{path_uri(target.prefix + path)}" if target.blob else ""
    name = escaped(path)
    yield f"\n### {name}\n\n" if each_linked or not address else f"\n### [{name}]({address})\n\n"
    for finding in findings:
        row, column = finding.location
        place = f"{row}:{column}"
        if address and each_linked:
            place = f"[{place}]({address}{target.line.format(row)})"
        rule = _linked(finding.rule) if each_linked else escaped(finding.rule)
        yield f"- {place} **{severity_word(finding.severity)}** {rule}: {escaped(words(finding.message))}\n"


def _linked(rule: str) -> str:
    url = rule_url(rule)
    return f"[{rule}]({url})" if url else escaped(rule)
