"""What fixing did: values that cross processes and that reports print."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from vaultlint.language import packed_sentence, unpacked_sentence
from vaultlint.values import NamedTuple, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultlint.finding import Finding
    from vaultlint.fix.sift import Refusal
    from vaultlint.language import Sentence
    from vaultlint.workspace.run import Run

MAX_ROUNDS = 10


class Refused(NamedTuple):
    """A fix that was not applied, because it would have changed something that it did not declare."""

    path: str
    rule: str
    message: Sentence
    changes: tuple[str, ...]

    def pack(self) -> tuple[Any, ...]:
        """Plain values, for `marshal` between processes."""
        return self.path, self.rule, packed_sentence(self.message), self.changes

    @classmethod
    def unpack(cls, row: Any) -> Refused:
        """The refusal that `pack` packed."""
        path, rule, message, changes = row
        return cls(path, rule, unpacked_sentence(message), changes)


class Restless(NamedTuple):
    """A note in which fixes of some rules do not come to an end: those of other rules are made."""

    path: str
    rules: tuple[str, ...]


class Change(NamedTuple):
    """A note before and after."""

    path: str
    before: bytes
    after: bytes


@frozen
class Outcome:
    """What fixing a vault came to, before anything is written.

    `applied` counts fixes by path and rule. `groups` are sets of notes that are only written together. `run` is the
    state of the vault with all changes made. `moved` are notes that changed on disk while they were being fixed.
    """

    run: Run
    changes: tuple[Change, ...] = ()
    applied: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()
    restless: tuple[Restless, ...] = ()
    groups: tuple[frozenset[str], ...] = ()
    moved: tuple[str, ...] = ()

    @property
    def fixed(self) -> int:
        """How many fixes were applied."""
        return sum(sum(rules.values()) for rules in self.applied.values())


def without_refused(findings: Iterable[Finding], refused: Iterable[Refused]) -> tuple[Finding, ...]:
    """The findings; those whose fix was refused have none."""
    known = {(each.path, each.rule, each.message) for each in refused}
    if not known:
        return tuple(findings)
    return tuple(
        each._replace(fix=None) if each.fix and (each.path, each.rule, each.fix.message) in known else each
        for each in findings
    )


def refused_of(refusals: Iterable[Refusal]) -> tuple[Refused, ...]:
    """The refusals as reports print them."""
    return tuple(
        Refused(candidate.path, candidate.rule, candidate.message, tuple(sorted(changes)))
        for candidate, changes in refusals
    )
