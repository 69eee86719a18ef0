"""The cache of a vault: results of single notes, and the findings of the last run, in one SQLite file.

A row is keyed by path and valid while size, modification and change time are the same, or, where they differ, while the
content's hash is. A file whose times are not older than the start of the run that stored it is looked at again. The
file belongs to one environment (version, settings, rule set): another environment has another file. Rows that do not
parse are made again, and a file that cannot be read is removed; a cache never changes a result.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from vaultlint import __version__
from vaultlint.lint.hashing import content_hash

if TYPE_CHECKING:
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.source import Entry, Source

_SCHEMA = """
create table if not exists meta (name text primary key, value blob) without rowid;
create table if not exists stamps (
    path text primary key, size integer, mtime integer, ctime integer, hash blob) without rowid;
create table if not exists facts (path text primary key, pointers text, names text, facts blob);
create table if not exists verdicts (path text primary key, held text, leaning text, findings blob);
create table if not exists own (path text primary key, result blob);
create table if not exists shown (
    path text primary key, extra blob, errors integer, warnings integer, infos integer, safe integer, unsafe integer,
    rendered blob);
"""
_KEPT_FILES = 4
_WRITTEN = "written"  # the name under which each run that writes leaves a mark of its own
_FEW = 1000  # rows that are looked up one by one; of more, all are read
_CLOCK_GRANULARITY = 50_000_000  # nanoseconds; file times are ticks of the kernel's clock, not of ours
_IGNORE = "# Made by vaultlint.\n*\n"
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache made by vaultlint.\n"


class Stamp(NamedTuple):
    """When a file was last seen, and the hash of its content."""

    size: int
    mtime: int
    ctime: int
    hash: bytes


class Shown(NamedTuple):
    """What was printed for a path: a digest of the vault rules' findings there, and counts for the summary."""

    path: str
    extra: bytes
    errors: int
    warnings: int
    infos: int
    safe: int
    unsafe: int


class Totals(NamedTuple):
    """Counts for the summary; `faulty` is the number of paths with findings."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0
    safe: int = 0
    unsafe: int = 0
    faulty: int = 0

    @classmethod
    def of(cls, rows: Iterable[Shown]) -> Totals:
        """The counts of some paths."""
        counts = [(*row[2:], int(any(row[2:5]))) for row in rows]
        return cls(*map(sum, zip(*counts, strict=True)))

    def plus(self, other: Totals, sign: int = 1) -> Totals:
        """These counts and others."""
        return Totals(*[mine + sign * theirs for mine, theirs in zip(self, other, strict=True)])


class Verdict(NamedTuple):
    """What the vault rules found at a path, before suppression.

    `held` are the paths that findings name which cannot be judged again by themselves, `leaning` the other paths that
    the rest of the findings name.
    """

    path: str
    held: Sequence[str]
    leaning: Sequence[str]
    findings: Sequence[Any]


class Update(NamedTuple):
    """What a run writes into the cache."""

    meta: Mapping[str, bytes]
    stamps: Sequence[tuple[str, Stamp]] = ()
    facts: Sequence[NoteFacts] = ()
    own: Iterable[tuple[str, Any]] = ()
    shown: Sequence[tuple[Shown, bytes]] = ()
    gone: Sequence[str] = ()
    forget_shown: bool = False
    unshown: Sequence[str] = ()  # paths that were done again without printing them
    verdicts: Sequence[Verdict] = ()
    forget_verdicts: bool = False


def environment_key(*parts: object) -> str:
    """The name of an environment: version and whatever decides findings besides the vault's files."""
    text = "\x1f".join(repr(part) for part in (__version__, *parts))
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=12).hexdigest()


