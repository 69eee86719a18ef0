"""A finding as the object that `json` and `json-lines` print, with ruff's keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from vaultlint.language import words
from vaultlint.report.escape import escaped_json
from vaultlint.report.places import Places
from vaultlint.report.urls import rule_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vaultlint.finding import Edit, Finding, Location, Related

_encoded = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` makes one for each value


def finding_objects(findings: Iterable[Finding], read: Callable[[str], str]) -> Iterator[str]:
    """The JSON text of each finding, on one line; `read` gives the text of a note."""
    places = Places(read)
    for finding in findings:
        yield to_json(_finding(finding, places))


def to_json(value: Any) -> str:
    """Compact JSON text with no character in it that a terminal would obey."""
    return escaped_json(_encoded(value))


def _finding(finding: Finding, places: Places) -> dict[str, Any]:
    return {
        "code": finding.rule,
        "severity": finding.severity.word,
        "message": words(finding.message),
        "filename": finding.path,
        "location": _place(finding.location),
        "end_location": _place(finding.end_location),
        "fix": _fix(finding, places),
        "url": rule_url(finding.rule),
        "related": [_related(finding, related, places) for related in finding.related],
    }


def _fix(finding: Finding, places: Places) -> dict[str, Any] | None:
    fix = finding.fix
    if fix is None:
        return None
    return {
        "applicability": fix.applicability.word,
        "message": words(fix.message),
        "edits": [_edit(finding, edit, places) for edit in fix.edits],
    }


def _edit(finding: Finding, edit: Edit, places: Places) -> dict[str, Any]:
    found: dict[str, Any] = {
        "content": edit.content,
        "location": _place(places.location(finding, edit.path, edit.start)),
        "end_location": _place(places.location(finding, edit.path, edit.end)),
    }
    if edit.path not in ("", finding.path):
        found["filename"] = edit.path
    return found


def _related(finding: Finding, related: Related, places: Places) -> dict[str, Any]:
    return {
        "message": words(related.message),
        "filename": related.path or finding.path,
        "location": _place(places.location(finding, related.path, related.start)),
        "end_location": _place(places.location(finding, related.path, related.end)),
    }


def _place(location: Location) -> dict[str, int]:
    return {"row": location.row, "column": location.column}
