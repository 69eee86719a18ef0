"""One note, fixed by the rules that look at one note only, round by round until nothing is left to do."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vaultlint.fix.blocks import by_block
from vaultlint.fix.choose import Candidate, Policy, candidates, choose
from vaultlint.fix.edits import apply_edits, fitted
from vaultlint.fix.gate import Exchange, undeclared_changes
from vaultlint.fix.losses import is_lost
from vaultlint.fix.outcome import Refused, refused_of
from vaultlint.fix.reading import Reading
from vaultlint.fix.sift import Refusal, sift
from vaultlint.lint.faults import FAULT, fault_in_fixing, raise_unless_fault
from vaultlint.lint.hashing import content_hash
from vaultlint.lint.note_linter import NoteLinter, NoteResult, pack_finding
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vaultlint.markdown.note import Note


RULE = 3  # where a packed finding has its rule
_MOST_ROUNDS = 100  # without fewer findings
_CYCLE = 4  # rounds in which rules that undo each other all have their turn
_NOTHING: frozenset[str] = frozenset()
_BURIED = frozenset({"findings"})


class Settled(NamedTuple):
    """A note at rest. `text` is None where nothing changed; `restless` names the rules that never came to an end."""

    result: NoteResult
    text: str | None
    applied: tuple[tuple[str, int], ...]
    refused: tuple[Refused, ...]
    restless: tuple[str, ...]
    digest: bytes  # of the bytes that were read, which tells whether they are still the same

    def pack(self) -> tuple[Any, ...]:
        """Plain values, for `marshal` between processes."""
        return (self.result.pack(), self.text, self.applied, [each.pack() for each in self.refused], *self[4:])

    @classmethod
    def unpack(cls, row: tuple[Any, ...]) -> Settled:
        """The settled note that `pack` packed."""
        result, text, applied, refused, *rest = row
        return cls(NoteResult.unpack(result), text, applied, tuple(Refused.unpack(each) for each in refused), *rest)


class FixingLinter:
    """Lints a note after fixing it; `lint.parallel` can use it in place of a `NoteLinter`."""

    hashing = False

    def __init__(self, linter: NoteLinter, policy: Policy) -> None:
        self.linter = linter
        self.policy = policy

    def lint_all(self, files: Sequence[tuple[str, bytes]]) -> list[Settled]:
        """Fix some notes as far as their own rules go."""
        return [settle(self.linter, self.policy, path, data) for path, data in files]


def settle(linter: NoteLinter, policy: Policy, path: str, data: bytes) -> Settled:
    """Fix one note: lint it, apply what passes the gate, lint again, to a fixed point.

    A fault of vaultlint on the way is a finding of the note, which then stays as it was.
    """
    try:
        return _settled(linter, policy, path, data)
    except BaseException as error:
        raise_unless_fault(error)
        result = linter.lint(path, data)
        if not any(row[RULE] == FAULT for row in result.rows):  # unless the parser failed, which that speaks of
            result = replace(result, rows=[*result.rows, pack_finding(fault_in_fixing(path, error))])
        return Settled(result, None, (), (), (), content_hash(data))


def _settled(linter: NoteLinter, policy: Policy, path: str, data: bytes) -> Settled:
    original = Reading.of_bytes(path, data)
    course = _Course(linter, policy, original, frozenset())
    busy: frozenset[str] = frozenset()
    if original.note.decodable and policy.in_scope(path) and not original.note.conflicts:
        while more := course.run():  # without the rules that never come to rest, the others do
            busy |= more
            course = _Course(linter, policy, original, busy)
    text = course.reading.text
    return Settled(
        course.result,
        text if text != original.text else None,
        tuple(course.applied.items()),
        refused_of(course.refused.items()),
        tuple(sorted(busy)),
        content_hash(data),
    )


class _Course:
    """The way of one note from round to round; `idle` rules take no part."""

    def __init__(self, linter: NoteLinter, policy: Policy, original: Reading, idle: frozenset[str]) -> None:
        self.linter, self.policy, self.idle = linter, policy, idle
        self.reading, self.result = original, linter.lint_note(original.note)
        self.idle_fixes: set[Candidate] = set()  # that change nothing
        self.applied, self.refused = Counter[str](), dict[Candidate, frozenset[str]]()

    def run(self) -> frozenset[str]:
        """Fix the note to a fixed point. Where it comes to none, gives the rules that were still at it.

        There is no end where a text comes back, or where many rounds leave no fewer findings than there were.
        """
        seen = {self.reading.text}
        fewest, lately = len(self.result.rows), list[list[Candidate]]()
        while len(lately) < _MOST_ROUNDS:
            wanted = [each for each in candidates(self.result.findings, self.policy) if self._takes_part(each)]
            accepted, is_changed = self._round(wanted)
            if is_changed:
                lately.append(accepted)
                if self.reading.text in seen:
                    break
                seen.add(self.reading.text)
                if len(self.result.rows) < fewest:
                    fewest, lately = len(self.result.rows), []
            elif not accepted:
                return frozenset()
        return frozenset(candidate.rule for accepted in lately[-_CYCLE:] for candidate in accepted)

    def _takes_part(self, candidate: Candidate) -> bool:
        if not candidate.is_local or candidate.rule in self.idle:
            return False
        return candidate not in self.refused and candidate not in self.idle_fixes

    def _round(self, wanted: Sequence[Candidate]) -> tuple[list[Candidate], bool]:
        """Make what can be made of the wanted fixes: those that were judged, and whether the note changed."""
        chosen = choose(wanted)
        accepted, refusals, after = pass_gate(self.reading, chosen)
        self.refused.update(refusals)
        if after.text == self.reading.text:
            self.idle_fixes.update(accepted)
            return chosen, False
        result = self.linter.lint_note(after.note)
        if is_lost(self.result.findings, result.findings, accepted):
            accepted, after, result = self._without_losses(accepted)
            if after.text == self.reading.text:
                return chosen, False
        self.reading, self.result, self.refused, self.idle_fixes = after, result, {}, set()
        self.applied.update(candidate.rule for candidate in accepted)
        return accepted, True

    def _without_losses(self, accepted: list[Candidate]) -> tuple[list[Candidate], Reading, NoteResult]:
        """Those of the accepted fixes with which no finding is lost, and the note with them; the others are refused."""

        def state(part: list[Candidate]) -> Reading:
            return Reading.of(self.reading.note.path, patched(self.reading.text, part))

        def trial(part: list[Candidate]) -> frozenset[str]:
            after = self.linter.lint_note(state(part).note)
            return _BURIED if is_lost(self.result.findings, after.findings, part) else _NOTHING

        kept, refusals = sift(accepted, trial)
        self.refused.update(refusals)
        after = state(kept)
        return kept, after, self.linter.lint_note(after.note)


def pass_gate(reading: Reading, chosen: Sequence[Candidate]) -> tuple[list[Candidate], list[Refusal], Reading]:
    """The fixes of one note that change only what they declare, the others, and the note with the first ones applied.

    Fixes are judged in groups of those that declare the same, each on top of the group before: what one fix may change
    is no excuse for another. Of a fix of layout that fails as a whole, the parts that pass are made.
    """
    accepted: list[Candidate] = []
    refused: list[Refusal] = []
    base = reading
    for declared in sorted({candidate.changes for candidate in chosen}, key=sorted):
        group = [candidate for candidate in chosen if candidate.changes == declared]
        trial = _Trial(reading, base, accepted, declared)
        passed, failed = sift(group, trial.undeclared)
        if not declared:
            passed, failed = _in_parts(reading.note, trial, passed, failed)
        accepted, refused = accepted + passed, refused + failed
        base = trial.after(passed)
    return accepted, refused, base


def _in_parts(
    note: Note, trial: _Trial, passed: list[Candidate], failed: list[Refusal]
) -> tuple[list[Candidate], list[Refusal]]:
    """What passes, and what fails, when the edits of failed fixes are tried block by block."""
    rest: list[Refusal] = []
    passed = list(passed)
    for candidate, wrong in failed:
        parts = by_block(note, candidate)
        good, bad = sift(parts, lambda part: trial.undeclared([*passed, *part])) if len(parts) > 1 else ([], failed)
        if good:
            passed.append(candidate._replace(edits=tuple(edit for part in good for edit in part.edits)))
        if bad:
            rest.append((candidate, wrong))
    return passed, rest


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
