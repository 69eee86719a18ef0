"""Which findings come first where not all of them fit: the worst, then those that show nowhere else."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.rules import CATALOGUE

if TYPE_CHECKING:
    from vaultlint.finding import Finding
    from vaultlint.workspace.run import Run

_LINKS = frozenset(CATALOGUE["links"])


def by_urgency(run: Run) -> list[Finding]:
    """The findings of `run`, the most urgent first.

    By severity; within one first those in notes that the change did not touch, which nobody would look into, then
    links, then the rest; among these one of each rule in turn, so that a frequent one hides no other.
    """
    touched = run.changes.touched if run.changes else None
    turns: Counter[tuple[str, int]] = Counter()
    ranked: list[tuple[int, int, int, int]] = []
    for finding in run.findings:
        rank = 0 if touched is not None and finding.path not in touched else 1 if finding.rule in _LINKS else 2
        turn = turns[finding.rule, rank]
        turns[finding.rule, rank] += 1
        ranked.append((-finding.severity, rank, turn, len(ranked)))  # findings are in order
    return [run.findings[row[-1]] for row in sorted(ranked)]
