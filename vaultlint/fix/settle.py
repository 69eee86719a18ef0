"""One note, fixed by the rules that look at one note only, round by round until nothing is left to do."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from vaultlint.fix.choose import Candidate, Policy, candidates, choose
from vaultlint.fix.edits import apply_edits, fitted
from vaultlint.fix.gate import Exchange, undeclared_changes
from vaultlint.fix.outcome import MAX_ROUNDS, Refused, refused_of
from vaultlint.fix.reading import Reading
from vaultlint.fix.sift import Refusal, sift
from vaultlint.lint.faults import FAULT, fault_in_fixing, raise_unless_fault
from vaultlint.lint.note_linter import NoteLinter, NoteResult, pack_finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_RULE = 3  # where a packed finding has its rule


class Settled(NamedTuple):
    """A note at rest. `text` is None where nothing changed; `restless` names the rules that never came to an end."""

    result: NoteResult
    text: str | None
    applied: tuple[tuple[str, int], ...]
    refused: tuple[Refused, ...]
    restless: tuple[str, ...]
    digest: bytes  # of the bytes that were read

    def pack(self) -> tuple[Any, ...]:
        """Plain values, for `marshal` between processes."""
        return (self.result.pack(), self.text, self.applied, list(map(tuple, self.refused)), *self[4:])

    @classmethod
    def unpack(cls, row: tuple[Any, ...]) -> Settled:
        """The settled note that `pack` packed."""
        result, text, applied, refused, *rest = row
        return cls(NoteResult.unpack(result), text, applied, tuple(Refused(*each) for each in refused), *rest)


class FixingLinter:
    """Lints a note after fixing it; `lint.parallel` can use it in place of a `NoteLinter`."""

    hashing = False

    def __init__(self, linter: NoteLinter, policy: Policy) -> None:
        self.linter = linter
        self.policy = policy

    def lint(self, path: str, data: bytes) -> Settled:
        """Fix the note at `path` as far as its own rules go."""
        return settle(self.linter, self.policy, path, data)


def digest_of(data: bytes) -> bytes:
    """What tells whether a note is still the one that was read."""
    return blake2b(data, digest_size=16).digest()


def settle(linter: NoteLinter, policy: Policy, path: str, data: bytes) -> Settled:
    """Fix one note: lint it, apply what passes the gate, lint again, to a fixed point.

    A fault of vaultlint on the way is a finding of the note, which then stays as it was.
    """
    try:
        return _settled(linter, policy, path, data)
    except BaseException as error:
        raise_unless_fault(error)
        result = linter.lint(path, data)
        if not any(row[_RULE] == FAULT for row in result.rows):  # unless the parser failed, which that speaks of
            result = replace(result, rows=[*result.rows, pack_finding(fault_in_fixing(path, error))])
        return Settled(result, None, (), (), (), digest_of(data))


def _settled(linter: NoteLinter, policy: Policy, path: str, data: bytes) -> Settled:
    original = Reading.of_bytes(path, data)
    result = linter.lint_note(original.note)
    if not original.note.decodable or not policy.in_scope(path):
        return Settled(result, None, (), (), (), digest_of(data))
    reading, applied, refused = original, Counter[str](), dict[Candidate, frozenset[str]]()
    for _ in range(MAX_ROUNDS):
        wanted = [each for each in candidates(result.findings, policy) if each.is_local and each not in refused]
        accepted, refusals, after = pass_gate(reading, choose(wanted))
        refused.update(refusals)
        if after.text != reading.text:
            reading, result, refused = after, linter.lint_note(after.note), {}
            applied.update(candidate.rule for candidate in accepted)
        elif not refusals:
            text = reading.text if reading.text != original.text else None
            return Settled(result, text, tuple(applied.items()), refused_of(refused.items()), (), digest_of(data))
    busy = tuple(sorted({candidate.rule for candidate in accepted}))
    return Settled(linter.lint_note(original.note), None, (), refused_of(refused.items()), busy, digest_of(data))


def pass_gate(reading: Reading, chosen: Sequence[Candidate]) -> tuple[list[Candidate], list[Refusal], Reading]:
    """The fixes of one note that change only what they declare, the others, and the note with the first ones applied.

    Fixes are judged in groups of those that declare the same, each on top of the group before: what one fix may change
    is no excuse for another.
    """
    accepted: list[Candidate] = []
    refused: list[Refusal] = []
    base = reading
    for declared in sorted({candidate.changes for candidate in chosen}, key=sorted):
        group = [candidate for candidate in chosen if candidate.changes == declared]
        trial = _Trial(reading, base, accepted, declared)
        passed, failed = sift(group, trial.undeclared)
        accepted, refused = accepted + passed, refused + failed
        base = trial.after(passed)
    return accepted, refused, base


class _Trial:
    """Tries fixes that declare the same on a note on which others have been accepted."""

    def __init__(self, original: Reading, base: Reading, accepted: list[Candidate], declared: frozenset[str]) -> None:
        self.original, self.base, self.accepted, self.declared = original, base, accepted, declared
        self.last: tuple[list[Candidate], Reading] = ([], base)

    def after(self, part: list[Candidate]) -> Reading:
        """The note with what was accepted and `part` applied; the last one is kept."""
        if part != self.last[0]:
            text = patched(self.original.text, [*self.accepted, *part])
            self.last = (part, Reading.of(self.original.note.path, text))
        return self.last[1]

    def undeclared(self, part: list[Candidate]) -> frozenset[str]:
        if any(edit.end > len(self.original.text) for candidate in part for edit in candidate.edits):
            return frozenset({"text"})
        text = self.original.text
        edits = [fitted(edit, text) for candidate in part for edit in candidate.edits]
        return undeclared_changes(self.base, self.after(part), self.declared, Exchange.of(text, edits))


def patched(text: str, fixes: Iterable[Candidate], path: str | None = None) -> str:
    """`text` with the edits of `fixes` (those for `path`, if given) made, in the note's own line ends."""
    edits = [edit for fix in fixes for edit in fix.edits if path is None or edit.path == path]
    return apply_edits(text, [fitted(edit, text) for edit in edits])
