"""Fixing a whole vault: every note by itself first, then what needs the vault, round by round to a fixed point."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vaultlint.fix.choose import Candidate, Policy, candidates, choose
from vaultlint.fix.groups import joined
from vaultlint.fix.outcome import MAX_ROUNDS, Change, Outcome, Refused, Restless, refused_of, without_refused
from vaultlint.fix.settle import RULE, FixingLinter, Settled, settle
from vaultlint.fix.vault_round import VaultRound
from vaultlint.lint.faults import FAULT
from vaultlint.lint.hashing import content_hash
from vaultlint.lint.parallel import lint_notes
from vaultlint.markdown.conflicts import may_be_in_conflict
from vaultlint.markdown.parse import parse_text
from vaultlint.vault.source import OverlaySource, Source
from vaultlint.workspace.run import Run, run_of
from vaultlint.workspace.seal import of_json
from vaultlint.workspace.setting import Options, Setting
from vaultlint.workspace.workspace import Workspace

if TYPE_CHECKING:
    from vaultlint.lint.note_linter import NoteResult
    from vaultlint.settings import Settings
    from vaultlint.vault.source import Entry

Progress = Callable[[int, int], None]


def fix_vault(
    source: Source,
    settings: Settings,
    policy: Policy,
    *,
    show_info: bool = False,
    today: str | None = None,
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> Outcome:
    """Fix the vault in `source` as far as `policy` allows, without writing. Other arguments are as in `Options`."""
    today = today or datetime.date.today().isoformat()
    session = Session(Workspace(Setting(source, settings, Options(show_info, today, jobs))), policy)
    session.settle_all(session.listing.notes, jobs, progress)
    return _settled(session)


def fix_notes(workspace: Workspace, policy: Policy, paths: Collection[str], source: Source) -> Outcome:
    """The same for the notes at `paths` only, in a workspace that is up to date: nothing else is linted again.

    No other note is edited; `Outcome.run` has the findings of these. `source` is that of the workspace.
    """
    session = Session(workspace, policy, frozenset(paths), source)
    session.settle_all([entry for entry in session.listing.notes if entry.path in paths], 1, None)
    return _settled(session)


def fix_known(workspace: Workspace, policy: Policy, jobs: int | None, progress: Progress | None) -> Outcome | None:
    """As `fix_vault` in a workspace that is up to date: only notes of which some finding can be fixed are linted.

    The outcome needs the store no more. None where something failed on the way: the whole vault says what.
    """
    workspace.found.settle()  # the counts of notes that have changed since the last check
    rows = ((path, of_json(data)) for path, data in workspace.state.table("counts"))
    fixable = {path for path, counts in rows if any(safe or otherwise for *_, safe, otherwise in counts)}
    session = Session(workspace, policy, known=True)
    session.settle_all([entry for entry in session.listing.notes if entry.path in fixable], jobs, progress)
    if session.unreadable or any(row[RULE] == FAULT for result in session.results.values() for row in result.rows):
        return None
    outcome = _settled(session)
    _ = outcome.run.vault  # while the store is open
    session.now.let_go()
    return outcome


def _settled(session: Session) -> Outcome:
    """Go on with what needs the vault, round by round."""
    run = session.judge()
    fewest, rounds = len(run.findings), 0
    while rounds < MAX_ROUNDS:
        if not session.vault_round(run):
            return session.outcome(run)
        run = session.judge()
        rounds = rounds + 1 if len(run.findings) >= fewest else 0  # fewer findings are progress
        fewest = min(fewest, len(run.findings))
    if session.give_up():
        run = session.judge()
    return session.outcome(run)


def _put_back(state: dict[str, Any], settled: Mapping[str, Any], path: str) -> None:
    """Make what `state` has for a path what `settled` has."""
    state.pop(path, None)
    if path in settled:
        state[path] = settled[path]


class Session:
    """The state of a vault while it is fixed: `texts` are the notes that changed, `results` those of all notes.

    With `only`, the workspace is up to date, and just these notes are looked at; with `known` it is, too, and `results`
    are those of the notes that are linted again.
    """

    def __init__(
        self,
        workspace: Workspace,
        policy: Policy,
        only: frozenset[str] | None = None,
        source: Source | None = None,
        known: bool = False,
    ) -> None:
        self.only = only
        self.known = {entry.path: workspace.contents.hash_of(entry.path) for entry in workspace.listing.notes if known}
        self.source, self.policy = source or workspace.source, policy
        self.listing, self.linter = workspace.listing, workspace.setting.linter
        self.vault_rules = {rule.name for rule in workspace.selection.rules if rule.scope != "note"}
        self.now = workspace  # the vault as it was judged last, with the notes that had changed by then
        self.judged: dict[str, bytes] = {}
        self.originals: dict[str, bytes] = {}
        self.texts: dict[str, str] = {}
        self.results: dict[str, NoteResult] = {}
        self.digests: dict[str, bytes] = {}
        self.unreadable: list[tuple[str, str]] = []
        self.applied: dict[str, Counter[str]] = {}
        self.local_refused: dict[str, tuple[Refused, ...]] = {}
        self.refused: dict[Candidate, frozenset[str]] = {}
        self.restless: dict[str, tuple[str, ...]] = {}
        self.latest: list[Candidate] = []
        self.groups: list[frozenset[str]] = []
        self.moved: set[str] = set()
        self.settled: tuple[dict[str, str], dict[str, Counter[str]]] = ({}, {})  # texts and counts before the rounds

    def settle_all(self, notes: Sequence[Entry], jobs: int | None, progress: Progress | None) -> None:
        """Fix every one of these notes by itself."""
        linter = FixingLinter(self.linter, self.policy)
        for path, packed, reason, *_ in lint_notes(linter, self.source, notes, jobs, progress):
            if packed is None:
                self.unreadable.append((path, reason))
            else:
                settled = Settled.unpack(packed)
                self.digests[path] = settled.digest
                self._take(path, settled)
        self.results = dict(sorted(self.results.items()))
        self.unreadable.sort()
        self.settled = dict(self.texts), {path: Counter(rules) for path, rules in self.applied.items()}

    def _take(self, path: str, settled: Settled) -> None:
        """Take over a note that has come to rest; one that changed on disk meanwhile stays as it is there."""
        if settled.text is not None and self.original(path) is not None:
            self.texts[path] = settled.text
        self.results[path] = settled.result
        self.local_refused[path] = settled.refused
        if settled.applied:
            self.applied.setdefault(path, Counter()).update(dict(settled.applied))
        if settled.restless:
            self.restless[path] = settled.restless

    def original(self, path: str) -> bytes | None:
        """The bytes of a note as they were linted; None if they are no longer the same."""
        if path not in self.originals:
            try:
                data = self.source.read(path)
            except OSError:
                data = b""
            if content_hash(data) != self._digest(path):
                self.moved.add(path)
                return None
            self.originals[path] = data
        return self.originals[path]

    def _digest(self, path: str) -> bytes | None:
        return self.digests.get(path) or self.known.get(path)

    def text_of(self, path: str) -> str | None:
        """The present text of a note, or None where it may not be edited."""
        if path in self.texts:
            return self.texts[path]
        if not self._digest(path) or path in self.moved:
            return None
        data = self.original(path)
        try:
            text = None if data is None else data.decode()
        except UnicodeDecodeError:
            return None
        return None if text and may_be_in_conflict(text) and parse_text(path, text).conflicts else text

    def judge(self) -> Run:
        """The findings of the vault as it stands now."""
        buffers = {path: text.encode() for path, text in self.texts.items()}
        changed = {path for path in buffers.keys() | self.judged.keys() if buffers.get(path) != self.judged.get(path)}
        first = self.now.found.stale == set() and not self.now.state.complete
        judged = self.now.over(OverlaySource(self.source, buffers), lambda path: first or path in changed)
        for path in self.results if first else changed & self.results.keys():
            data = buffers.get(path)
            digest = self._digest(path) if data is None else content_hash(data)
            judged.contents.adopt(self.results[path], digest or b"")
        judged.refresh()
        judged.state.hold_questions()
        self.now, self.judged = judged, buffers
        return run_of(judged, self.only)

    def vault_round(self, run: Run) -> bool:
        """Apply the fixes that need the vault; whether another round is needed."""
        every = candidates(run.findings, self.policy)
        wanted = [each for each in every if self._needs_vault(each) and each not in self.refused]
        if not wanted:
            return False
        attempt = VaultRound(run.vault, self.linter, self.text_of)
        attempt.judge(choose(wanted))
        self.latest = attempt.accepted
        edited = {path for each in attempt.accepted for path in each.paths}
        changed = {path for path in edited if attempt.readings[path].text != self.text_of(path)}
        self.refused = {each: wrong for each, wrong in self.refused.items() if not each.paths & changed}
        self.refused.update(attempt.refused)
        self._count(attempt.accepted, changed)
        for path in sorted(changed):
            self.texts[path] = attempt.readings[path].text
            self._take(path, settle(self.linter, self.policy, path, self.texts[path].encode()))
        return bool(changed or attempt.refused)

    def _needs_vault(self, candidate: Candidate) -> bool:
        return candidate.rule in self.vault_rules or not candidate.is_local

    def _count(self, accepted: Iterable[Candidate], changed: set[str]) -> None:
        for candidate in accepted:
            if candidate.paths & changed:
                self.applied.setdefault(candidate.path, Counter())[candidate.rule] += 1
            if len(candidate.paths) > 1:
                self.groups.append(candidate.paths)

    def give_up(self) -> bool:
        """Put the notes that the last round still changed, and those that go with them, back as they had settled."""
        busy = frozenset(path for candidate in self.latest for path in candidate.paths)
        if not busy:
            return False
        rules = tuple(sorted({candidate.rule for candidate in self.latest}))
        for path in busy.union(*[group for group in joined(self.groups) if group & busy]):
            self.restless[path] = rules
            _put_back(self.texts, self.settled[0], path)
            _put_back(self.applied, self.settled[1], path)
            text = self.texts.get(path)
            self.results[path] = self.linter.lint(path, self.originals[path] if text is None else text.encode())
        return True

    def outcome(self, run: Run) -> Outcome:
        """What the session came to."""
        changes = [Change(path, self.originals[path], self.texts[path].encode()) for path in sorted(self.texts)]
        local = {refused for rows in self.local_refused.values() for refused in rows}
        refused = tuple(sorted(local.union(refused_of(self.refused.items()))))
        return Outcome(
            replace(run, findings=without_refused(run.findings, refused)),
            tuple(change for change in changes if change.before != change.after),
            {path: dict(sorted(self.applied[path].items())) for path in sorted(self.applied)},
            refused,
            tuple(Restless(path, self.restless[path]) for path in sorted(self.restless)),
            joined(self.groups),
            tuple(sorted(self.moved)),
        )
