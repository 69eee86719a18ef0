"""Judging notes by the rules that look at their links, and remembering what these asked."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from vaultlint.markdown.subpath import heading_key
from vaultlint.paths import is_board
from vaultlint.values import NamedTuple
from vaultlint.vault.view import GIT, Limited, View, steps_of
from vaultlint.workspace.concern import given
from vaultlint.workspace.index import question_number
from vaultlint.workspace.problems import named_by, pack_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vaultlint.lint.vault_rules import Judged, VaultRules
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.world import World


class Verdict(NamedTuple):
    """What is kept about a file that was judged; all are bytes or plain values, so that it crosses processes.

    `rows` are, as far as there is something to say, `problems`: those of the link rules, and the starts of the headings
    that links name; `asked`: the numbers of the questions, as bytes; `limited`: the costly questions; `names`; and the
    slices of the kinds that rules look at.
    `hidden` are the paths outside of the vault's files that were asked for; `git` says whether git's renames were.
    """

    rows: dict[str, Any]
    hidden: dict[str, bool]
    git: bool


class Judge:
    """Judges one file after the other. `waits` says whether a note has findings whose fixes depend on links to it."""

    def __init__(
        self,
        rules: VaultRules,
        world: World,
        waits: Callable[[str], bool],
        allowed: Callable[[str, str], bool] | None = None,
    ) -> None:
        self._rules, self._waits = rules, waits
        self._view = View(world, allowed)

    def judge(self, notes: Sequence[NoteFacts], *, puts_off: bool = False) -> list[Verdict | None]:
        """Run the rules on some notes or boards. With `puts_off`, None for those that ask what is costly."""
        self._view.puts_off = puts_off
        judged = self._rules.judge(notes, self._view)
        return [found and self._verdict(note, found) for note, found in zip(notes, judged, strict=True)]

    def _verdict(self, note: NoteFacts, judged: Judged) -> Verdict:
        view = judged.view
        named = _named(note, view) if not is_board(note.path) and self._waits(note.path) else []
        asked = view.asked
        for _, problem in judged.problems:
            if problem.related or problem.fix:
                asked.update("F" + path for path in named_by(problem))
        asked.discard("F" + note.path)
        numbers = array("I", set(map(question_number, asked | given(note))))
        problems = [pack_problem(found) for found in judged.problems]
        rows: dict[str, Any] = {**judged.slices, "asked": numbers.tobytes(), "names": names_of(note)}
        if problems or named:
            rows["problems"] = problems, named
        if view.limited:
            rows["limited"] = [tuple(each) for each in view.limited]
        return Verdict(rows, view.hidden, GIT in asked)


def _named(note: NoteFacts, view: View) -> list[int]:
    """The starts of the headings that some link names."""
    steps = {step for reference in view.pointers(note.path) for step in steps_of(reference.link)}
    return [heading.start for heading in note.headings if heading_key(heading.text) in steps]


def names_of(note: NoteFacts) -> list[Any] | None:
    """Title and aliases of a note; None where it has none."""
    aliases = [row[0] for row in note.aliases]
    return [note.title, aliases] if (note.title or aliases) and not is_board(note.path) else None


class Allowance:
    """Which costly questions of a vault are answered: of each kind the first ones, in path and text order."""

    def __init__(self) -> None:
        self._allowed: dict[str, set[str]] = {}
        self.asked: dict[str, list[Limited]] = {}

    def add(self, path: str, rows: Any) -> None:
        """Take in the questions of a file; paths come in order."""
        questions = self.asked[path] = [Limited(*row) for row in rows]
        for kind, key, limit, _ in questions:
            allowed = self._allowed.setdefault(kind, set())
            if len(allowed) < limit:
                allowed.add(key)

    def allows(self, kind: str, key: str) -> bool:
        """Whether a question is answered."""
        return key in self._allowed.get(kind, ())

    def wrong(self) -> list[str]:
        """The files of which a question was answered that should not have been, or the other way round."""
        return [
            path
            for path, questions in self.asked.items()
            if any(self.allows(kind, key) is not answered for kind, key, _, answered in questions)
        ]
