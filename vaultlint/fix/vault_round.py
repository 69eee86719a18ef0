"""One round of the fixes that need the whole vault: those of vault rules, those that edit several notes, and those that
change what other notes may link to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vaultlint.fix.choose import NEEDS_VAULT, Candidate
from vaultlint.fix.gate import Exchange, undeclared_changes
from vaultlint.fix.reading import Reading
from vaultlint.fix.references import newly_broken
from vaultlint.fix.settle import patched
from vaultlint.fix.sift import Refusal, sift
from vaultlint.lint.faults import raise_unless_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from vaultlint.lint.note_linter import NoteLinter
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.vault import Vault


@dataclass
class VaultRound:
    """Judges fixes on the notes of `vault`; `text_of` gives a note's text, or None where it may not be edited.

    `readings` are the notes with the fixes accepted so far; `facts` are theirs.
    """

    vault: Vault
    linter: NoteLinter
    text_of: Callable[[str], str | None]
    accepted: list[Candidate] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    readings: dict[str, Reading] = field(default_factory=dict)
    facts: dict[str, NoteFacts] = field(default_factory=dict)

    def judge(self, chosen: Iterable[Candidate]) -> None:
        """Accept or refuse every fix: those of one note that declare the same together, then those of several notes."""
        units: dict[tuple[bool, str, tuple[str, ...]], list[Candidate]] = {}
        for candidate in chosen:
            several = len(candidate.paths) > 1
            key = (several, "" if several else min(candidate.paths), tuple(sorted(candidate.changes)))
            if all(self._fits(candidate, path) for path in candidate.paths):
                units.setdefault(key, []).append(candidate)
        for key in sorted(units):
            passed, failed = sift(units[key], self._judged)
            readings, facts = self._after(passed)
            self.readings.update(readings)
            self.facts.update(facts)
            self.accepted += passed
            self.refused += failed

    def _fits(self, candidate: Candidate, path: str) -> bool:
        text = self.text_of(path)
        return text is not None and all(edit.end <= len(text) for edit in candidate.edits if edit.path == path)

    def _judged(self, part: list[Candidate]) -> frozenset[str]:
        """What `part` would change undeclared; a fault of vaultlint in judging it refuses it, too."""
        try:
            return self._undeclared(part)
        except BaseException as error:
            raise_unless_fault(error)
            return frozenset({"fault"})

    def _undeclared(self, part: list[Candidate]) -> frozenset[str]:
        readings, facts = self._after(part)
        wrong: frozenset[str] = frozenset()
        for path, reading in readings.items():
            edits = [edit for candidate in part for edit in candidate.edits if edit.path == path]
            exchange = Exchange.of(self.text_of(path) or "", edits)
            wrong |= undeclared_changes(self._base(path), reading, part[0].changes, exchange)
        return wrong or newly_broken(self.vault, self.facts, facts)

    def _base(self, path: str) -> Reading:
        if path not in self.readings:
            self.readings[path] = Reading.of(path, self.text_of(path) or "")
        return self.readings[path]

    def _after(self, part: Sequence[Candidate]) -> tuple[Mapping[str, Reading], Mapping[str, NoteFacts]]:
        """The notes that `part` edits, on top of what is accepted; facts where links may depend on the change."""
        paths = {edit.path for candidate in part for edit in candidate.edits}
        readings = {
            path: Reading.of(path, patched(self.text_of(path) or "", [*self.accepted, *part], path))
            for path in sorted(paths)
        }
        if not any(candidate.changes & NEEDS_VAULT for candidate in part):
            return readings, {}
        return readings, {path: self.linter.facts(path, reading.text.encode()) for path, reading in readings.items()}
