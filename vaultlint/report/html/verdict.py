"""The verdict on top of the report: how much of the vault is in order, and where to start."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from vaultlint.finding import Applicability, Severity

if TYPE_CHECKING:
    from vaultlint.workspace.run import Run

_STEPS = 5  # rules to start with


def verdict(run: Run) -> dict[str, Any]:
    """The notes without an error and without any finding, what fixes repair, and the rules to start with.

    A step is a rule with its severity, its findings, the notes they are in and how many safe fixes repair.
    """
    notes = run.vault.notes.keys()
    erroneous = {finding.path for finding in run.findings if finding.severity is Severity.ERROR} & notes
    faulty = {finding.path for finding in run.findings} & notes
    fixes = Counter(finding.fix.applicability for finding in run.findings if finding.fix)
    return {
        "sound": len(notes) - len(erroneous),
        "clean": len(notes) - len(faulty),
        "safe": fixes[Applicability.SAFE],
        "unsafe": fixes[Applicability.UNSAFE],
        "steps": _steps(run),
    }


def _steps(run: Run) -> list[list[Any]]:
    """The worst severity first; within one, what is found least: a few broken links say more than a style."""
    counts = Counter((finding.severity, finding.rule) for finding in run.findings)
    chosen = sorted(counts, key=lambda key: (-key[0], counts[key], key[1]))[:_STEPS]
    rows = []
    for severity, rule in chosen:
        found = [finding for finding in run.findings if (finding.severity, finding.rule) == (severity, rule)]
        safe = sum(finding.fix is not None and finding.fix.applicability is Applicability.SAFE for finding in found)
        rows.append([rule, int(severity), len(found), len({finding.path for finding in found}), safe])
    return rows
