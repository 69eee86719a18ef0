"""Findings as the protocol has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol.types import (
    CodeDescription,
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    DiagnosticTag,
    Location,
    Position,
    Range,
)

from vaultlint.finding import Severity
from vaultlint.lsp.positions import Places
from vaultlint.lsp.uris import uri_of
from vaultlint.report.urls import rule_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vaultlint.config.errors import Mistake
    from vaultlint.finding import Finding

SOURCE = "vaultlint"
_SEVERITIES = {
    Severity.ERROR: DiagnosticSeverity.Error,
    Severity.WARNING: DiagnosticSeverity.Warning,
    Severity.INFO: DiagnosticSeverity.Information,
}
_UNNECESSARY = {"unused-footnote", "redundant-display", "duplicate-list-value", "unused-suppression", "trailing-space"}
_DEPRECATED = {"topic-synonym", "dead-property"}


def diagnostics(
    root: str, findings: Iterable[Finding], encoding: str, text_of: Callable[[str], str], places: Places | None = None
) -> list[Diagnostic]:
    """The diagnostics of one file. `places` are those of its text, where it is open; else its findings' lines do.

    `text_of` gives the text of another file in which a related place stands.
    """
    known: dict[str, Places] = {}

    def places_in(path: str) -> Places:
        if path not in known:
            known[path] = Places(text_of(path), encoding)
        return known[path]

    found = []
    for finding in findings:
        asked = places.range(finding.start, finding.end) if places else _range(finding, encoding, places_in)
        url = rule_url(finding.rule)
        found.append(
            Diagnostic(
                range=asked,
                message=str(finding.message),
                severity=_SEVERITIES[finding.severity],
                code=finding.rule,
                code_description=CodeDescription(href=url) if url else None,
                source=SOURCE,
                tags=_tags(finding),
                related_information=[
                    DiagnosticRelatedInformation(
                        Location(
                            uri_of(root, each.path or finding.path),
                            places_in(each.path or finding.path).range(each.start, each.end)
                            if each.end
                            else Range(Position(0, 0), Position(0, 0)),
                        ),
                        str(each.message),
                    )
                    for each in finding.related
                ]
                or None,
            )
        )
    return found


def _tags(finding: Finding) -> list[DiagnosticTag] | None:
    if finding.rule in _UNNECESSARY:
        return [DiagnosticTag.Unnecessary]
    return [DiagnosticTag.Deprecated] if finding.rule in _DEPRECATED else None


def _range(finding: Finding, encoding: str, places_in: Callable[[str], Places]) -> Range:
    """The range of a finding in a file that is not open: from its own lines, where these hold it."""
    (row, column), end_row = finding.location, finding.end_location.row
    starts_line = finding.source_start == finding.start - (column - 1)
    if not starts_line or (end_row - row) > 2 or finding.end - finding.source_start > len(finding.source):
        if not finding.end:
            return Range(Position(row - 1, 0), Position(row - 1, 0))
        return places_in(finding.path).range(finding.start, finding.end)
    local = Places(finding.source, encoding)
    begin = local.position(column - 1)
    end = local.position(finding.end - finding.source_start)
    return Range(Position(row - 1, begin.character), Position(row - 1 + end.line, end.character))


def mistakes(found: Iterable[Mistake]) -> dict[str, list[Diagnostic]]:
    """What is wrong with a configuration, by the file that it stands in."""
    by_file: dict[str, list[Diagnostic]] = {}
    for mistake in found:
        row = max(mistake.line - 1, 0)
        start = max(mistake.column - 1, 0)
        place = Range(Position(row, start), Position(row, start + 1 if mistake.column else 1000))
        diagnostic = Diagnostic(
            range=place, message=str(mistake.message), severity=DiagnosticSeverity.Error, source=SOURCE, code="config"
        )
        by_file.setdefault(mistake.origin, []).append(diagnostic)
    return by_file
