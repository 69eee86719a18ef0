"""Running the rules that look beyond one note: at what its links lead to, and at all facts of a kind."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from vaultlint.lint.bounded import MOST_LISTED, may_hide
from vaultlint.lint.faults import FAULT, fault_in_link_rule, fault_in_vault_rule, note_at_fault, raise_unless_fault
from vaultlint.values import NamedTuple
from vaultlint.vault.kinds import KINDS, Slice
from vaultlint.vault.view import PutOffError

if TYPE_CHECKING:
    from vaultlint.finding import Problem
    from vaultlint.lint.selection import Selection
    from vaultlint.rules.rule import Rule
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.kinds import Around
    from vaultlint.vault.view import View

Found = tuple[str, "Problem"]  # with the rule's name


class Judged(NamedTuple):
    """What the link rules say of a note, the view that knows what they asked, and the note's slices of some kinds."""

    problems: Sequence[Found]
    view: View
    slices: Mapping[str, Slice]


class VaultRules:
    """The selected rules that look beyond one note."""

    def __init__(self, selection: Selection) -> None:
        rules = [part for rule in selection.rules for part in (rule, *rule.parts)]
        self._selection = selection
        self.links: list[Rule] = [rule for rule in rules if rule.scope == "link"]
        self.kinds: dict[str, list[Rule]] = {kind: [rule for rule in rules if rule.scope == kind] for kind in KINDS}
        self.sliced = [(kind, KINDS[kind].slice_of) for kind in KINDS if self.kinds[kind] and KINDS[kind].slice_of]

    def judge(self, notes: Sequence[NoteFacts], view: View) -> list[Judged | None]:
        """Run the link rules on some notes: each rule on all of them before the next one, see `NoteLinter.lint_all`.

        None for a note of which something is asked that the view puts off.
        """
        begun = [self._begun(note, view.begin()) for note in notes]
        put_off: set[str] = set()
        known_options = self._selection.known_options
        for rule in self.links:
            check, options = rule.check, known_options.get(rule.name) or self._selection.options(rule)
            for note, (problems, own, _) in zip(notes, begun, strict=True):
                if put_off and note.path in put_off:
                    continue
                try:
                    found = iter(check(note, own, options))
                    for problem in found:  # most rules have nothing to say of most notes
                        problems += self._first(rule.name, chain([problem], found), note.path, own)
                        break
                except PutOffError:
                    put_off.add(note.path)
                except BaseException as error:
                    raise_unless_fault(error)
                    problems.append((FAULT, fault_in_link_rule(rule.name, error)._replace(path=note.path)))
        return [None if note.path in put_off else Judged(*judged) for note, judged in zip(notes, begun, strict=True)]

    def _begun(self, note: NoteFacts, view: View) -> tuple[list[Found], View, dict[str, Slice]]:
        """The problems of a note, which are none yet, what is to be asked about it, and its slices."""
        slices: dict[str, Slice] = {}
        for kind, slice_of in self.sliced:
            found = slice_of(note, view) if slice_of else None
            if found is not None:
                slices[kind] = found
        return [], view, slices

    def _first(self, rule: str, problems: Iterator[Problem], path: str, view: View) -> list[Found]:
        """As many of the problems as may be listed, and one more, which tells that there are more."""
        found: list[Found] = []
        most = MOST_LISTED
        for problem in problems:
            found.append((rule, problem))
            if len(found) > most:
                if not may_hide(view.text(path)):
                    break
                most = sys.maxsize
        return found

    def survey(self, kind: str, facts: Around) -> dict[str, list[Found]]:
        """What the rules about one kind of facts find, by path."""
        found: dict[str, list[Found]] = {}
        for rule in self.kinds[kind]:
            try:
                for problem in rule.check(facts, self._selection.options(rule)):
                    found.setdefault(problem.path, []).append((rule.name, problem))
            except BaseException as error:
                raise_unless_fault(error)
                fault = fault_in_vault_rule(note_at_fault(error) or next(iter(facts.notes), ""), rule.name, error)
                found.setdefault(fault.path, []).append((FAULT, fault))
        return found


def in_order(found: Iterable[Found], rank: Mapping[str, int]) -> list[Found]:
    """Problems of several rules in the order of the catalogue; those of one rule stay as they were."""
    return sorted(found, key=lambda row: rank.get(row[0], len(rank)))
