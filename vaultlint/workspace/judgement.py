"""What the rules that look beyond one note say, and which notes a change concerns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from vaultlint.cached import cached_property
from vaultlint.git.evidence import git_stamps
from vaultlint.paths import is_board, is_note
from vaultlint.values import frozen
from vaultlint.vault.kinds import KINDS, place_map
from vaultlint.workspace.seal import to_json

if TYPE_CHECKING:
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.nearest import Nearest
    from vaultlint.vault.source import Entry
    from vaultlint.vault.vault import Vault
    from vaultlint.vault.world import Paths, World
    from vaultlint.workspace.contents import Contents
    from vaultlint.workspace.judging import Judge
    from vaultlint.workspace.setting import Setting
    from vaultlint.workspace.state import State
    from vaultlint.workspace.worlds import LazyWorld


@frozen
class Change:
    """What has changed: files that came and went, contents that are others, and the linted files before and after.

    `entries` are the files that were looked at.
    """

    come: set[str]
    gone: set[str]
    touched: set[str]
    linted: set[str]
    was_linted: set[str]
    entries: Sequence[Entry]

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


class Judgement:
    """Judges the files of one vault, all of them or those that a change concerns."""

    def __init__(self, setting: Setting, contents: Contents, state: State, below: Judgement | None = None) -> None:
        self.setting, self.contents, self.state, self._below = setting, contents, state, below
        self._files: Paths | None = None
        self._nearest: Nearest | None = None
        self._is_named_otherwise = False  # than below
        self.judged = 0  # how many files were judged: work is counted in tests

    def forget_files(self) -> None:
        """Files came or went."""
        self._files = self._nearest = None
        self._is_named_otherwise = True

    def files(self) -> Paths:
        """The files, and what can be told from their paths; those of the state below where they are the same."""
        from vaultlint.vault.world import Paths

        if self._files is not None and self._files.obsidian != self.setting.obsidian:
            self._files = None
        if self._files is None and self._below is not None:
            known = self._below.files()
            if known.files == self.state.seen.keys() and known.obsidian == self.setting.obsidian:
                self._files = known
        if self._files is None:
            self._files = Paths(self.state.seen, self.setting.obsidian)
        return self._files

    def nearest(self) -> Nearest:
        """The names of files and notes, to be asked for the nearest ones; kept as long as they are the same."""
        from vaultlint.vault.nearest import Nearest

        if self._nearest is None and self._below is not None and not self._is_named_otherwise:
            return self._below.nearest()
        if self._nearest is None:
            self._nearest = Nearest(self.files().files, self._names)
        return self._nearest

    def _names(self) -> Iterator[tuple[str, str, Sequence[str]]]:
        for path, (title, aliases) in self.state.table("names"):
            yield path, title, aliases

    def vault_of(self, paths: Iterable[str]) -> Vault:
        """A vault with the facts of the linted files at `paths` in memory."""
        from vaultlint.vault.vault import Vault

        facts = {path: found for path in paths if (found := self.contents.facts(path)) is not None}
        boards = {path: found for path, found in facts.items() if is_board(path)}
        notes = {path: found for path, found in facts.items() if not is_board(path)}
        settings, source = self.setting.settings, self.setting.source
        return Vault(notes, self.files(), settings, source, self._excluded_facts, self.renames, boards)

    def _excluded_facts(self, path: str) -> NoteFacts:
        from dataclasses import replace

        found = self.contents.facts(path)
        return found if found is not None else replace(self.setting.reader.facts(path, b""), decodable=False)

    def renames(self) -> Mapping[str, tuple[str, ...]]:
        """What git knows of renames in the vault, if it is a folder on disk."""
        if not self.setting.root:
            return {}
        from vaultlint.git.renames import renames

        return renames(self.setting.root)

    def lazy_world(self) -> LazyWorld:
        """The vault, looked up piece by piece."""

        from vaultlint.workspace.worlds import LazyWorld

        seen = self.state.seen
        linted = {path for path, known in seen.items() if known.hash}

        def finding(questions: Iterable[str]) -> list[str]:
            return sorted(path for path in self.state.asking(set(questions)) if path in linted)

        def load(path: str) -> NoteFacts | None:
            return self._excluded_facts(path) if is_note(path) else self.contents.facts(path)

        paths = self.files()
        settings, source = self.setting.settings, self.setting.source
        return LazyWorld(paths, settings, source, linted, load, finding, self._names, self.renames, self.nearest)

    def judge(self, world: World, paths: list[str], meanwhile: Callable[[], object] = lambda: None) -> list[str]:
        """Judge files, and again those, which it returns, of which a question should have been answered otherwise.

        What is to be done `meanwhile` does not need them judged.
        """
        from vaultlint.workspace.judging import Allowance, Judge

        self._judge_with(Judge(self.setting.rules, world, self.contents.waits), paths, meanwhile)
        allowance = Allowance()
        for path, rows in self.state.table("limited"):
            allowance.add(path, rows)
        wrong = allowance.wrong()
        if wrong:
            self._judge_with(Judge(self.setting.rules, world, self.contents.waits, allowance.allows), wrong)
        return wrong

    def _judge_with(self, judge: Judge, paths: list[str], meanwhile: Callable[[], object] = lambda: None) -> None:
        """Judge files. Where several processes do so, one answers costly questions: what they need is made once."""
        from vaultlint.lint.parallel import is_shared, map_paths
        from vaultlint.workspace.judging import Verdict

        jobs = self.setting.options.jobs

        def work(paths: Sequence[str], puts_off: bool = is_shared(len(paths), jobs)) -> Iterator[Any]:
            found = [self.contents.facts(path) for path in paths]
            judged = iter(judge.judge([facts for facts in found if facts is not None], puts_off=puts_off))
            for facts in found:
                verdict = None if facts is None else next(judged)
                yield verdict and tuple(verdict)

        for path, row in map_paths(work, paths, jobs, meanwhile):
            row = row or next(work([path], puts_off=False))
            if row is not None:
                self.state.put(path, Verdict(*row))
        self.judged += len(paths)

    def whole_problems(self, path: str) -> list[Any]:
        """What rules about the whole vault find in a file: rule and problem."""
        from vaultlint.workspace.problems import unpack_problem

        return [unpack_problem(row) for _, row in self.state.table("whole").get(path) or ()]

    def kinds(self) -> tuple[set[str], set[str]]:
        """The kinds of facts that rules look at, and those of them that judging the files does not give."""
        kinds = {kind for kind, rules in self.setting.rules.kinds.items() if rules}
        return kinds, {kind for kind in kinds if KINDS[kind].slice_of is None}

    def survey(self, kinds: Collection[str]) -> set[str]:
        """Run the rules about some kinds of facts; the files of which they say something else than before."""
        from vaultlint.workspace.problems import pack_problem

        state = self.state
        whole = state.table("whole")
        before = whole.naming(kinds)
        rows = {path: [row for row in found if row[0] not in kinds] for path, found in before.items()}
        linted = sorted(path for path, seen in state.seen.items() if seen.hash)
        boards = dict.fromkeys(path for path in linted if is_board(path))
        notes = [path for path in linted if path not in boards]
        asks = set(state.at.asks_files) - set(kinds)
        files, settings, obsidian = self.files().files, self.setting.settings, self.setting.obsidian
        for kind in sorted(kinds):
            facts = KINDS[kind].whole(files, notes, [*boards], settings, obsidian, state.table(kind))
            for path, found in self.setting.rules.survey(kind, facts).items():
                if path not in rows:
                    rows[path] = before[path] = whole.get(path) or []
                rows[path] = rows[path] + [[kind, pack_problem(each)] for each in found]
            if facts.asked_files:
                asks.add(kind)
        state.at.asks_files = sorted(asks)
        changed = {path for path, found in rows.items() if to_json(found) != to_json(before[path])}
        for path in changed:
            state.put_whole(path, rows[path] or None)
        return changed

    def _survey_again(
        self, change: Change, slices: Mapping[str, Mapping[str, Any]], paths: Collection[str]
    ) -> set[str]:
        """Run the rules again whose facts have changed; `slices` are those of the files at `paths` before."""

        state, kinds = self.state, set()
        places: dict[str, dict[str, dict[int, int]]] = {}
        for kind, rules in self.setting.rules.kinds.items():
            if not rules:
                continue
            before, after, bare = slices[kind], state.table(kind).some(paths), KINDS[kind].bare
            same = before.keys() == after.keys() and all(
                to_json(bare(before[path])) == to_json(bare(after[path])) for path in before
            )
            if same and not (change.files and kind in state.at.asks_files):
                places[kind] = {path: place_map(before[path], after[path]) for path in change.fresh & before.keys()}
            else:
                kinds.add(kind)
        changed = self._move(places, change, kinds)
        return changed | (self.survey(kinds) if kinds else set())

    def _move(self, places: Mapping[str, Mapping[str, Mapping[int, int]]], change: Change, kinds: set[str]) -> set[str]:
        """Move what was found with the notes that it stands in, or names; a kind that cannot be moved joins `kinds`."""
        from vaultlint.workspace.problems import moved, pack_problem, unpack_problem

        state, table = self.state, self.state.table("whole")
        changed = set()
        for path, rows in table.some(change.fresh | state.asking({"V" + each for each in change.fresh})).items():
            new = []
            for kind, row in rows:
                found = moved(unpack_problem(row), places[kind]) if kind in places else None
                if found is None:
                    kinds.add(kind)
                new.append([kind, pack_problem(found) if found else row])
            if to_json(new) != to_json(rows):
                state.put_whole(path, new)
                changed.add(path)
        return changed

    def concerned(self, change: Change, before: Mapping[str, NoteFacts | None]) -> set[str]:
        """The linted files that have changed, or asked what may be answered otherwise now."""
        from vaultlint.vault.facts import ANY
        from vaultlint.workspace.concern import folders_of, of_change, of_file

        moved = change.come | change.gone
        staying = {path.rpartition("/")[0] for path in self.state.seen.keys() - moved} if moved else set()
        folders = {*staying, *(folder for path in staying for folder in folders_of(path))}
        questions = {question for path in moved for question in of_file(path, folders)}
        if not self.state.asking({"P" + ANY}):  # everybody asks for links to headings of any file: hardly one has some
            questions.discard("p" + ANY)
        for path in change.fresh | change.dropped | change.touched:
            after = self.contents.facts(path) if path in change.linted else None
            questions |= of_change(path, before.get(path), after)
        questions |= self._questions_outside(change)
        return change.fresh | (self.state.asking(questions) & change.linted)

    def judge_again(self, change: Change, concerned: set[str]) -> set[str]:
        """Judge files, and survey what that has changed; the files whose findings may be others now."""
        state = self.state
        slices = {kind: state.table(kind).some(concerned | change.dropped) for kind in KINDS}
        self._see_again(change)
        judged = concerned.union(self.judge(self.lazy_world(), sorted(concerned)))
        moved = self._survey_again(change, slices, concerned | change.dropped)
        naming = state.asking({"V" + path for path in change.fresh | change.dropped | change.gone})
        return judged | change.dropped | change.gone | moved | naming

    def _see_again(self, change: Change) -> None:
        """Make the state know the files as they are, and by what the changed ones are found."""
        from vaultlint.workspace.concern import found_by
        from vaultlint.workspace.judging import names_of

        state, look, names = self.state, self.setting.look(), self.state.table("names")
        renamed = change.fresh | change.dropped
        named = names.some(renamed)
        for path in change.dropped - change.gone:
            state.take_out(path)
        for path in change.gone:
            state.forget(path)
        for entry in change.entries:
            known, digest = state.seen.get(entry.path), self.contents.hashes.get(entry.path, b"")
            if known is None or known.hash != digest or not known.is_still(entry):
                state.saw(entry, look.looked, digest)
        for path in sorted(change.fresh):
            facts = self.contents.facts(path)
            if facts is not None:
                state.expect(path, found_by(facts), names_of(facts))
        if change.come or change.gone:
            self.forget_files()
        elif names.some(renamed) != named:
            self._nearest, self._is_named_otherwise = None, True

    def _questions_outside(self, change: Change) -> set[str]:
        """The questions about git and hidden files that are answered otherwise than before."""
        at, found = self.state.at, set()
        for path, there in list(at.hidden.items()):
            if self.setting.source.exists(path) is not there:
                found.add("h" + path)
                at.hidden[path] = not there
        stamps = git_stamps(self.setting.root)
        if at.git_asked and (stamps != at.git or change.files or _may_be_renamed(self.setting.root, change.touched)):
            found.add("g")
        at.git = stamps
        return found

    def change(self, linted: list[Entry]) -> Change:
        """What has changed since the state was made; `linted` are the files that are linted now."""
        seen, look = self.state.seen, self.setting.look()
        now = {entry.path for entry in linted}
        files = {entry.path for entry in look.entries}
        touched = {path for path, digest in self.contents.hashes.items() if path in seen and digest != seen[path].hash}
        for entry in look.entries:  # notes that are left out: their times have to do
            if is_note(entry.path) and entry.path not in now and entry.path in seen:
                known = seen[entry.path]
                if (known.size, known.mtime, known.ctime) != entry[1:4] or not entry.mtime:
                    touched.add(entry.path)
        was_linted = {path for path, known in seen.items() if known.hash}
        return Change(files - seen.keys(), seen.keys() - files, touched, now, was_linted, look.entries)

    def change_of(self, digests: Mapping[str, bytes]) -> Change:
        """What has changed where only these linted files may hold something else: the hash of each is given."""
        seen, linted = self.state.seen, set(self.contents.hashes)
        touched = {path for path, digest in digests.items() if digest != seen[path].hash}
        return Change(set(), set(), touched, linted, linted, [self.setting.entry(path) for path in digests])


def _may_be_renamed(root: str, paths: Collection[str]) -> bool:
    """Whether git could take one of the notes for a renamed one: it does so with files that HEAD does not have."""
    from vaultlint.git.renames import are_committed
    from vaultlint.git.repository import find_repository

    repository = find_repository(root) if paths else None
    return repository is not None and not (git_stamps(root) and are_committed(repository, paths))
