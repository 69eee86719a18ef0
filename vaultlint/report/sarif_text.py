"""Locations and fixes as SARIF objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.finding import Applicability, Severity
from vaultlint.language import say, words
from vaultlint.report.urls import path_uri

if TYPE_CHECKING:
    from vaultlint.finding import Edit, Finding, Related
    from vaultlint.report.places import Places

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


_FIXES = {
    Applicability.SAFE: say("{fix} (safe fix)"),
    Applicability.UNSAFE: say("{fix} (unsafe fix)"),
    Applicability.DISPLAY: say("{fix} (display-only fix)"),
}


def message(text: str) -> dict[str, str]:
    """A message object; `[…](…)` would be a link in it, so what looks like one is taken apart."""
    return {"text": text.replace("](", "] (")}


class SarifPlaces:
    """Makes locations; `prefix` is the vault's folder in its repository, which viewers take as the base."""

    def __init__(self, places: Places, prefix: str) -> None:
        self._places = places
        self._prefix = prefix

    def of(self, finding: Finding, path: str, start: int, end: int) -> dict[str, Any]:
        """The location of `start:end` in the note at `path`."""
        region = self._region(finding, path, start, end)
        return {"physicalLocation": {"artifactLocation": self._artifact(path), "region": region}}

    def related(self, finding: Finding, related: Related) -> dict[str, Any]:
        """The location of a related place, with its message."""
        location = self.of(finding, related.path or finding.path, related.start, related.end)
        return {**location, "message": message(words(related.message))}

    def fix(self, finding: Finding) -> dict[str, Any] | None:
        """The fix, or None where there is none that may be applied."""
        fix = finding.fix
        if fix is None or not fix.edits or fix.applicability is Applicability.DISPLAY:
            return None
        by_path: dict[str, list[Edit]] = {}
        for edit in fix.edits:
            by_path.setdefault(edit.path or finding.path, []).append(edit)
        changes = [self._change(finding, path, edits) for path, edits in by_path.items()]
        return {
            "description": {"text": str(_FIXES[fix.applicability].with_fields(fix=fix.message))},
            "artifactChanges": changes,
        }

    def _change(self, finding: Finding, path: str, edits: list[Edit]) -> dict[str, Any]:
        replacements = [
            {
                "deletedRegion": self._region(finding, path, edit.start, edit.end),
                "insertedContent": {"text": edit.content},
            }
            for edit in edits
        ]
        return {"artifactLocation": self._artifact(path), "replacements": replacements}

    def _artifact(self, path: str) -> dict[str, Any]:
        return {"uri": path_uri(self._prefix + path), "uriBaseId": "%SRCROOT%"}

    def _region(self, finding: Finding, path: str, start: int, end: int) -> dict[str, Any]:
        first = self._places.location(finding, path, start)
        last = self._places.location(finding, path, end)
        return {"startLine": first.row, "startColumn": first.column, "endLine": last.row, "endColumn": last.column}
