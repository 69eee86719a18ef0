"""SARIF 2.1.0, as GitHub code scanning and other viewers read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint import __version__
from vaultlint.language import words
from vaultlint.lint.identity import fingerprints
from vaultlint.project import PROJECT_URL
from vaultlint.report.json_object import to_json
from vaultlint.report.places import Places
from vaultlint.report.sarif_rules import rule_objects
from vaultlint.report.sarif_text import LEVELS, SarifPlaces, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.finding import Finding
    from vaultlint.report.target import Target
    from vaultlint.workspace.run import Run

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LIMIT = 25_000  # results that GitHub accepts in one run


def render(run: Run, target: Target) -> Iterator[str]:
    """One SARIF log with one run; each result is on a line of its own."""
    results = _most_severe(run)
    rules = rule_objects(run)
    index_of = {rule["id"]: index for index, rule in enumerate(rules)}
    places = SarifPlaces(Places(run.text_or_nothing), target.prefix)
    yield f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{\n"tool": {to_json(_tool(rules))},\n'
    yield f'"columnKind": "unicodeCodePoints",\n"invocations": [{to_json(_invocation(run, len(results)))}],\n'
    yield '"results": ['
    separator = "\n"
    for finding, fingerprint in results:
        yield separator + to_json(_result(finding, fingerprint, index_of[finding.rule], places))
        separator = ",\n"
    yield "\n]}]}\n"


def _most_severe(run: Run) -> list[tuple[Finding, str]]:
    """The findings with their fingerprints; where there are too many, the most severe, in their order."""
    pairs = list(zip(run.findings, fingerprints(run.findings), strict=True))
    if len(pairs) <= _LIMIT:
        return pairs
    kept = sorted(range(len(pairs)), key=lambda index: (-pairs[index][0].severity, index))[:_LIMIT]
    return [pairs[index] for index in sorted(kept)]


def _tool(rules: list[dict[str, Any]]) -> dict[str, Any]:
    driver = {
        "name": "vaultlint",
        "informationUri": PROJECT_URL,
        "version": __version__,
        "semanticVersion": __version__,
        "rules": rules,
    }
    return {"driver": driver}


def _invocation(run: Run, shown: int) -> dict[str, Any]:
    """Whether all notes could be read, and what the log leaves out."""
    notes = [_notification("error", f"{path} could not be read: {reason}") for path, reason in run.unreadable]
    if shown < len(run.findings):
        left = len(run.findings) - shown
        notes.append(_notification("note", f"{left} of {len(run.findings)} findings, the least severe, are left out"))
    return {"executionSuccessful": not run.unreadable, "toolExecutionNotifications": notes}


def _notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": message(text)}


def _result(finding: Finding, fingerprint: str, index: int, places: SarifPlaces) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": message(words(finding.message)),
        "locations": [places.of(finding, finding.path, finding.start, finding.end)],
        "partialFingerprints": {"vaultlint/v1": fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [places.related(finding, related) for related in dict.fromkeys(finding.related)]
    fix = places.fix(finding)
    if fix:
        result["fixes"] = [fix]
    return result
