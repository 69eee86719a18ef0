"""Findings as the protocol has them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any

from vaultlint.finding import Severity
from vaultlint.language import speak, spoken
from vaultlint.lsp.given import known
from vaultlint.lsp.positions import Places
from vaultlint.lsp.shapes import beginning
from vaultlint.lsp.uris import uri_of
from vaultlint.report.urls import rule_url
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.config.errors import Mistake
    from vaultlint.finding import Finding
    from vaultlint.lsp.shapes import Json, Range

SOURCE = "vaultlint"
_SEVERITIES = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFO: 3}
_UNNECESSARY_TAG, _DEPRECATED_TAG = 1, 2
_UNNECESSARY = {"unused-footnote", "redundant-display", "duplicate-list-value", "unused-suppression", "trailing-space"}
_DEPRECATED = {"topic-synonym", "dead-property"}


def diagnostics(
    root: str, findings: Iterable[Finding], encoding: str, text_of: Callable[[str], str], places: Places | None = None
) -> list[Json]:
    """The diagnostics of one file. `places` are those of its text, where it is open; else its findings' lines do.

    `text_of` gives the text of another file in which a related place stands.
    """
    known: dict[str, Places] = {}

    def places_in(path: str) -> Places:
        if path not in known:
            known[path] = Places(text_of(path), encoding)
        return known[path]

    def related(finding: Finding) -> list[Json]:
        rows = []
        for each in finding.related:
            path = each.path or finding.path
            place = places_in(path).range(each.start, each.end) if each.end else beginning()
            rows.append({"location": {"uri": uri_of(root, path), "range": place}, "message": str(each.message)})
        return rows

    found = []
    for finding in findings:
        item: Json = {
            "range": places.range(finding.start, finding.end) if places else _range(finding, encoding, places_in),
            "message": str(finding.message),
            "severity": _SEVERITIES[finding.severity],
            "code": finding.rule,
            "source": SOURCE,
        }
        url = rule_url(finding.rule)
        if url:
            item["codeDescription"] = {"href": url}
        if finding.rule in _UNNECESSARY:
            item["tags"] = [_UNNECESSARY_TAG]
        elif finding.rule in _DEPRECATED:
            item["tags"] = [_DEPRECATED_TAG]
        if finding.related:
            item["relatedInformation"] = related(finding)
        found.append(item)
    return found


def json_of(value: Any) -> bytes:
    """Values as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


@frozen
class Drawer:
    """Draws the diagnostics of files that are not open, as JSON; `read` gives the text of a file.

    It goes to other processes, and takes the language along.
    """

    root: str
    encoding: str
    read: Callable[[str], str]
    language: str = field(default_factory=spoken)

    @property
    def key(self) -> str:
        """What decides what is drawn, besides the findings."""
        return f"lsp {self.encoding} {self.language} {self.root}"

    def __call__(self, findings: Sequence[Finding]) -> bytes:
        """The diagnostics of one file; b"" where there are none."""
        if not findings:
            return b""
        if spoken() != self.language:
            speak(self.language)
        return json_of(diagnostics(self.root, findings, self.encoding, self.read))


def _range(finding: Finding, encoding: str, places_in: Callable[[str], Places]) -> Range:
    """The range of a finding in a file that is not open: from its own lines, where these hold it."""
    (row, column), end_row = finding.location, finding.end_location.row
    starts_line = finding.source_start == finding.start - (column - 1)
    if not starts_line or (end_row - row) > 2 or finding.end - finding.source_start > len(finding.source):
        if not finding.end:
            return _between(row - 1, 0, row - 1, 0)
        return places_in(finding.path).range(finding.start, finding.end)
    local = Places(finding.source, encoding)
    begin = local.position(column - 1)
    end = local.position(finding.end - finding.source_start)
    return _between(row - 1, begin["character"], row - 1 + end["line"], end["character"])


def _between(row: int, column: int, end_row: int, end_column: int) -> Range:
    return {"start": {"line": row, "character": column}, "end": {"line": end_row, "character": end_column}}


def unwanted_by(capabilities: Any) -> tuple[str, ...]:
    """The parts of a diagnostic that an editor says it does not take. One that says nothing gets everything.

    The address of a rule's page is left out only where that is refused: many show it without saying so.
    """
    takes = known(capabilities, "textDocument", "publishDiagnostics")
    if not isinstance(takes, dict):
        return ()
    refuses = {
        "relatedInformation": takes.get("relatedInformation") is not True,
        "tags": not takes.get("tagSupport"),
        "codeDescription": takes.get("codeDescriptionSupport") is False,
    }
    return tuple(name for name, is_refused in refuses.items() if is_refused)


def mistakes(found: Iterable[Mistake]) -> dict[str, list[Json]]:
    """What is wrong with a configuration, by the file that it stands in."""
    by_file: dict[str, list[Json]] = {}
    for mistake in found:
        row = max(mistake.line - 1, 0)
        start = max(mistake.column - 1, 0)
        item = {
            "range": _between(row, start, row, start + 1 if mistake.column else 1000),
            "message": str(mistake.message),
            "severity": _SEVERITIES[Severity.ERROR],
            "source": SOURCE,
            "code": "config",
        }
        by_file.setdefault(mistake.origin, []).append(item)
    return by_file