class Cache:
    """One environment's cache file. Made with `Cache.open`; `close` it in the end.

    Reading raises `sqlite3.Error` where the file is damaged: nothing that was read from it before can be trusted then.
    """

    def __init__(self, path: str, connection: sqlite3.Connection) -> None:
        self.path = path
        self.started = time.time_ns() - _CLOCK_GRANULARITY
        self._connection = connection
        self._written = self.meta(_WRITTEN)

    @classmethod
    def open(cls, folder: str, environment: str) -> Cache | None:
        """The cache of an environment below `folder`, or None where there can be none (a read-only disk)."""
        path = os.path.join(folder, f"{environment}.sqlite")
        try:
            os.makedirs(folder, exist_ok=True)
            _mark(folder)
            return cls(path, _connect(path))
        except sqlite3.DatabaseError:
            with suppress(OSError):
                os.remove(path)
            try:
                return cls(path, _connect(path))
            except (sqlite3.Error, OSError):
                return None
        except OSError:
            return None

    def close(self) -> None:
        """Close the database; what was not committed is lost."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def meta(self, name: str) -> bytes | None:
        """A stored value, or None."""
        for (value,) in self._rows("select value from meta where name = ?", (name,)):
            return bytes(value) if isinstance(value, bytes) else None
        return None

    def unchanged(self, source: Source, entries: Sequence[Entry]) -> tuple[set[str], dict[str, bytes]]:
        """The paths whose stored result holds, and the content hashes of those that had to be read to know."""
        stamps = {path: Stamp(*rest) for path, *rest in self._where("select * from stamps", _few(entries))}
        racy = self.last_start
        valid: set[str] = set()
        hashes: dict[str, bytes] = {}
        for entry in entries:
            stamp = stamps.get(entry.path)
            if stamp is None:
                continue
            times = (entry.size, entry.mtime, entry.ctime)
            if times == stamp[:3] and max(entry.mtime, entry.ctime) < racy:
                valid.add(entry.path)
            elif entry.size == stamp.size:
                with suppress(OSError):
                    hashes[entry.path] = content_hash(source.read(entry.path))
                if hashes.get(entry.path) == stamp.hash:
                    valid.add(entry.path)
        return valid, hashes

    def is_racy(self, entries: Iterable[Entry]) -> bool:
        """Whether a file's times are not older than the start of the run that was stored: its times prove nothing."""
        start = self.last_start
        return any(entry.mtime >= start or entry.ctime >= start for entry in entries)

    @property
    def last_start(self) -> int:
        """When the run started that was stored."""
        stored = self.meta("started") or b""
        return int(stored) if stored.isdigit() else 0

    def shown_paths(self) -> set[str]:
        """All paths that something was printed for, be it nothing."""
        return {path for (path,) in self._rows("select path from shown")}

    def noted_paths(self) -> set[str]:
        """All paths of notes that something is stored about."""
        return {path for (path,) in self._rows("select path from stamps union select path from facts")}

    def facts(self, paths: Collection[str] | None = None) -> Iterator[tuple[str, Any]]:
        """The stored facts of `paths`, or of all notes; a row that does not parse is left out."""
        return self._stored("select path, facts from facts", paths)

    def pointing_to(self, keys: Collection[str]) -> set[str]:
        """The notes with a link to a heading or block that may lead to a file with one of the `keys` for a name."""
        from vaultlint.vault.facts import ANY

        wanted = [f"\n{key}\n" for key in (*keys, ANY)]
        rows = self._rows("select path, pointers from facts where pointers != ''")
        return {path for path, pointers in rows if any(key in pointers for key in wanted)}

    def names(self) -> list[tuple[str, str, list[str]]]:
        """Path, title and aliases of each note that has any, in path order."""
        rows = self._rows("select path, names from facts where names != '' order by path")
        names = json.loads(f"[{','.join([text for _, text in rows])}]")
        return [(path, title, aliases) for (path, _), (title, *aliases) in zip(rows, names, strict=True)]

    def leaning_on(self, paths: Collection[str]) -> tuple[set[str], set[str]]:
        """Which of `paths` are named by findings that cannot be judged again, and where other findings name them."""
        held, leaning = set(), set()
        for path, *columns in self._rows("select path, held, leaning from verdicts"):
            for other in paths:
                if f"\n{other}\n" in columns[0]:
                    held.add(other)
                if f"\n{other}\n" in columns[1]:
                    leaning.add(path)
        return held, leaning

    def verdicts(self, paths: Collection[str]) -> dict[str, Any]:
        """The stored findings of the vault rules at `paths`, where there are any."""
        return dict(self._stored("select path, findings from verdicts", paths))

    def own(self, paths: Collection[str] | None = None) -> Iterator[tuple[str, Any]]:
        """The stored findings of the notes by themselves: of `paths`, or of all notes."""
        return self._stored("select path, result from own", paths)

    def shown(self, paths: Collection[str] | None = None) -> list[Shown]:
        """What was printed for `paths`, or for each path, without the text."""
        return [Shown(*row) for row in self._where(f"select {', '.join(Shown._fields)} from shown", paths)]

    def totals(self) -> Totals:
        """The counts of all paths."""
        sums = ", ".join(f"total({name})" for name in (*Shown._fields[2:], "errors or warnings or infos"))
        return Totals(*[int(count) for row in self._rows(f"select {sums} from shown") for count in row])

    def is_whole(self, count: int) -> bool:
        """Whether something is stored as printed for `count` paths: rows may have been taken out."""
        return self._rows("select count(*) from shown") == [(count,)]

    def rendered(self) -> Iterator[tuple[str, bytes]]:
        """What was printed for each path, in path order, one row at a time."""
        yield from self._connection.execute("select path, rendered from shown order by path")

    def store(self, update: Update) -> None:
        """Write everything in one transaction; a cache that is busy or cannot be written is left as it was.

        So is one in which another run has written since this one opened it: what each says builds on what it has read.
        """
        try:
            self._store(update)
        except sqlite3.Error as error:
            self.drop(error)

    def hold_only(self, styles: bytes) -> None:
        """Forget everything that was stored while the vault had other styles."""
        if self.meta("styles") == styles:
            return
        with self._connection as connection:
            connection.execute("begin immediate")
            for table in ("meta", "stamps", "facts", "own", "shown", "verdicts"):
                connection.execute(f"delete from {table}")
            connection.execute("insert into meta values ('styles', ?)", (styles,))
        self._written = None

    def drop(self, error: sqlite3.Error) -> None:
        """Close the cache and remove its file after an `error`, unless another run keeps it to itself just now."""
        self.close()
        if "locked" not in str(error):
            with suppress(OSError):
                os.remove(self.path)

    def _store(self, update: Update) -> None:
        if len(update.stamps) > _FEW:  # a mapped file that grows with each row counts as memory of this process
            self._rows("pragma mmap_size = 0")
        with self._connection as connection:
            connection.execute("begin immediate")
            if self.meta(_WRITTEN) != self._written:
                return
            self._written = os.urandom(8)
            connection.execute("insert or replace into meta values (?, ?)", (_WRITTEN, self._written))
            if update.forget_verdicts:
                connection.execute("delete from verdicts")
            if update.forget_shown:
                connection.execute("delete from shown")
            connection.executemany("delete from shown where path = ?", [(path,) for path in update.unshown])
            dropped = [(path,) for path in update.gone]
            for table in ("stamps", "facts", "own", "shown", "verdicts"):
                connection.executemany(f"delete from {table} where path = ?", dropped)
            connection.executemany(
                "insert or replace into stamps values (?, ?, ?, ?, ?)",
                ((path, *stamp) for path, stamp in update.stamps),
            )
            connection.executemany("insert or replace into facts values (?, ?, ?, ?)", map(_facts_row, update.facts))
            connection.executemany(
                "insert or replace into own values (?, ?)", ((path, _dump(row)) for path, row in update.own)
            )
            connection.executemany(
                "insert or replace into verdicts values (?, ?, ?, ?)", map(_verdict_row, update.verdicts)
            )
            connection.executemany(
                "insert or replace into shown values (?, ?, ?, ?, ?, ?, ?, ?)",
                ((*shown, rendered) for shown, rendered in update.shown),
            )
            connection.executemany("insert or replace into meta values (?, ?)", update.meta.items())

    def _where(self, query: str, paths: Collection[str] | None) -> list[Any]:
        """The rows of `paths`, or all rows."""
        if paths is None or len(paths) > _FEW:
            rows = self._rows(query)
            return rows if paths is None else [row for row in rows if row[0] in paths]
        return [row for path in paths for row in self._rows(f"{query} where path = ?", (path,))]

    def _stored(self, query: str, paths: Collection[str] | None) -> Iterator[tuple[str, Any]]:
        """What a query for paths and JSON gives for `paths`, or for all paths."""
        for path, row in self._where(query, paths):
            with suppress(ValueError, TypeError):
                yield path, json.loads(row)

    def _rows(self, query: str, parameters: tuple[Any, ...] = ()) -> list[Any]:
        rows: list[Any] = self._connection.execute(query, parameters).fetchall()
        return rows


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=2.0)
    connection.execute("pragma journal_mode = truncate")
    connection.execute("pragma synchronous = off")
    connection.execute(f"pragma mmap_size = {1 << 30}")
    connection.executescript(_SCHEMA)
    connection.execute("select count(*) from meta").fetchall()
    return connection


def _few(entries: Sequence[Entry]) -> list[str] | None:
    return [entry.path for entry in entries] if len(entries) <= _FEW else None


def _facts_row(facts: NoteFacts) -> tuple[str, str, str, bytes]:
    names = [facts.title, *(alias for alias, _, _ in facts.aliases)]
    listed = json.dumps(names, ensure_ascii=True) if any(names) else ""
    return facts.path, _joined(facts.pointers), listed, _dump(facts.pack())


def _verdict_row(verdict: Verdict) -> tuple[str, str, str, bytes]:
    return verdict.path, _joined(verdict.held), _joined(verdict.leaning), _dump(verdict.findings)


def _joined(names: Iterable[str]) -> str:
    """Names of which each has a line end on both sides."""
    text = "\n".join(sorted(names))
    return f"\n{text}\n" if text else ""


def _dump(row: Any) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")


def _mark(folder: str) -> None:
    """Make the folder ignored by git and by backups, and keep the newest few environments."""
    for name, text in ((".gitignore", _IGNORE), ("CACHEDIR.TAG", _TAG)):
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
    files = [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".sqlite")]
    for old in sorted(files, key=os.path.getmtime)[:-_KEPT_FILES]:
        with suppress(OSError):
            os.remove(old)
