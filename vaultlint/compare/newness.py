"""Which findings a change brought, told again after the note has been edited: for `fix --only-new`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.lint.identity import faults_of
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.finding import Finding

Fault = tuple[str, str, str]  # note, rule and text at fault
Spot = tuple[str, str]  # section and line


class Newness(NamedTuple):
    """The faults that were there before, and the spots where new ones stand: old and new ones may be alike."""

    old: frozenset[Fault]
    new: frozenset[tuple[Fault, Spot]]

    def holds(self, finding: Finding) -> bool:
        """Whether the change brought the finding: its fault was not there before, or it stands on a spot that is new.

        A finding that comes up while others are repaired counts as theirs if its fault was not there.
        """
        spot = _spot(finding)
        return any(fault not in self.old or (fault, spot) in self.new for fault in _faults(finding))


def newness(everything: Iterable[Finding], new: Iterable[Finding]) -> Newness:
    """What tells the findings `new` from the others of `everything`."""
    new = list(new)
    chosen = set(map(id, new))
    old = frozenset(fault for finding in everything if id(finding) not in chosen for fault in _faults(finding))
    return Newness(old, frozenset((fault, _spot(finding)) for finding in new for fault in _faults(finding)))


def _faults(finding: Finding) -> list[Fault]:
    return [known[:3] for known in faults_of(finding)]


def _spot(finding: Finding) -> Spot:
    return finding.section, finding.source.replace("\r", "")
