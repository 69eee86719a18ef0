"""A vault under one set of settings that brings itself up to date: what happens when somebody saves a note.

1. `refresh` looks at the files. Where size or times are others than before, the content is hashed.
2. What a content gives (facts for other notes, findings of the rules about one note) is a memo under a key of path,
   content and settings: only where there is none the note is parsed (`contents.py`).
3. The facts before and after say which questions may be answered otherwise (`concern.py`); whoever asked one of these
   is judged again by the rules about links (`judgement.py`). Nobody else is looked at.
4. Where a slice of facts that rules about the whole vault look at has changed, these rules run again on all slices;
   where only places have changed, what they found moves with them (`judgement.py`).
5. The findings of the files that all this concerns are put together when somebody asks (`found.py`, `run.py`).

Where nothing is known from before, everything is taken in, judged, surveyed and put together, by the same steps.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from vaultlint.cached import cached_property
from vaultlint.errors import VaultlintError
from vaultlint.git.evidence import git_stamps
from vaultlint.language import say, translated
from vaultlint.paths import is_note
from vaultlint.workspace.contents import Contents
from vaultlint.workspace.seal import DamagedError, packed, unpacked
from vaultlint.workspace.setting import Setting
from vaultlint.workspace.state import About, State
from vaultlint.workspace.tables import Ledger, Table

if TYPE_CHECKING:
    from vaultlint.lint.selection import Selection
    from vaultlint.settings import Settings
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.listing import Listing
    from vaultlint.vault.source import Entry, Source
    from vaultlint.vault.vault import Vault
    from vaultlint.workspace.environment import Environment
    from vaultlint.workspace.found import Found
    from vaultlint.workspace.judgement import Change, Judgement
    from vaultlint.workspace.store import Store

_FEW = 200  # changed files; where more have changed, everything is judged again
_MANY = 1000  # files that a change may concern before everything is judged again
_FORMATS = 6  # formats of which pieces are kept


class Workspace:
    """One source under one set of settings. `refresh` it, then ask for what was `found` or for the `vault`.

    With a `store`, `environment` says under which settings things are remembered; `kind` tells sources of one vault
    apart. `below` is a workspace on the same vault: what it knows of equal contents is not worked out again.
    """

    def __init__(
        self,
        setting: Setting,
        *,
        store: Store | None = None,
        environment: Environment | None = None,
        kind: str = "",
        below: Workspace | None = None,
        differs: Callable[[str], bool] | None = None,
    ) -> None:
        self.setting = setting
        self._environment: Environment | None = environment if below is None else below._environment
        self._below = below
        view = f"{environment.findings.hex()}:{kind}" if environment else ""
        self.state: State
        if below is not None:
            self.state = State(below.state.view, below.state)
        else:
            self.state = State.load(store, view) if store and environment else State(view)
        known: Contents | None = below.contents if below else None
        kept_in = store if self._environment else None
        self.contents: Contents = Contents(setting, self.state, kept_in, self._environment, known, differs)
        self.pieces: dict[str, Table] = {}  # what was drawn in this run, by format
        self.looked_again = False  # whether contents were read to see that nothing has changed
        self._whole: Vault | None = None

    @cached_property
    def judgement(self) -> Judgement:
        """What judges the files; nobody asks while nothing changes."""
        from vaultlint.workspace.judgement import Judgement

        return Judgement(self.setting, self.contents, self.state, self._below.judgement if self._below else None)

    @cached_property
    def found(self) -> Found:
        """The findings."""
        from vaultlint.workspace.found import Found

        return Found(self.setting, self.contents, self.state)

    @property
    def source(self) -> Source:
        """Where the files come from."""
        return self.setting.source

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.setting.settings

    @property
    def selection(self) -> Selection:
        """The rules that run."""
        return self.setting.selection

    @property
    def listing(self) -> Listing:
        """The files, and which of them are linted."""
        return self.setting.listing

    @property
    def about(self) -> About:
        """What is known of the vault as a whole."""
        return self.state.about

    def is_current(self) -> bool:
        """Whether nothing has changed since the state was stored. Neither the settings nor the rules are needed."""
        state, look = self.state, self.setting.look()
        if self._below is not None or not state.complete or not self._is_same_outside():
            return False
        if state.at.settled and state.at.key == look.key:
            return True
        if len(state.seen) != len(look.entries) or [list(mark) for mark in look.marks] != state.marks:
            return False
        if not all(self._is_same(entry) for entry in look.entries):
            return False
        for entry in look.entries:  # what was fresh the last time need not be read the next time
            known = state.seen[entry.path]
            if not known.is_still(entry):
                state.saw(entry, look.looked, known.hash)
        state.settle(look.key, settled=look.is_settled)
        self.looked_again = True
        return True

    def _is_same_outside(self) -> bool:
        """Whether git and hidden files give the same answers as before."""
        at = self.state.at
        if at.git_asked and at.git != git_stamps(self.setting.root):
            return False
        return all(self.setting.source.exists(path) == there for path, there in at.hidden.items())

    def _is_same(self, entry: Entry) -> bool:
        seen = self.state.seen.get(entry.path)
        if seen is None or entry.error:
            return False
        if seen.is_still(entry):
            return True
        if seen.hash:
            return self.contents.hash_now(entry.path) == seen.hash
        return not is_note(entry.path) or (seen.size, seen.mtime, seen.ctime) == entry[1:4]

    def refresh(self, touched: Collection[str] = (), *, looked: bool = False, only: bool = False) -> bool:
        """Bring the workspace up to date; whether anything has changed.

        The vault paths in `touched` are read again even if their sizes and times are as before. `looked` says that
        `is_current` has just looked at the files, and found something; `only` that all other files are as they were
        the last time: they are not looked at, unless that turns out to be of no help.
        """
        if only and self._refresh_touched(touched):
            return bool(self.found.stale)
        if not looked:
            self.setting.looked = None
            if not touched and self.is_current():
                return False
            self._whole = None
            self.setting.forget()
            self.found.forget_rules()
        linted = self.setting.linted
        self.contents.hashes = self.contents.hashes_of(linted, touched)
        if self.state.complete and self.state.at.styles != self.setting.styles_key:
            self.state.complete = False
            self.contents.put_away_all()
        if not (self.state.complete and self._refresh_some(linted)):
            self._refresh_all(linted)
            return True
        return bool(self.found.stale)

    def _refresh_all(self, linted: list[Entry]) -> None:
        look = self.setting.look()
        self.state.restart()
        self.state.at.git, self.state.at.git_asked = git_stamps(self.setting.root), self.setting.listing.asked_git
        failed = self._read_all(linted)
        self.state.at.styles = self.setting.styles_key
        world = self._whole = self.judgement.vault_of(sorted(self.contents.hashes))
        kinds, unjudged = self.judgement.kinds()

        def meanwhile() -> None:
            notes, sections = world.notes.values(), self.setting.settings.sections
            sectioned = sum(facts.has_section(sections) for facts in notes)
            self.state.about = About(len(notes), sectioned, self.setting.listing.left_out, self.state.about.unreadable)
            self.judgement.survey(unjudged)

        self.judgement.judge(world, sorted(self.contents.hashes), meanwhile)
        self.judgement.survey(kinds - unjudged)
        settled = look._replace(entries=[entry for entry in look.entries if not entry.error]).is_settled
        self.state.settle("" if failed else look.key, settled=settled)
        self.found.stale = None

    def _read_all(self, linted: list[Entry], *, only_facts: bool = False) -> bool:
        """Take all files in; whether some could not be read."""
        look, failed = self.setting.look(), self.contents.take_in(linted, only_facts=only_facts)
        gone = {path for path, reason in failed if not reason}
        entries = [entry for entry in look.entries if not entry.error and entry.path not in gone]
        self.state.see_all(entries, look.looked, self.contents.hashes)
        self.judgement.forget_files()
        unreadable = [*self.setting.listing.unreadable, *(row for row in failed if row[1])]
        self.state.about = About(unreadable=unreadable)
        return bool(failed)

    def _refresh_touched(self, touched: Collection[str]) -> bool:
        """The same where only these files may have changed, and all are there; False where more has to be looked at."""
        state, contents = self.state, self.contents
        is_open = state.complete and self._below is None and not state.about.unreadable
        if not is_open or len(touched) > _FEW or not self.setting.look_at_some(touched):
            return False
        digests = {path: contents.hash_now(path) for path in touched}
        if not all(digests.values()) or not digests.keys() <= contents.hashes.keys():
            return False
        contents.hashes.update(digests)
        if self.setting.choose_again(touched):
            self.found.forget_rules()
            if state.at.styles != self.setting.styles_key:
                return False
        return self._take_in_change(self.judgement.change_of(digests))

    def _refresh_some(self, linted: list[Entry]) -> bool:
        """Take in and judge what a change concerns; False where that is much, or where something cannot be read."""
        state, look = self.state, self.setting.look()
        change = self.judgement.change(linted)
        same_marks = [mark[0] for mark in look.marks] == [mark[0] for mark in state.marks]
        if not same_marks or change.size > _FEW or self.setting.listing.unreadable or state.about.unreadable:
            return False
        if len(self.contents.hashes) < len(linted) or not self._take_in_change(change):
            return False
        state.settle(look.key, settled=look.is_settled)
        return True

    def _take_in_change(self, change: Change) -> bool:
        known = (change.fresh & change.was_linted) | change.dropped
        before = {path: self.contents.facts_before(path) for path in known}
        self.contents.put_away(change.fresh | change.dropped | change.gone | change.touched)
        fresh = [self.setting.entry(path) for path in sorted(change.fresh)]
        if None in before.values() or self.contents.take_in(fresh):
            return False
        concerned = self.judgement.concerned(change, before)
        if len(concerned) > _MANY:
            return False
        self._whole = None
        self.found.stale = self.judgement.judge_again(change, concerned)
        self._count_again(change, before)
        self.state.at.settled = False
        return True

    def _count_again(self, change: Change, before: Mapping[str, NoteFacts | None]) -> None:
        sections, about = self.setting.settings.sections, self.state.about
        sectioned = about.sectioned
        for path in change.fresh | change.dropped:
            old, new = before.get(path), self.contents.facts(path) if path in change.linted else None
            sectioned += bool(new and new.has_section(sections)) - bool(old and old.has_section(sections))
        notes = len(self.setting.listing.notes)
        self.state.about = About(notes, sectioned, self.setting.listing.left_out, list(self.setting.listing.unreadable))

    @property
    def vault(self) -> Vault:
        """The vault with the facts of all notes."""
        if self._whole is None:
            self._whole = self.judgement.vault_of(sorted(path for path, seen in self.state.seen.items() if seen.hash))
        return self._whole

    def read_vault(self) -> Vault:
        """The vault without its findings: no rule runs, and what is known of the files stays as it is.

        It needs the store no more. Raises what `unreadable` says of the first part that could not be read.
        """
        linted = self.setting.linted
        self.contents.hashes = self.contents.hashes_of(linted, ())
        self._read_all(linted, only_facts=True)
        vault = self.judgement.vault_of(sorted(self.contents.hashes))
        self.contents.write_memos(now=True)
        self.let_go()
        return vault

    def require_readable(self) -> None:
        """Raise VaultlintError where a part of the vault could not be read: the rest may be said wrongly."""
        from vaultlint.harmless import plain

        for path, reason in self.about.unreadable:
            raise VaultlintError(
                say(
                    "cannot read {path}: {reason}: make it readable, or leave it out with `exclude`",
                    path=plain(path),
                    reason=plain(translated(reason)),
                )
            )

    def let_go(self) -> None:
        """Need the store no more, nor the workspaces below: what is not at hand is worked out."""
        self.contents.store = None
        if self._below is not None:
            self._below.let_go()

    def over(self, source: Source, differs: Callable[[str], bool]) -> Workspace:
        """A workspace on another state of the same vault; only files that it `differs` in are looked at."""
        return Workspace(self.setting.over(source), store=self.contents.store, below=self, differs=differs)

    @property
    def keeps(self) -> bool:
        """Whether what is found is going to be stored."""
        return self.contents.keeps and self._below is None

    @cached_property
    def records(self) -> dict[str, list[str]]:
        """The formats of which pieces are stored, the latest last, with the files of which they are stale."""
        store = self.contents.store if self.keeps and self.state.complete else None
        noted = store.note(f"{self.state.view}:drawn") if store else None
        found: dict[str, list[str]] = unpacked(noted) if noted else {}
        return found

    def drawn(self, key: str) -> tuple[Table | None, set[str]]:
        """The stored pieces of a format, None where there are none, and the files of which they are stale."""
        stale = self.records.get(key)
        return (None, set()) if stale is None else (Table(self._ledger(key)), set(stale))

    def _ledger(self, key: str) -> Ledger:
        assert self.contents.store is not None
        return Ledger(self.contents.store, f"{self.state.view}:drawn {key}", plain=True)

    def save(self, after: Callable[[], None] | None = None) -> None:
        """Store what is known, if it is complete and nobody else has stored something meanwhile.

        `after` writes something that goes with it. A store that cannot be written is dropped.
        """
        store = self.contents.store
        if store is None or not self.state.complete or self._below is not None:
            return
        try:
            if not store.begin():
                store.rollback()
                return
            self.found.settle()  # what is stored has no stale files
            self.contents.write_memos(now=False)
            if self.found.finished is None or self.found.finished:
                self.state.at.serial = os.urandom(8).hex()
            self._save_pieces()
            self.state.save(store, [list(mark) for mark in self.setting.look().marks])
            if after is not None:
                after()
            store.commit(len(self.state.seen))
            self.found.finished = set()
        except DamagedError as error:
            store.rollback()
            if "locked" not in str(error):
                store.drop(error)

    def _save_pieces(self) -> None:
        finished = self.found.finished
        known = {} if finished is None else {key: sorted({*stale, *finished}) for key, stale in self.records.items()}
        records = {key: stale for key, stale in known.items() if len(stale) < _MANY and key not in self.pieces}
        for key, table in self.pieces.items():
            table.write(self._ledger(key))
            records[key] = []
        kept = dict([*records.items()][-_FORMATS:])
        for key in (known.keys() | records.keys()) - kept.keys():
            self._ledger(key).replace([])
        assert self.contents.store is not None
        self.contents.store.set_note(f"{self.state.view}:drawn", packed(kept))
        self.__dict__["records"], self.pieces = kept, {}
