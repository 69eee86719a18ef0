"""A vault under one set of settings that brings itself up to date: what happens when somebody saves a note.

1. `refresh` looks at the files. Where size or times are others than before, the content is hashed.
2. What a content gives (facts for other notes, findings of the rules about one note) is a memo under a key of path,
   content and settings: only where there is none the note is parsed (`_take_in`).
3. The facts before and after say which questions may be answered otherwise (`concern`); whoever asked one of these is
   judged again by the rules about links (`_judge`). Nobody else is looked at.
4. Where a slice of facts that rules about the whole vault look at has changed, these rules run again on all slices
   (`_survey`); where only places have changed, what they found moves with them (`_move`).
5. `finish` puts the findings of the files that all this concerns together, and `findings` gives those of any file.

Where nothing is known from before, everything is taken in, judged, surveyed and finished, by the same steps.
"""

from __future__ import annotations

import datetime
import marshal
import os
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from vaultlint.cached import cached_property
from vaultlint.git.stamps import git_stamps
from vaultlint.lint.hashing import content_hash
from vaultlint.paths import is_board, is_note
from vaultlint.workspace.environment import program
from vaultlint.workspace.files import listing_key
from vaultlint.workspace.seal import content_key, packed, unpacked
from vaultlint.workspace.state import About, State
from vaultlint.workspace.tables import Table, all_json, of_json, to_json

if TYPE_CHECKING:
    from vaultlint.finding import Finding
    from vaultlint.lint.engine import Run
    from vaultlint.lint.note_linter import NoteLinter, NoteResult
    from vaultlint.lint.selection import Selection
    from vaultlint.lint.stopwatch import Stopwatch
    from vaultlint.lint.vault_rules import VaultRules
    from vaultlint.markdown.note import Note
    from vaultlint.settings import Settings
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.listing import Listing
    from vaultlint.vault.obsidian import ObsidianSettings
    from vaultlint.vault.source import Entry, Source
    from vaultlint.vault.vault import Vault
    from vaultlint.vault.view import World
    from vaultlint.workspace.environment import Environment
    from vaultlint.workspace.store import Store
    from vaultlint.workspace.worlds import Paths

Draw = Callable[["list[Finding]"], Any]
_FEW = 200  # changed files; where more have changed, everything is judged again
_MANY = 1000  # files that a change may concern before everything is judged again
_FORMATS = 6  # formats of which pieces are kept
_AT_ONCE = 2000  # memos that are written together
_FIX, _CHANGES = 8, 3  # where a packed finding has its fix, and the fix what it changes


class Options(NamedTuple):
    """How a workspace works: `today` is an ISO date, for rules about the future; `jobs` the number of processes."""

    show_info: bool = False
    today: str | None = None
    jobs: int | None = 1
    progress: Callable[[int, int], None] | None = None
    stopwatch: Stopwatch | None = None


class Counts(NamedTuple):
    """Findings by severity, the worst first; files that have any; findings that can be fixed safely, and otherwise."""

    severities: dict[int, int]
    faulty: int
    safe: int
    unsafe: int


class Look(NamedTuple):
    """The files as they are now: all entries in path order, and those that leave others out."""

    entries: list[Entry]
    marks: tuple[Entry, ...]
    looked: int

    @property
    def key(self) -> bytes:
        """A key of all sizes and times."""
        return listing_key(self.entries, self.marks)


@dataclass(frozen=True)
class Change:
    """What has changed: files that came and went, contents that are others, and the linted files before and after."""

    come: set[str]
    gone: set[str]
    touched: set[str]
    linted: set[str]
    was_linted: set[str]

    @cached_property
    def fresh(self) -> set[str]:
        """The linted files that have to be taken in."""
        return (self.touched & self.linted) | (self.linted - self.was_linted)

    @cached_property
    def dropped(self) -> set[str]:
        """The files that are not linted any more."""
        return self.was_linted - self.linted

    @cached_property
    def files(self) -> bool:
        """Whether files came or went, or others are linted."""
        return bool(self.come or self.gone or self.linted != self.was_linted)

    @cached_property
    def size(self) -> int:
        """How many files have to be looked at."""
        return len(self.come | self.gone | self.touched | (self.linted ^ self.was_linted))


