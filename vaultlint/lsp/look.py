"""One moment of a vault: settings, rules and what is known of the notes. Judges a single note at once."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from vaultlint.finding import in_order
from vaultlint.lint.bounded import MOST_LISTED
from vaultlint.lint.note_linter import NoteResult
from vaultlint.paths import is_board
from vaultlint.report.inline_diff import common_head, common_tail
from vaultlint.values import frozen
from vaultlint.workspace.contents import may_wait
from vaultlint.workspace.finish import Finisher
from vaultlint.workspace.judging import Judge
from vaultlint.workspace.problems import unpack_problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaultlint.finding import Finding, Problem
    from vaultlint.lint.note_linter import NoteLinter
    from vaultlint.lint.selection import Selection
    from vaultlint.lint.vault_rules import Found, VaultRules
    from vaultlint.lsp.world import Sight


@frozen
class Look:
    """What judging needs. Without `rules` the vault is not known yet: only the note's own rules run.

    `whole` are the problems that rules about the whole vault found in open notes, with the text that they are about.
    """

    selection: Selection
    linter: NoteLinter
    sight: Sight
    rules: VaultRules | None = None
    whole: Mapping[str, tuple[str, Sequence[Found]]] = field(default_factory=dict)

    def findings(self, path: str, data: bytes) -> list[Finding]:
        """The findings of a note with this content, in order; none for a file that is not checked."""
        if is_board(path):
            return []
        own = self.linter.lint(path, data)
        if self.rules is None:
            return in_order(own.findings)
        text = data.decode("utf-8", "replace")
        problems, named = self._judged(own)
        finisher = Finisher(self.selection, lambda _: text, MOST_LISTED)
        known = self.whole.get(path)
        whole = moved(*known, text) if known else ()
        return finisher.findings(path, own.facts, own, [*problems, *whole], named)

    def _judged(self, own: NoteResult) -> tuple[list[Found], set[int]]:
        """What the rules about links find, and the starts of the headings that links name."""
        assert self.rules is not None
        (verdict,) = Judge(self.rules, self.sight, lambda _: may_wait(own.rows)).judge([own.facts])
        rows, named = (verdict and verdict.rows.get("problems")) or ((), ())
        return [unpack_problem(row) for row in rows], set(named)


def moved(before: str, found: Sequence[Found], after: str) -> list[Found]:
    """Problems of a text in what became of it; those where the two differ are left out."""
    if before == after or not found:
        return list(found)
    head = common_head(before, after)
    tail = common_tail(before[head:], after[head:])
    grown, end = len(after) - len(before), len(before) - tail
    kept: list[Found] = []
    for rule, problem in found:
        if problem.end <= head:
            kept.append((rule, problem._replace(fix=None)))
        elif problem.start >= end:
            kept.append((rule, _shifted(problem, grown)))
    return kept


def _shifted(problem: Problem, by: int) -> Problem:
    return problem._replace(start=problem.start + by, end=problem.end + by, fix=None)
