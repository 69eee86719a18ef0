"""Which findings a change brought, told again after the note has been edited: for `fix --only-new`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultlint.lint.identity import faults_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.finding import Finding

Fault = tuple[str, str, str]  # note, rule and text at fault


class Newness(NamedTuple):
    """The faults that were there before, and the lines on which new ones stand: old and new ones may be alike."""

    old: frozenset[Fault]
    new: frozenset[tuple[Fault, str]]

    def holds(self, finding: Finding) -> bool:
        """Whether the change brought the finding: its fault was not there before, or it stands on a line that is new.

        A finding that comes up while others are repaired counts as theirs if its fault was not there.
        """
        line = _line(finding)
        return any(fault not in self.old or (fault, line) in self.new for fault in _faults(finding))


def newness(everything: Iterable[Finding], new: Iterable[Finding]) -> Newness:
    """What tells the findings `new` from the others of `everything`."""
    new = list(new)
    chosen = set(map(id, new))
    old = frozenset(fault for finding in everything if id(finding) not in chosen for fault in _faults(finding))
    return Newness(old, frozenset((fault, _line(finding)) for finding in new for fault in _faults(finding)))


def _faults(finding: Finding) -> list[Fault]:
    return [known[:3] for known in faults_of(finding)]


def _line(finding: Finding) -> str:
    return finding.source.replace("\r", "")
