"""What holds for a vault under certain settings: files as they were seen, verdicts of the vault rules, and findings."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from vaultlint.values import NamedTuple
from vaultlint.workspace.files import Seen, pack_paths, pack_seen, unpack_paths, unpack_seen
from vaultlint.workspace.index import Index, question_number
from vaultlint.workspace.seal import DamagedError, content_key, packed, to_json, unpacked
from vaultlint.workspace.store import guarded
from vaultlint.workspace.tables import Ledger, Table, Values

if TYPE_CHECKING:
    from vaultlint.vault.source import Entry
    from vaultlint.workspace.judging import Verdict
    from vaultlint.workspace.store import Store

_FINISHED = ("counts", "findings", "quiet")  # tables of what was put together, which is bytes
_KEY = 16  # bytes


class About(NamedTuple):
    """What is said of a vault besides its findings.

    `notes` are those that were checked and could be read; `sectioned` how many of them have one of the default
    sections; `left_out` maps the others to the setting that excludes them; `unreadable` are paths with the reason.
    """

    notes: int = 0
    sectioned: int = 0
    left_out: Mapping[str, str] = MappingProxyType({})
    unreadable: Sequence[tuple[str, str]] = ()


class Circumstances:
    """What besides the files decides whether the state still holds, and how it can be brought up to date."""

    def __init__(self) -> None:
        self.key = ""  # of the listing
        self.settled = False  # whether all sizes and times of the listing can be trusted
        self.git: list[list[int]] = []
        self.git_asked = False
        self.renames = ""
        self.hidden: dict[str, bool] = {}
        self.asks_files: list[str] = []  # the kinds of rules that look at the files, too
        self.styles = ""  # what was learned about the vault
        self.serial = ""  # another one whenever a finding may be another


class State:
    """What is known under the name of a view; `below` is another state that this one begins with."""

    def __init__(self, view: str, below: State | None = None) -> None:
        self.view = view
        self.complete: bool = below is not None and below.complete and below._fresh is not None
        self._seen: dict[str, Seen] | None = dict(below.seen) if below else {}
        self._packed_paths = self._packed_seen = b""
        self._paths: list[str] = []  # those that are stored
        self.marks: list[Any] = list(below.marks) if below else []
        self.at = Circumstances()
        if below:
            vars(self.at).update(vars(below.at), hidden=dict(below.at.hidden))
        self.about: About = below.about if below else About()
        self._tables: dict[str, Table] = {}
        self._below: State | None = below
        self._store: Store | None = None
        self._index: Index | None = below._index if below else None
        self._numbers: dict[int, str] | None = None
        self._gone: dict[str, int] = dict(below._gone) if below else {}  # numbers of files that the index still knows
        # questions of files that the index, if there is one, does not know yet; None until somebody wants to know
        fresh = below._fresh if below else None
        self._fresh: dict[str, frozenset[int]] | None = None if fresh is None else dict(fresh)

    @classmethod
    @guarded
    def load(cls, store: Store, view: str) -> State:
        """The state that was stored for a view, or an empty one."""
        state = cls(view)
        noted = store.note(f"{view}:state")
        paths, seen = (store.note(f"{view}:paths"), store.note(f"{view}:seen")) if noted else (None, None)
        if noted is None or paths is None or seen is None:
            return state
        at, about, state.marks = unpacked(noted)
        vars(state.at).update(at)
        state.about = About(*about)
        state._seen, state._packed_paths, state._packed_seen = None, paths, seen
        state._store, state._index, state._fresh = store, Index(store, view), {}
        state.complete = True
        return state

    def _ledger(self, store: Store, name: str) -> Ledger | Values:
        ledger = Ledger(store, f"{self.view}:{name}")
        return ledger if name in ("asked", *_FINISHED) else Values(ledger)

    def table(self, name: str) -> Table:
        """One of the tables, among which there is one for each of `vault.kinds.KINDS`."""
        found = self._tables.get(name)
        if found is None:
            store, below = self._store, self._below
            found = Table(self._ledger(store, name) if store else below.table(name) if below else None)
            self._tables[name] = found
        return found

    def restart(self) -> None:
        """Forget what was found, but not what files were seen."""
        self.complete = False
        self._tables = {}
        self._below = self._store = self._index = self._fresh = None
        self.at = Circumstances()

    # Files

    @property
    def seen(self) -> dict[str, Seen]:
        """The files as they were seen last, by path."""
        if self._seen is None:
            self._seen = self._unpacked_seen()
        return self._seen

    @guarded
    def _unpacked_seen(self) -> dict[str, Seen]:
        self._paths = unpack_paths(self._packed_paths)
        key, seen = self._packed_seen[:_KEY], self._packed_seen[_KEY:]
        if key != content_key(self._packed_paths):
            raise DamagedError("other paths than the files have")
        return unpack_seen(self._paths, seen)

    def saw(self, entry: Entry, looked: int, digest: bytes) -> None:
        """A file was looked at."""
        known = self.seen.get(entry.path)
        number = known.number if known else self._gone.pop(entry.path, None)
        if number is None:
            number = 1 + max((row.number for row in self.seen.values()), default=0) + len(self._gone)
            number = max([number, *(each + 1 for each in self._gone.values())])
        self.seen[entry.path] = Seen(entry.size, entry.mtime, entry.ctime, looked, number, digest)
        if known is None:
            self._numbers = None

    def see_all(self, entries: Iterable[Entry], looked: int, hashes: dict[str, bytes]) -> None:
        """These are all files."""
        self._seen = {
            entry.path: Seen(entry.size, entry.mtime, entry.ctime, looked, number, hashes.get(entry.path, b""))
            for number, entry in enumerate(entries)
        }
        self._numbers = None

    def forget(self, path: str) -> None:
        """A file is gone."""
        self.take_out(path)
        known = self.seen.pop(path, None)
        if known:
            self._gone[path] = known.number
        self._numbers = None

    def take_out(self, path: str) -> None:
        """A file is not linted any more."""
        for name in (*_judged(), *_FINISHED):
            self.table(name).put(path, None)
        if self._fresh is not None:
            self._fresh[path] = frozenset()

    # Questions

    def put(self, path: str, verdict: Verdict) -> None:
        """A file was judged."""
        for name in _judged():
            self.table(name).put(path, verdict.rows.get(name))
        self.at.hidden.update(verdict.hidden)
        self.at.git_asked = self.at.git_asked or verdict.git
        self._note_questions(path)

    def expect(self, path: str, questions: Iterable[str], names: Any) -> None:
        """A file that is going to be judged can be found by these questions and names, and by none of before."""
        self.table("names").put(path, names)
        if self._fresh is not None:
            self._fresh[path] = frozenset(map(question_number, questions))

    def put_whole(self, path: str, rows: list[Any] | None) -> None:
        """The rules about the whole vault say something of a file."""
        self.table("whole").put(path, rows)
        self._note_questions(path)

    def _note_questions(self, path: str) -> None:
        if self._fresh is not None:
            self._fresh[path] = frozenset(self._questions(path))

    def _questions(self, path: str, *, before: bool = False) -> Iterator[int]:
        """The numbers of what a file asked, or had asked `before` anything changed."""
        asked, whole = [(table.before if before else table.get)(path) for table in map(self.table, ("asked", "whole"))]
        if asked:
            yield from array("I", asked)
        for row in whole or ():
            yield from (question_number("V" + related[1]) for related in row[1][5])

    def asking(self, questions: Collection[str]) -> set[str]:
        """The files that asked one of the questions, or that are found by one."""
        held = self.hold_questions()
        numbers = {question_number(question) for question in questions}
        found = {path for path, asked in held.items() if not asked.isdisjoint(numbers)}
        if self._index is not None:
            path_of = self._path_of()
            stored = (path_of.get(number) for number in self._index.asking(numbers))
            found.update(path for path in stored if path is not None and path not in held)
        return found

    def _path_of(self) -> dict[int, str]:
        if self._numbers is None:
            self._numbers = {row.number: path for path, row in self.seen.items()}
        return self._numbers

    # Storing

    def save(self, store: Store, marks: list[Any]) -> None:
        """Write what has changed; the store has begun to write."""
        view = self.view
        if self._index is None:
            self._index = Index(store, view)
            self._index.replace({self.seen[path].number: asked for path, asked in self._all_questions().items()})
        elif self._fresh:
            numbers = self._gone | {path: row.number for path, row in self.seen.items()}
            changed = [(path, asked) for path, asked in self._fresh.items() if path in numbers]
            self._index.update(
                {numbers[path]: (frozenset(self._questions(path, before=True)), asked) for path, asked in changed}
            )
        for name in self._tables if self._store else (*_judged(), "whole", *_FINISHED):
            self.table(name).write(self._ledger(store, name))
        about = self.about._replace(left_out=dict(self.about.left_out))
        store.set_note(f"{view}:state", packed([vars(self.at), about, marks]))
        if not self._paths or self._paths != list(self.seen):
            self._paths = list(self.seen)
            self._packed_paths = pack_paths(self._paths)
            store.set_note(f"{view}:paths", self._packed_paths)
        store.set_note(f"{view}:seen", content_key(self._packed_paths) + pack_seen(self.seen.values()))
        self._fresh, self._gone = {}, {}
        self.marks = marks

    def differing(self) -> set[str]:
        """The files of which rules that look beyond one note say something else than in the state below."""
        found: set[str] = set()
        for name in ("problems", "whole"):
            changes = self.table(name).changes
            before = self._below.table(name).some(changes.keys()) if self._below else {}
            found.update(path for path, rows in changes.items() if to_json(before.get(path)) != to_json(rows))
        return found

    def hold_questions(self) -> dict[str, frozenset[int]]:
        """Know who asked what, as far as it is not stored: also for states that are made from this one."""
        if self._fresh is None:  # everything was judged anew
            self._fresh = self._all_questions()
        return self._fresh

    def _all_questions(self) -> dict[str, frozenset[int]]:
        found = ((path, frozenset(self._questions(path))) for path in self.seen)
        return {path: asked for path, asked in found if asked}

    def settle(self, key: str, *, settled: bool) -> None:
        """The state is that of a listing; `settled` says that all its sizes and times can be trusted."""
        self.at.key, self.at.settled = key, settled
        self.complete = True


@cache
def _judged() -> tuple[str, ...]:
    """The tables of what verdicts say; the last ones are the slices of each kind of facts."""
    from vaultlint.vault.kinds import KINDS  # nobody needs them while nothing changes

    return ("problems", "asked", "limited", "names", *KINDS)