class Workspace:
    """One source under one set of settings. `refresh` it, then ask for `findings`, `run` or `vault`.

    With a `store`, `environment` says under which settings things are remembered; `kind` tells sources of one vault
    apart. `below` is a workspace on the same vault: what it knows of equal contents is not worked out again, and with
    `differs` only the files of which that is true are looked at.
    """

    def __init__(
        self,
        source: Source,
        settings: Settings | Callable[[], Settings],
        options: Options = Options(),  # noqa: B008 (frozen)
        *,
        store: Store | None = None,
        environment: Environment | None = None,
        kind: str = "",
        below: Workspace | None = None,
        differs: Callable[[str], bool] | None = None,
    ) -> None:
        self.source, self.options = source, options
        self._settings, self._store, self._environment = settings, store, environment
        self._root: str = getattr(source, "root", "")
        self._below, self._differs = below, differs
        view = f"{environment.findings.hex()}:{kind}" if environment else ""
        self.state: State
        if below is not None:
            self.state = State(view, below.state)
        else:
            self.state = State.load(store, view) if store and environment else State(view)
        self._facts: dict[str, NoteFacts] = {}  # those that are at hand
        self._own: dict[str, bytes] = {}  # sealed results that are at hand
        self._of: dict[str, bytes] = {}  # the hashes of the contents that these are about
        self._hashes: dict[str, bytes] = {}
        self._parsed: dict[str, tuple[bytes, Note]] = {}  # what was parsed for the look, until it is linted
        self._unkept: list[tuple[str, bytes, bytes]] = []
        self._looked: Look | None = None
        self._files: Paths | None = None
        self._whole: Vault | None = None
        self.pieces: dict[str, Table] = {}  # what was drawn in this run, by format
        self._finished: set[str] | None = set()  # the files that were finished in this run; None: all
        self.stale: set[str] | None = set()  # the files whose findings have to be put together; None: all
        self.looked_again = False  # whether contents were read to see that nothing has changed
        self.parsed = 0  # how many files were parsed, and how many judged: work is counted in tests
        self.judged = 0

    @cached_property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings() if callable(self._settings) else self._settings

    @cached_property
    def selection(self) -> Selection:
        """The rules that run. Which ones is decided after a look at some hundred notes: see `lint/learning.py`."""
        from vaultlint.lint.learning import with_styles
        from vaultlint.lint.selection import Selection

        selection = Selection(self.settings, self.options.show_info, self.options.stopwatch)
        rows = StyleRows(self)
        found = with_styles(selection, self.source, self.listing, self.obsidian, rows, self._parsed)
        self._unkept += rows.new
        return found

    @cached_property
    def rules(self) -> VaultRules:
        """The rules that look beyond one note."""
        from vaultlint.lint.vault_rules import VaultRules

        return VaultRules(self.selection)

    @cached_property
    def obsidian(self) -> ObsidianSettings:
        """Obsidian's own settings."""
        from vaultlint.vault.obsidian import read_obsidian_settings

        return read_obsidian_settings(self.source)

    @cached_property
    def linter(self) -> NoteLinter:
        """What lints single notes."""
        from vaultlint.lint.bounded import MOST_LISTED
        from vaultlint.lint.note_linter import NoteLinter

        linter = NoteLinter(self.selection, self.obsidian, self._today(), compared_properties(self.settings))
        linter.most = MOST_LISTED
        linter.parsed, self._parsed = self._parsed, {}
        return linter

    @cached_property
    def listing(self) -> Listing:
        """The files, and which of them are linted."""
        from vaultlint.git.listing import list_entries

        return list_entries(self.source, self._look().entries, self.settings, self.obsidian)

    @cached_property
    def _styles_key(self) -> bytes:
        """A key of what was learned about the vault: under other styles other rules run."""
        selection = self.selection
        found = (selection.styles.forms, selection.template_folders, selection.lacks_sections)
        return repr(found).encode(errors="surrogatepass")

    @property
    def about(self) -> About:
        """What is known of the vault as a whole."""
        return self.state.about

    def _today(self) -> str:
        return self.options.today or datetime.date.today().isoformat()

    # 1. Looking at the files

    def _look(self) -> Look:
        if self._looked is None:
            looked = time.time_ns()
            entries = sorted(self.source.entries())
            marks = [*getattr(self.source, "ignore_files", ())]
            self._looked = Look(entries, (*marks, *_linked(self.source)), looked)
        return self._looked

    def is_current(self) -> bool:
        """Whether nothing has changed since the state was stored. Neither the settings nor the rules are needed."""
        state, look = self.state, self._look()
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
        state.settle(look.key, look.entries, look.looked)
        self.looked_again = True
        return True

    def _is_same_outside(self) -> bool:
        """Whether git and hidden files give the same answers as before."""
        at = self.state.at
        if at.git_asked and at.git != git_stamps(self._root):
            return False
        return all(self.source.exists(path) == there for path, there in at.hidden.items())

    def _is_same(self, entry: Entry) -> bool:
        seen = self.state.seen.get(entry.path)
        if seen is None or entry.error:
            return False
        if seen.is_still(entry):
            return True
        if seen.hash:
            return self._hash(entry.path) == seen.hash
        return not is_note(entry.path) or (seen.size, seen.mtime, seen.ctime) == entry[1:4]

    def _hash(self, path: str) -> bytes:
        """The hash of what a file holds; b"" where it cannot be read."""
        try:
            return content_hash(self.source.read(path))
        except OSError:
            return b""

    def _hashes_of(self, entries: Iterable[Entry], touched: Collection[str]) -> dict[str, bytes]:
        """The hashes of the contents, as far as they help: where there are no memos, nothing is read for them."""
        seen, found = self.state.seen, {}
        useful = self.state.complete or self._below is not None or (self._store is not None and self._store.has_memos())
        for entry in entries:
            path, known = entry.path, seen.get(entry.path)
            if known and known.hash and path not in touched and self._may_trust(entry, known):
                found[path] = known.hash
            elif useful and (digest := self._hash(path)):
                found[path] = digest
        return found

    def _may_trust(self, entry: Entry, known: Any) -> bool:
        if self._differs is not None:
            return not self._differs(entry.path)
        return bool(known.is_still(entry))

    # Bringing it up to date

    def refresh(self, touched: Collection[str] = (), *, looked: bool = False) -> bool:
        """Bring the workspace up to date; whether anything has changed.

        The vault paths in `touched` are read again even if their sizes and times are as before. `looked` says that
        `is_current` has just looked at the files, and found something.
        """
        if not looked:
            self._forget_look()
            if not touched and self.is_current():
                return False
        linted = [*self.listing.notes, *self._boards()]
        self._hashes = self._hashes_of(linted, touched)
        if self.state.complete and self.state.at.styles != self._styles_key.decode(errors="surrogatepass"):
            self.state.complete = False
            self._put_away([*self._own])
        if not (self.state.complete and self._refresh_some(linted)):
            self._refresh_all(linted)
            return True
        return bool(self.stale)

    def _forget_look(self) -> None:
        self._looked = self._whole = None
        shared = ("selection", "rules", "_styles_key") if self._below is not None else ()
        for name in ("listing", "obsidian", "linter", "selection", "rules", "_styles_key", "_finisher"):
            if name not in shared:
                self.__dict__.pop(name, None)

    def _boards(self) -> list[Entry]:
        boards = set(self.listing.boards)
        return [entry for entry in self._look().entries if entry.path in boards]

    def _refresh_all(self, linted: list[Entry]) -> None:
        look = self._look()
        self.state.restart()
        self.state.at.git, self.state.at.git_asked = git_stamps(self._root), self.listing.asked_git
        self.state.at.styles = self._styles_key.decode(errors="surrogatepass")
        failed = self._take_in(linted)
        gone = {path for path, reason in failed if not reason}
        entries = [entry for entry in look.entries if not entry.error and entry.path not in gone]
        self.state.see_all(entries, look.looked, self._hashes)
        self._files = None
        paths = sorted(self._hashes)
        world = self._vault_of(paths)
        self._judge(world, paths)
        self._survey({kind for kind, rules in self.rules.kinds.items() if rules})
        unreadable = [*self.listing.unreadable, *(row for row in failed if row[1])]
        notes = [facts for path, facts in world.notes.items()]
        sections = self.settings.sections
        sectioned = sum(facts.has_section(sections) for facts in notes)
        self.state.about = About(len(notes), sectioned, self.listing.left_out, unreadable)
        self.state.settle(look.key if not failed else b"", entries, look.looked)
        self.stale, self._whole = None, world

    def _refresh_some(self, linted: list[Entry]) -> bool:
        """Take in and judge what a change concerns; False where that is much, or where something cannot be read."""
        state, look = self.state, self._look()
        change = self._change(linted)
        same_marks = [mark[0] for mark in look.marks] == [mark[0] for mark in state.marks]
        if not same_marks or change.size > _FEW or self.listing.unreadable or state.about.unreadable:
            return False
        before = {path: self._facts_before(path) for path in (change.fresh & change.was_linted) | change.dropped}
        self._put_away(change.fresh | change.dropped | change.gone | change.touched)
        paths = change.fresh  # worked out once, not for each entry
        fresh = [entry for entry in linted if entry.path in paths]
        if len(self._hashes) < len(linted) or None in before.values() or self._take_in(fresh):
            return False
        concerned = self._concerned(change, before)
        if len(concerned) > _MANY:
            return False
        self._judge_again(change, concerned)
        self._count_again(change, before)
        state.settle(look.key, look.entries, look.looked)
        return True

    def _concerned(self, change: Change, before: Mapping[str, NoteFacts | None]) -> set[str]:
        """The linted files that have changed, or asked what may be answered otherwise now."""
        from vaultlint.workspace.concern import of_change, of_file

        questions = {question for path in change.come | change.gone for question in of_file(path)}
        for path in change.fresh | change.dropped | change.touched:
            after = self.facts(path) if path in change.linted else None
            questions |= of_change(path, before.get(path), after)
        questions |= self._questions_outside(change)
        return change.fresh | (self.state.asking(questions) & change.linted)

    def _judge_again(self, change: Change, concerned: set[str]) -> None:
        """Judge files, and survey what that has changed."""
        state = self.state
        found_at = {path for path, _ in state.table("whole")} if change.files else set()
        slices = {kind: table.some(concerned | change.dropped) for kind, table in state.slices.items()}
        self._see_again(change)
        judged = concerned.union(self._judge(self._lazy_world(), sorted(concerned)))
        moved = self._survey_again(change, slices, concerned | change.dropped)
        naming = state.asking({"V" + path for path in change.fresh | change.dropped | change.gone})
        self.stale = judged | change.dropped | change.gone | moved | naming | found_at

    def _see_again(self, change: Change) -> None:
        """Make the state know the files as they are, and by what the changed ones are found."""
        from vaultlint.workspace.concern import found_by
        from vaultlint.workspace.judging import names_of

        state, look = self.state, self._look()
        for path in change.dropped - change.gone:
            state.take_out(path)
        for path in change.gone:
            state.forget(path)
        for entry in look.entries:
            known, digest = state.seen.get(entry.path), self._hashes.get(entry.path, b"")
            if known is None or known.hash != digest or not known.is_still(entry):
                state.saw(entry, look.looked, digest)
        if change.come or change.gone:
            self._files = None
        for path in sorted(change.fresh):
            facts = self.facts(path)
            if facts is not None:
                state.expect(path, found_by(facts), names_of(facts))

    def _change(self, linted: list[Entry]) -> Change:
        seen, look = self.state.seen, self._look()
        now = {entry.path for entry in linted}
        files = {entry.path for entry in look.entries}
        touched = {path for path, digest in self._hashes.items() if path in seen and digest != seen[path].hash}
        for entry in look.entries:  # notes that are left out: their times have to do
            if is_note(entry.path) and entry.path not in now and entry.path in seen:
                known = seen[entry.path]
                if (known.size, known.mtime, known.ctime) != entry[1:4] or not entry.mtime:
                    touched.add(entry.path)
        was_linted = {path for path, known in seen.items() if known.hash}
        return Change(files - seen.keys(), seen.keys() - files, touched, now, was_linted)

    def _questions_outside(self, change: Change) -> set[str]:
        """The questions about git and hidden files that are answered otherwise than before."""
        at, found = self.state.at, set()
        for path, there in list(at.hidden.items()):
            if self.source.exists(path) is not there:
                found.add("h" + path)
                at.hidden[path] = not there
        stamps = git_stamps(self._root)
        if at.git_asked and (stamps != at.git or change.files or _may_be_renamed(self._root, change.touched)):
            found.add("g")
        at.git = stamps
        return found

    def _count_again(self, change: Change, before: Mapping[str, NoteFacts | None]) -> None:
        sections, about = self.settings.sections, self.state.about
        sectioned = about.sectioned
        for path in change.fresh | change.dropped:
            old, new = before.get(path), self.facts(path) if path in change.linted else None
            sectioned += bool(new and new.has_section(sections)) - bool(old and old.has_section(sections))
        notes = len(self.listing.notes)
        self.state.about = About(notes, sectioned, self.listing.left_out, list(self.listing.unreadable))

    # 2. Taking in: memos, or parsing

    def _key(self, kind: bytes, path: str, digest: bytes) -> bytes:
        if self._environment is None:
            return b""
        environment = self._environment.facts if kind == b"facts" else self._environment.findings
        styles = self._styles_key if kind == b"own" else b""
        return content_key(kind, environment, styles, path.encode(errors="surrogatepass"), digest)

    def _take_in(self, entries: Sequence[Entry], *, only_facts: bool = False) -> list[tuple[str, str]]:
        """Make sure that facts and findings of the files are known; those that cannot be read, with the reason.

        With `only_facts` no rule runs.
        """
        from vaultlint.lint.parallel import lint_notes
        from vaultlint.workspace.sealed import Sealed, SealingLinter, unsealed_facts

        kinds = (b"facts",) if only_facts else (b"facts", b"own")
        todo = [entry for entry in entries if not self._is_known(entry.path, kinds)]
        self._put_away(entry.path for entry in todo)
        failed = []
        linter = SealingLinter(self.linter, keeping=self._keeps, only_facts=only_facts)
        jobs, progress = self.options.jobs, self.options.progress
        for path, row, reason, digest in lint_notes(linter, self.source, todo, jobs, progress):
            if row is None:
                failed.append((path, reason))
                self._hashes.pop(path, None)
                continue
            sealed = Sealed(*row)
            self._facts[path], self._own[path] = unsealed_facts(sealed.facts), sealed.own
            self._hashes[path] = self._of[path] = digest
            if self._keeps:
                self._keep(path, digest, sealed.kept_facts, sealed.kept_own)
        self.linter.parsed.clear()
        self.parsed += len(todo)
        return sorted(failed)

    @property
    def _keeps(self) -> bool:
        return self._store is not None and self._environment is not None

    def _is_known(self, path: str, kinds: tuple[bytes, ...]) -> bool:
        digest = self._hashes.get(path)
        if digest is None:
            return False
        if path in self._own and self._of.get(path) == digest:
            return True
        self._put_away([path])
        if self._below is not None and self._below.knows(path, digest):
            return True
        return self._is_kept(path, digest, kinds)

    def _is_kept(self, path: str, digest: bytes, kinds: tuple[bytes, ...] = (b"facts", b"own")) -> bool:
        if not self._keeps or self._store is None:
            return False
        keys = {self._key(kind, path, digest) for kind in kinds}
        return len(self._store.known(keys)) == len(keys)

    def knows(self, path: str, digest: bytes) -> bool:
        """Whether this workspace has what a file with this content gives."""
        return (self._of.get(path) == digest and path in self._own) or self._is_kept(path, digest)

    def adopt(self, result: NoteResult, digest: bytes) -> None:
        """Take over what linting a note gave, whose content has this hash."""
        from vaultlint.workspace.sealed import sealed_result

        path = result.facts.path
        sealed = sealed_result(result, keeping=self._keeps)
        self._facts[path], self._own[path], self._of[path] = result.facts, sealed.own, digest
        if self._keeps:
            self._keep(path, digest, sealed.kept_facts, sealed.kept_own)

    def style_memo(self, path: str) -> tuple[bytes, Any]:
        """The key of what a note says about styles, b"" where nothing is kept, and what is known of it."""
        if not self._keeps or self._store is None:
            return b"", None
        digest = self._hashes.get(path) or self._hash(path)
        key = content_key(b"styles", program(), path.encode(errors="surrogatepass"), digest)
        for _, value in self._store.memos([key]):
            return key, unpacked(value)
        return key, None

    def _put_away(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._facts.pop(path, None)
            self._own.pop(path, None)
            self._of.pop(path, None)

    def _facts_before(self, path: str) -> NoteFacts | None:
        """The facts of a file as it was when the state was made; None where they are not known any more."""
        from vaultlint.workspace.sealed import kept_facts

        digest = self.state.seen[path].hash
        if self._of.get(path) == digest and path in self._facts:
            return self._facts[path]
        if self._below is not None:
            return self._below.facts(path) if self._below._hash_of(path) == digest else None
        if self._keeps and self._store is not None:
            for _, value in self._store.memos([self._key(b"facts", path, digest)]):
                return kept_facts(path, value)
        return None

    def _hash_of(self, path: str) -> bytes:
        found = self._hashes.get(path)
        if found is None:
            seen = self.state.seen.get(path)
            found = seen.hash if seen else b""
        return found

    def _keep(self, path: str, digest: bytes, facts: bytes, own: bytes) -> None:
        self._unkept.append(("facts", self._key(b"facts", path, digest), facts))
        if own:
            self._unkept.append(("own", self._key(b"own", path, digest), own))
        if len(self._unkept) >= _AT_ONCE and not self.state.complete:
            self._write_memos(now=True)

    def _write_memos(self, *, now: bool) -> None:
        if self._store is None:
            return
        for kind in ("facts", "own", "styles"):
            rows = [(key, value) for each, key, value in self._unkept if each == kind]
            if rows:
                (self._store.keep_now if now else self._store.keep)(kind, rows)
        self._unkept = []

    def facts(self, path: str) -> NoteFacts | None:
        """The facts of a note or board; None for what is none, or cannot be read."""
        found = self._facts.get(path)
        if found is None and (is_note(path) or is_board(path)):
            found = self._load_facts(path)
            if found is not None:
                self._facts[path], self._of[path] = found, self._hash_of(path)
        return found

    def _load_facts(self, path: str) -> NoteFacts | None:
        from vaultlint.workspace.sealed import facts_of, kept_facts

        digest = self._hash_of(path)
        if self._below is not None and digest and self._below._hash_of(path) == digest:
            return self._below.facts(path)
        if self._keeps and self._store is not None and digest:
            for _, value in self._store.memos([self._key(b"facts", path, digest)]):
                return kept_facts(path, value)
        try:
            data = self.source.read(path)
        except OSError:
            return None
        self.parsed += 1
        return facts_of(self.linter, path, data)

    def each_facts(self, paths: Iterable[str]) -> Iterator[NoteFacts]:
        """The facts of notes and boards, one at a time; those that were not at hand are not kept."""
        for path in paths:
            found = self._facts.get(path) or self._load_facts(path)
            if found is not None:
                yield found

    def empty_hands(self) -> None:
        """Keep nothing in memory that the store has: it is looked up when it is asked for."""
        if self.keeps and not self._unkept:
            self._put_away([*self._own, *self._facts])

    def whole_problems(self, path: str) -> list[Any]:
        """What rules about the whole vault find in a file: rule and problem."""
        from vaultlint.workspace.problems import unpack_problem

        return [unpack_problem(row) for _, row in of_json(self.state.table("whole").get(path))]

    def own(self, path: str) -> NoteResult | None:
        """What linting a note by itself gave; None for a file that is not linted."""
        from vaultlint.workspace.sealed import kept_own, sealed_result, unsealed_own

        facts, digest = self.facts(path), self._hash_of(path)
        if facts is None or not digest:
            return None
        sealed = self._own.get(path)
        if sealed is not None and self._of.get(path) == digest:
            return unsealed_own(sealed, facts)
        if self._below is not None and self._below._hash_of(path) == digest:
            return self._below.own(path)
        if self._keeps and self._store is not None:
            for _, value in self._store.memos([self._key(b"own", path, digest)]):
                return kept_own(value, facts)
        if is_board(path):
            return None
        self.parsed += 1
        result = self.linter.lint(path, self.source.read(path))
        self._own[path], self._of[path] = sealed_result(result, keeping=False).own, digest
        return result

    # 3. Judging by the rules about links

    def _paths(self) -> Paths:
        from vaultlint.workspace.worlds import Paths

        if self._files is None:
            self._files = Paths(self.state.seen, self.obsidian)
        return self._files

    def _vault_of(self, paths: Iterable[str]) -> Vault:
        """A vault with the facts of the linted files at `paths` in memory."""
        from vaultlint.vault.vault import Vault

        facts = {path: found for path in paths if (found := self.facts(path)) is not None}
        boards = {path: found for path, found in facts.items() if is_board(path)}
        notes = {path: found for path, found in facts.items() if not is_board(path)}
        files = self._paths()
        vault = Vault(
            notes,
            files.files,
            self.settings,
            self.obsidian,
            self.source,
            self._excluded_facts,
            self.renames,
            boards,
        )
        vars(vault).update(boards=boards, resolver=files.resolver, unlinkable=files.unlinkable)
        return vault

    def _excluded_facts(self, path: str) -> NoteFacts:
        from dataclasses import replace

        found = self.facts(path)
        return found if found is not None else replace(self.linter.facts(path, b""), decodable=False)

    def renames(self) -> Mapping[str, tuple[str, ...]]:
        """What git knows of renames in the vault, if it is a folder on disk."""
        if not self._root:
            return {}
        from vaultlint.git.renames import renames

        return renames(self._root)

    def _lazy_world(self) -> World:
        from vaultlint.workspace.worlds import LazyWorld

        seen = self.state.seen
        linted = {path for path, known in seen.items() if known.hash}

        def names() -> Iterator[tuple[str, str, Sequence[str]]]:
            for path, (title, aliases) in all_json(self.state.table("names")).items():
                yield path, title, aliases

        def finding(questions: Iterable[str]) -> list[str]:
            return sorted(path for path in self.state.asking(set(questions)) if path in linted)

        def load(path: str) -> NoteFacts | None:
            return self._excluded_facts(path) if is_note(path) else self.facts(path)

        paths = self._paths()
        return LazyWorld(paths, self.settings, self.source, linted, load, finding, names, self.renames)

    def _judge(self, world: World, paths: list[str]) -> list[str]:
        """Judge files, and again those, which it returns, of which a question should have been answered otherwise."""
        from vaultlint.workspace.judging import Allowance, Judge

        self._judge_with(Judge(self.rules, world, self._waits), paths)
        allowance = Allowance()
        for path, data in self.state.table("limited"):
            allowance.add(path, of_json(data))
        wrong = allowance.wrong()
        if wrong:
            self._judge_with(Judge(self.rules, world, self._waits, allowance.allows), wrong)
        return wrong

    def _judge_with(self, judge: Any, paths: list[str]) -> None:
        from vaultlint.lint.parallel import map_paths
        from vaultlint.workspace.judging import Verdict

        def work(path: str) -> Any:
            facts = self.facts(path)
            return None if facts is None else tuple(judge.judge(facts))

        jobs = self.options.jobs if self.options.stopwatch is None else 1
        for path, row in map_paths(work, paths, jobs):
            if row is not None:
                self.state.put(path, Verdict(*row))
        self.judged += len(paths)

    def _waits(self, path: str) -> bool:
        """Whether links in other notes decide how safe a fix of a note's own findings is."""
        sealed = self._own.get(path)
        if sealed is None:
            own = self.own(path)
            rows = own.rows if own else ()
        else:
            rows = marshal.loads(sealed)[0]
        return any(row[_FIX] and "headings" in row[_FIX][_CHANGES] for row in rows)

    # 4. Rules about the whole vault

    def _survey(self, kinds: Collection[str]) -> set[str]:
        """Run the rules about some kinds of facts; the files of which they say something else than before."""
        from vaultlint.vault.kinds import KINDS
        from vaultlint.workspace.problems import pack_problem

        state = self.state
        before = all_json(state.table("whole"))
        rows = {path: [row for row in found if row[0] not in kinds] for path, found in before.items()}
        linted = sorted(path for path, seen in state.seen.items() if seen.hash)
        notes = [path for path in linted if not is_board(path)]
        boards = [path for path in linted if is_board(path)]
        asks = set(state.at.asks_files) - set(kinds)
        for kind in sorted(kinds):
            facts = KINDS[kind].whole(
                self._paths().files, notes, boards, self.settings, self.obsidian, all_json(state.slices[kind])
            )
            for path, found in self.rules.survey(kind, facts).items():
                rows.setdefault(path, []).extend([kind, pack_problem(each)] for each in found)
            if facts.asked_files:
                asks.add(kind)
        state.at.asks_files = sorted(asks)
        changed = {path for path, found in rows.items() if found != before.get(path, [])}
        for path in changed:
            state.put_whole(path, to_json(rows[path]) if rows[path] else None)
        return changed

    def _survey_again(
        self, change: Change, slices: Mapping[str, Mapping[str, bytes]], paths: Collection[str]
    ) -> set[str]:
        """Run the rules again whose facts have changed; `slices` are those of the files at `paths` before."""
        from vaultlint.vault.kinds import KINDS, place_map

        state, kinds = self.state, set()
        places: dict[str, dict[str, dict[int, int]]] = {}
        for kind, rules in self.rules.kinds.items():
            if not rules:
                continue
            before = {path: of_json(data) for path, data in slices[kind].items()}
            after = {path: of_json(data) for path, data in state.slices[kind].some(paths).items()}
            bare = KINDS[kind].bare
            same = before.keys() == after.keys() and all(bare(before[path]) == bare(after[path]) for path in before)
            if same and not (change.files and kind in state.at.asks_files):
                places[kind] = {path: place_map(before[path], after[path]) for path in change.fresh & before.keys()}
            else:
                kinds.add(kind)
        changed = self._move(places, change, kinds)
        return changed | (self._survey(kinds) if kinds else set())

    def _move(self, places: Mapping[str, Mapping[str, Mapping[int, int]]], change: Change, kinds: set[str]) -> set[str]:
        """Move what was found with the notes that it stands in, or names; a kind that cannot be moved joins `kinds`."""
        from vaultlint.workspace.problems import moved, pack_problem, unpack_problem

        state, table = self.state, self.state.table("whole")
        changed = set()
        for path, data in table.some(change.fresh | state.asking({"V" + each for each in change.fresh})).items():
            rows = of_json(data)
            new = []
            for kind, row in rows:
                found = moved(unpack_problem(row), places[kind]) if kind in places else None
                if found is None:
                    kinds.add(kind)
                new.append([kind, pack_problem(found) if found else row])
            if new != rows:
                state.put_whole(path, to_json(new))
                changed.add(path)
        return changed

    # 5. Findings

    def finish(self, draw: Draw | None = None) -> Iterator[tuple[str, Any]]:
        """Put the findings of the stale files together, in path order; yields what `draw` makes of each.

        What `draw` gives are plain values; None where there are no findings.
        """
        from vaultlint.lint.fix_levels import FixLevels
        from vaultlint.lint.parallel import map_paths

        paths = self.paths() if self.stale is None else sorted(self.stale)
        level, state = FixLevels.of(self.selection), self.state

        def work(path: str) -> Any:
            findings, own = self._put_together(path)
            kept = to_json([_packed(finding) for finding in findings]) if findings != own else b""
            counts = to_json(_counts(findings, level)) if findings else b""
            return kept, counts, draw(findings) if draw else None

        for path, (kept, counts, drawn) in map_paths(work, paths, self.options.jobs):
            state.table("findings").put(path, kept or None)
            state.table("counts").put(path, counts or None)
            yield path, drawn
        self._finished = None if self.stale is None or self._finished is None else self._finished | self.stale
        self.stale = set()

    def paths(self) -> list[str]:
        """All files that may have findings, in path order."""
        state = self.state
        found = {path for path, seen in state.seen.items() if seen.hash}
        return sorted(found | {path for path, _ in state.table("whole")})

    def findings(self, paths: Iterable[str] | None = None) -> Iterator[tuple[str, list[Finding]]]:
        """The findings of files that have any, file by file in path order."""
        for _ in self.finish():
            pass
        counts = self.state.table("counts")
        some = sorted(counts.some(set(paths))) if paths is not None else [path for path, _ in counts]
        for path in some:
            yield path, self.findings_at(path)

    def _own_findings(self, path: str) -> list[Finding]:
        own = self.own(path)
        return sorted(own.findings, key=lambda finding: finding.sort_key) if own else []

    def _put_together(self, path: str) -> tuple[list[Finding], list[Finding]]:
        """All findings of a file, and those that linting it by itself gave, each in order."""
        from vaultlint.workspace.problems import unpack_problem

        seen = self.state.seen.get(path)
        if seen is None:
            return [], []
        linted = bool(seen.hash)
        facts, own = (self.facts(path), self.own(path)) if linted else (None, None)
        rows, named = of_json(self.state.table("problems").get(path)) or ([], [])
        whole = [row for _, row in of_json(self.state.table("whole").get(path))]
        problems = [unpack_problem(row) for row in (*rows, *whole)]
        mine = sorted(own.findings, key=lambda finding: finding.sort_key) if own else []
        if not problems and not named and not (own and own.suppressions):
            return mine, mine
        return self._finisher.findings(path, facts, own, problems, set(named)), mine

    @cached_property
    def _finisher(self) -> Any:
        from vaultlint.lint.bounded import MOST_LISTED
        from vaultlint.workspace.finish import Finisher

        return Finisher(self.selection, self.text, MOST_LISTED)

    def text(self, path: str) -> str:
        """The text of a file; "" where it cannot be read."""
        from vaultlint.markdown.parse import decode

        try:
            return decode(self.source.read(path))[0]
        except OSError:
            return ""

    def note_text(self, path: str) -> str:
        """The text of a linted note; "" for everything else."""
        return self.text(path) if self.is_note(path) else ""

    def drawn(self, draw: Draw) -> Iterator[tuple[str, Any]]:
        """What `draw` makes of each file with findings, in path order."""
        from vaultlint.lint.parallel import map_paths

        for _ in self.finish():
            pass
        counts = [path for path, _ in self.state.table("counts")]
        return map_paths(lambda path: draw(self.findings_at(path)), counts, self.options.jobs)

    def findings_at(self, path: str) -> list[Finding]:
        """The findings of a finished file."""
        if self.state.table("counts").get(path) is None:
            return []
        data = self.state.table("findings").get(path)
        return self._own_findings(path) if data is None else [_unpacked(path, row) for row in of_json(data)]

    # For who needs everything

    @property
    def vault(self) -> Vault:
        """The vault with the facts of all notes."""
        if self._whole is None:
            self._whole = self._vault_of(sorted(path for path, seen in self.state.seen.items() if seen.hash))
        return self._whole

    def read_vault(self) -> Vault:
        """The vault without its findings: no rule runs, and what is known of the files stays as it is.

        It needs the store no more. Raises what `unreadable` says of the first part that could not be read.
        """
        self._forget_look()
        linted = [*self.listing.notes, *self._boards()]
        self._hashes = self._hashes_of(linted, ())
        failed = self._take_in(linted, only_facts=True)
        self.state.about = About(0, 0, {}, [*self.listing.unreadable, *(row for row in failed if row[1])])
        gone = {path for path, reason in failed if not reason}
        self._files = None
        self.state.see_all(
            [entry for entry in self._look().entries if not entry.error and entry.path not in gone], 0, self._hashes
        )
        vault = self._vault_of(sorted(self._hashes))
        self._write_memos(now=True)
        self.let_go()
        return vault

    def let_go(self) -> None:
        """Need the store no more: what is not at hand is worked out."""
        self._store = None

    def counts(self, least: int) -> Counts:
        """How many findings there are of at least a severity, and how they can be fixed."""
        severities, faulty, safe, unsafe = Counter[int](), 0, 0, 0
        for _, data in self.state.table("counts"):
            rows = [row for row in of_json(data) if row[1] >= least]
            faulty += bool(rows)
            for _, severity, total, safely, otherwise in rows:
                severities[severity] += total
                safe, unsafe = safe + safely, unsafe + otherwise
        return Counts({level: severities[level] for level in sorted(severities, reverse=True)}, faulty, safe, unsafe)

    def run(self, paths: Iterable[str] | None = None) -> Run:
        """The findings of all files, or of some."""
        from vaultlint.lint.engine import Run

        findings = tuple(finding for _, found in self.findings(paths) for finding in found)
        unreadable = tuple((path, reason) for path, reason in self.about.unreadable)
        return Run(findings, None, self.listing, self.selection, unreadable, workspace=self)

    @property
    def notes(self) -> list[str]:
        """The linted notes, in path order."""
        return sorted(path for path, seen in self.state.seen.items() if seen.hash and not is_board(path))

    @property
    def boards(self) -> list[str]:
        """The canvases and bases that are checked, in path order."""
        return sorted(path for path, seen in self.state.seen.items() if seen.hash and is_board(path))

    def is_note(self, path: str) -> bool:
        """Whether a note is linted."""
        seen = self.state.seen.get(path)
        return seen is not None and bool(seen.hash) and not is_board(path)

    def over(self, source: Source, differs: Callable[[str], bool]) -> Workspace:
        """A workspace on another state of the same vault; only files that it `differs` in are looked at."""
        made = Workspace(
            source,
            self.settings,
            self.options._replace(progress=None),
            store=self._store,
            environment=self._environment,
            below=self,
            differs=differs,
        )
        for name in ("selection", "rules", "_styles_key"):
            vars(made)[name] = getattr(self, name)
        return made

    @property
    def keeps(self) -> bool:
        """Whether what is found is going to be stored."""
        return self._keeps and self._below is None

    @property
    def view(self) -> str:
        """The name of the state in the store."""
        return self.state.view

    @cached_property
    def records(self) -> dict[str, list[str]]:
        """The formats of which pieces are stored, the latest last, with the files of which they are stale."""
        noted = self._store.note(f"{self.view}:drawn") if self._store and self.keeps and self.state.complete else None
        found: dict[str, list[str]] = unpacked(noted) if noted else {}
        return found

    def ledger(self, name: str) -> Any:
        """A ledger of this view with plain text."""
        assert self._store is not None
        return self._store.ledger(f"{self.view}:{name}", plain=True)

    @property
    def serial(self) -> str:
        """What changes whenever a finding may have changed."""
        return self.state.at.serial

    def save(self, after: Callable[[Store], None] | None = None) -> None:
        """Store what is known, if it is complete and nobody else has stored something meanwhile.

        `after` writes something that goes with it.
        """
        store = self._store
        if store is None or self._environment is None or not self.state.complete or self._below is not None:
            return
        if not store.begin():
            store.rollback()
            return
        self._write_memos(now=False)
        if self._finished is None or self._finished:
            self.state.at.serial = os.urandom(8).hex()
        self._save_pieces()
        self.state.save(store, [list(mark) for mark in self._look().marks])
        if after is not None:
            after(store)
        store.commit(len(self.state.seen))
        self._finished = set()

    def _save_pieces(self) -> None:
        finished = self._finished
        known = {} if finished is None else {key: sorted({*stale, *finished}) for key, stale in self.records.items()}
        records = {key: stale for key, stale in known.items() if len(stale) < _MANY and key not in self.pieces}
        for key, table in self.pieces.items():
            table.write(self.ledger(f"drawn {key}"))
            records[key] = []
        kept = dict([*records.items()][-_FORMATS:])
        for key in (known.keys() | records.keys()) - kept.keys():
            self.ledger(f"drawn {key}").replace([])
        assert self._store is not None
        self._store.set_note(f"{self.view}:drawn", packed(kept))
        self.__dict__["records"], self.pieces = kept, {}


class StyleRows(dict[str, Any]):
    """What notes say about styles, by path: looked up among the memos, and kept there where it is new."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._asked: dict[str, bytes] = {}
        self.new: list[tuple[str, bytes, bytes]] = []

    def __contains__(self, path: object) -> bool:
        if not super().__contains__(path) and isinstance(path, str) and path not in self._asked:
            self._asked[path], value = self._workspace.style_memo(path)
            if value is not None:
                super().__setitem__(path, value)
        return super().__contains__(path)

    def __setitem__(self, path: str, row: Any) -> None:
        super().__setitem__(path, row)
        if self._asked.get(path):
            self.new.append(("styles", self._asked[path], packed(row)))


def compared_properties(settings: Settings) -> tuple[str, ...]:
    """The properties whose values rules compare, whether or not they run: `duplicate-title`'s, and unique ones."""
    from vaultlint.rules import rule_named

    options = settings.rules.get("duplicate-title") or rule_named("duplicate-title").options()
    unique = [key for note_type in settings.note_types for key, rule in note_type.properties.items() if rule.unique]
    return tuple(sorted({*getattr(options, "properties", ()), *unique}))


def _linked(source: Source) -> Iterator[Entry]:
    """The folders that symlinks out of the vault lead to, as entries: links into them are not judged."""
    from vaultlint.vault.listing import linked_folders
    from vaultlint.vault.source import Entry

    return (Entry(path) for path in sorted(linked_folders(source)))


def _may_be_renamed(root: str, paths: Collection[str]) -> bool:
    """Whether git could take one of the notes for a renamed one: it does so with files that HEAD does not have."""
    from vaultlint.git.renames import are_committed
    from vaultlint.git.repository import find_repository

    repository = find_repository(root) if paths else None
    return repository is not None and not (git_stamps(root) and are_committed(repository, paths))


def _counts(findings: Iterable[Finding], level: Callable[[Finding], Any]) -> list[list[Any]]:
    """Rule, severity, and how many findings there are, can be fixed safely, and otherwise."""
    found: dict[tuple[str, int], list[int]] = {}
    for finding in findings:
        row = found.setdefault((finding.rule, int(finding.severity)), [0, 0, 0])
        row[0] += 1
        fix = level(finding)
        if fix is not None:
            row[1 if fix == 3 else 2] += 1
    return [[rule, severity, *row] for (rule, severity), row in found.items()]


def _packed(finding: Finding) -> Any:
    from vaultlint.lint.note_linter import pack_finding

    return pack_finding(finding)[1:]


def _unpacked(path: str, row: Sequence[Any]) -> Finding:
    from vaultlint.lint.note_linter import unpack_finding

    return unpack_finding((path, *row))
