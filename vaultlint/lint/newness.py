"""Which findings a change brought, told again after the note has been edited: for `fix --only-new`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultlint.lint.identity import known_by

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
        fault = _fault(finding)
        return fault not in self.old or (fault, _line(finding)) in self.new


def newness(everything: Iterable[Finding], new: Iterable[Finding]) -> Newness:
    """What tells the findings `new` from the others of `everything`."""
    new = list(new)
    chosen = set(map(id, new))
    old = frozenset(_fault(finding) for finding in everything if id(finding) not in chosen)
    return Newness(old, frozenset((_fault(finding), _line(finding)) for finding in new))


def _fault(finding: Finding) -> Fault:
    return known_by(finding)[:3]


def _line(finding: Finding) -> str:
    return finding.source.replace("\r", "")
