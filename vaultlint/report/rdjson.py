"""reviewdog's diagnostic format; its columns count UTF-8 bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.finding import Applicability, Severity
from vaultlint.language import words
from vaultlint.project import PROJECT_URL
from vaultlint.report.byte_columns import ByteColumns
from vaultlint.report.json_object import to_json
from vaultlint.report.urls import rule_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.finding import Edit, Finding
    from vaultlint.report.target import Target
    from vaultlint.workspace.run import Run

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render(run: Run, target: Target) -> Iterator[str]:
    """One JSON object; each diagnostic is on a line of its own."""
    source = to_json({"name": "vaultlint", "url": PROJECT_URL})
    yield f'{{"source": {source}, "diagnostics": ['
    columns = ByteColumns(run)
    separator = "\n"
    for finding in run.findings:
        yield separator + to_json(_diagnostic(finding, columns, target.prefix))
        separator = ",\n"
    yield "\n]}\n" if run.findings else "]}\n"


def _diagnostic(finding: Finding, columns: ByteColumns, prefix: str) -> dict[str, Any]:
    code: dict[str, str] = {"value": finding.rule}
    url = rule_url(finding.rule)
    if url:
        code["url"] = url
    place = {"path": prefix + finding.path, "range": columns.range(finding, finding.start, finding.end)}
    found: dict[str, Any] = {
        "message": words(finding.message),
        "location": place,
        "severity": _SEVERITIES[finding.severity],
        "code": code,
    }
    edit = columns.merged_edit(finding)
    if edit and finding.fix and finding.fix.applicability > Applicability.DISPLAY:
        found["suggestions"] = [_suggestion(finding, edit, columns)]
    return found


def _suggestion(finding: Finding, edit: Edit, columns: ByteColumns) -> dict[str, Any]:
    return {"range": columns.range(finding, edit.start, edit.end), "text": edit.content}
