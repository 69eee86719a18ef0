"""Which fixes are applied together: those that are wanted, and that do not touch each other."""

from __future__ import annotations

from bisect import bisect_left, insort
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from vaultlint.finding import Applicability, Edit, Finding, Severity
from vaultlint.values import NamedTuple, frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from vaultlint.compare.newness import Newness
    from vaultlint.language import Sentence

# A fix that changes these is only judged with the whole vault at hand: other notes may depend on it.
NEEDS_VAULT = frozenset({"links", "embeds", "headings", "block-ids", "structure"})


class Candidate(NamedTuple):
    """A fix that may be applied. `path` is its finding's note; every edit names its note."""

    path: str
    rule: str
    message: Sentence
    edits: tuple[Edit, ...]
    changes: frozenset[str]

    @property
    def paths(self) -> frozenset[str]:
        """The notes that the fix edits."""
        return frozenset(edit.path for edit in self.edits)

    @property
    def is_local(self) -> bool:
        """Whether nothing outside its own note can depend on the fix."""
        return not self.changes & NEEDS_VAULT and self.paths == {self.path}


@frozen
class Policy:
    """Which fixes are wanted: at least `level`, of one of `rules`, in notes that are or lie below one of `scope`.

    With `only`, those of findings that a change brought.
    """

    level: Applicability = Applicability.SAFE
    rules: Collection[str] | None = None  # None: any
    scope: frozenset[str] | None = None  # vault paths of notes and folders; None: the whole vault
    only: Newness | None = None
    kept: frozenset[str] = frozenset()  # sections in which nothing but layout is changed
    barred: tuple[str, ...] = ()  # what the paths of notes begin with that are not edited: they lie outside the vault
    shut: frozenset[str] = frozenset()  # notes that cannot be written

    def in_scope(self, path: str) -> bool:
        """Whether the note at `path` may be edited."""
        if path.startswith(self.barred) or path in self.shut:
            return False
        if self.scope is None or "" in self.scope or path in self.scope:
            return True
        folder = path.rpartition("/")[0]
        while folder and folder not in self.scope:
            folder = folder.rpartition("/")[0]
        return bool(folder)

    def wants(self, finding: Finding) -> bool:
        """Whether the finding has a fix that may be applied."""
        fix = finding.fix
        if fix is None or not fix.edits or fix.applicability < max(self.level, Applicability.UNSAFE):
            return False
        if self.rules is not None and finding.rule not in self.rules:
            return False
        if self.only is not None and not self.only.holds(finding):
            return False
        if finding.section in self.kept and (fix.applicability < Applicability.SAFE or _says_something(fix.changes)):
            return False
        return self.in_scope(finding.path) and all(self.in_scope(edit.path) for edit in fix.edits if edit.path)


def _says_something(changes: frozenset[str]) -> bool:
    """Whether what is declared is more than layout."""
    return bool(changes - {"structure", "emphasis"})


def candidates(findings: Iterable[Finding], policy: Policy) -> list[Candidate]:
    """The wanted fixes by note, in each note those of errors first, then by place."""
    found: list[tuple[tuple[Any, ...], Candidate]] = []
    for finding in findings:
        fix = finding.fix
        if fix is not None and policy.wants(finding):
            edits = tuple(edit if edit.path else edit._replace(path=finding.path) for edit in fix.edits)
            candidate = Candidate(finding.path, finding.rule, fix.message, edits, fix.changes)
            found.append((_rank(finding, candidate), candidate))
    return [candidate for _, candidate in sorted(found, key=itemgetter(0))]


def _rank(finding: Finding, candidate: Candidate) -> tuple[Any, ...]:
    edit = candidate.edits[0]
    return candidate.path, finding.severity is not Severity.ERROR, edit.start, edit.end, candidate.rule


def choose(wanted: Iterable[Candidate]) -> list[Candidate]:
    """Those of `wanted` that can be applied together; what touches an earlier one waits for the next round."""
    taken: dict[str, list[Edit]] = {}
    chosen = []
    for candidate in wanted:
        if _is_coherent(candidate) and not any(_collides(edit, taken.get(edit.path, [])) for edit in candidate.edits):
            chosen.append(candidate)
            for edit in set(candidate.edits):
                insort(taken.setdefault(edit.path, []), edit)
    return chosen


def _is_coherent(candidate: Candidate) -> bool:
    """Whether the fix's own edits can be made together, and change anything but nothing."""
    edits = sorted(set(candidate.edits), key=lambda edit: (edit.path, edit.start, edit.end))
    return all(0 <= edit.start <= edit.end for edit in edits) and not any(
        one.path == other.path and (one.end > other.start or one[:2] == other[:2]) for one, other in pairwise(edits)
    )


def _collides(edit: Edit, taken: list[Edit]) -> bool:
    """Whether `edit` overlaps or touches another edit that is not the same; `taken` is sorted, without overlaps."""
    index = bisect_left(taken, edit)
    near = taken[max(0, index - 1) : index + 2]
    return any(edit != other and edit.start <= other.end and other.start <= edit.end for other in near)
