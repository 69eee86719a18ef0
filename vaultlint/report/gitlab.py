"""GitLab's code quality report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.finding import Severity
from vaultlint.language import words
from vaultlint.lint.identity import fingerprints
from vaultlint.report.json_object import to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from vaultlint.finding import Finding
    from vaultlint.report.target import Target
    from vaultlint.workspace.run import Run

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(run: Run, target: Target) -> Iterator[str]:
    """A JSON array with an object for each finding, one a line."""
    separator = "[\n"
    for finding, fingerprint in zip(run.findings, fingerprints(run.findings), strict=True):
        yield separator + to_json(_issue(finding, fingerprint, target.prefix))
        separator = ",\n"
    yield "[]\n" if not run.findings else "\n]\n"


def piece(findings: Sequence[Finding], target: Target, read: Callable[[str], str]) -> str:
    """The objects of one note; fingerprints are told apart within a note."""
    pairs = zip(findings, fingerprints(findings), strict=True)
    return ",\n".join(to_json(_issue(finding, fingerprint, target.prefix)) for finding, fingerprint in pairs)


def _issue(finding: Finding, fingerprint: str, prefix: str) -> dict[str, Any]:
    return {
        "type": "issue",
        "check_name": finding.rule,
        "description": f"{finding.rule}: {words(finding.message)}",
        "categories": ["Style"],
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": fingerprint,
        "location": {
            "path": prefix + finding.path,
            "lines": {"begin": finding.location.row, "end": finding.end_location.row},
        },
    }
