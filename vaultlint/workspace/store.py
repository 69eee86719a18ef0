"""What was worked out before, in one SQLite file for a vault, or in memory; and how a command gets it.

There are three kinds of things in it:

- *memos*: what a content gave, under a key that is a hash of everything it depends on. They hold for ever, and are
  thrown away when they have not been asked for in a while;
- *ledgers* (`tables.py`): for each path of a vault some bytes, in blocks of neighbouring paths; these say what held
  when the vault was last looked at under certain settings;
- *notes to itself*, by name.

Everything is sealed. Whatever cannot be read is `DamagedError`; who meets that drops the store, and goes on without it.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from contextlib import ContextDecorator, suppress
from typing import TYPE_CHECKING, TypeVar

from vaultlint.workspace.place import store_file
from vaultlint.workspace.seal import DamagedError, content_key, opened, sealed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vaultlint.workspace.environment import Environment

ResultT = TypeVar("ResultT")

_SCHEMA = """
create table if not exists notes (name text primary key, value blob) without rowid;
create table if not exists memos (key integer primary key, kind text, used integer, whole blob, value blob);
create table if not exists blocks (ledger integer, number integer, value blob, primary key (ledger, number));
"""
_OF_DAMAGE = (sqlite3.Error, zlib.error, ValueError, TypeError, LookupError, AttributeError, OverflowError, EOFError)
_FORMAT = 2
_PAGE = 32_768
_KEPT_RUNS = 200  # runs after which a memo that nobody asked for is thrown away
_MOST_MEMOS = 8  # times the number of notes


class _Guard(ContextDecorator):
    """Makes whatever goes wrong in reading `DamagedError`."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, _OF_DAMAGE):
            raise DamagedError(str(error)) from error


guarded = _Guard()


class Store:
    """One open store. `path` is "" for one in memory."""

    def __init__(self, path: str, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self.run = 1 + int.from_bytes(self.note("run") or b"", "big")
        self._written = self.note("written")
        self._used: set[int] = set()

    @classmethod
    def open(cls, root: str, setting: str | None) -> Store | None:
        """The store of the vault at `root`, made anew where it is damaged; `setting` is `cache-dir`.

        None where there can be none (a read-only disk).
        """
        path = store_file(root, setting)
        if path is None:
            return None
        for _ in range(2):
            try:
                return cls(path, _connect(path))
            except (sqlite3.Error, DamagedError, UnicodeDecodeError) as error:
                if "locked" in str(error) or os.path.islink(path):
                    return None
                with suppress(OSError):
                    os.remove(path)
            except OSError:
                return None
        return None

    @classmethod
    def in_memory(cls) -> Store:
        """A store that lasts as long as the process."""
        return cls("", _connect(":memory:"))

    def close(self) -> None:
        """Close the file; what was not committed is lost."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def drop(self, error: Exception) -> None:
        """Close the store and remove its file, unless another run keeps it to itself just now."""
        self.close()
        if self.path and "locked" not in str(error):
            for name in (self.path, f"{self.path}-journal"):
                with suppress(OSError):
                    os.remove(name)

    @guarded
    def note(self, name: str) -> bytes | None:
        """What was noted under a name, or None."""
        for (value,) in self._connection.execute("select value from notes where name = ?", (name,)):
            return opened(name.encode(), value)
        return None

    @guarded
    def set_note(self, name: str, value: bytes | None) -> None:
        """Note something; None takes the note out."""
        if value is None:
            self._connection.execute("delete from notes where name = ?", (name,))
        else:
            self._connection.execute("insert or replace into notes values (?, ?)", (name, sealed(name.encode(), value)))

    @guarded
    def has_memos(self) -> bool:
        """Whether there is any memo."""
        return bool(self._connection.execute("select exists (select 1 from memos)").fetchone()[0])

    @guarded
    def memo(self, key: bytes) -> bytes | None:
        """The memo under a key, or None."""
        number = _number(key)
        for whole, value in self._connection.execute("select whole, value from memos where key = ?", (number,)):
            if whole == key:
                self._used.add(number)
                return opened(key, value)
        return None

    @guarded
    def knows(self, keys: Iterable[bytes]) -> bool:
        """Whether there are memos under all of the keys."""
        for key in keys:
            number = _number(key)
            row = self._connection.execute("select whole from memos where key = ?", (number,)).fetchone()
            if row is None or row[0] != key:
                return False
            self._used.add(number)
        return True

    @guarded
    def keep(self, kind: str, rows: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep memos: key and value."""
        self._connection.executemany(
            "insert or replace into memos values (?, ?, ?, ?, ?)",
            ((_number(key), kind, self.run, key, sealed(key, value)) for key, value in rows),
        )

    def keep_now(self, kind: str, rows: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep memos at once; where another run keeps the store to itself, they are not kept."""
        try:
            self._connection.execute("begin immediate")
            self.keep(kind, rows)
            self._connection.commit()
        except sqlite3.OperationalError:
            self.rollback()

    def latest(self, name: str, key: bytes) -> bytes | None:
        """What was kept last under a name, if it was kept under this key."""
        value = self.memo(content_key(name.encode()))
        return value[len(key) :] if value is not None and value.startswith(key) else None

    def keep_latest(self, name: str, key: bytes, value: bytes) -> None:
        """Keep something at once in place of what was kept under the name."""
        self.keep_now(name, [(content_key(name.encode()), key + value)])

    @guarded
    def begin(self) -> bool:
        """Begin to write; whether nobody else has written since this store was opened."""
        if not self._connection.in_transaction:
            self._connection.execute("begin immediate")
        return self.note("written") == self._written

    @guarded
    def commit(self, most: int | None = None) -> None:
        """Write everything that was kept; `most` is the number of notes, which bounds the number of memos."""
        self._written = os.urandom(8)
        self.set_note("written", self._written)
        self.set_note("run", self.run.to_bytes(8, "big"))
        if most is not None:
            self._prune(most)
        self._connection.commit()

    def rollback(self) -> None:
        """Forget what was kept since `begin`."""
        with suppress(sqlite3.Error):
            self._connection.rollback()

    def _prune(self, most: int) -> None:
        if self.run % 16 == 0:
            self._connection.executemany(
                "update memos set used = ? where key = ?", ((self.run, number) for number in self._used)
            )
            self._connection.execute("delete from memos where used < ?", (self.run - _KEPT_RUNS,))
        (count,) = self._connection.execute("select count(*) from memos").fetchone()
        limit = max(10_000, _MOST_MEMOS * most)
        if count > limit:
            self._connection.execute(
                "delete from memos where key in (select key from memos order by used limit ?)", (count - limit // 2,)
            )

    @guarded
    def block(self, ledger: int, number: int) -> bytes | None:
        """One block of a ledger."""
        for (value,) in self._connection.execute(
            "select value from blocks where ledger = ? and number = ?", (ledger, number)
        ):
            return opened(_place(ledger, number), value)
        return None

    @guarded
    def set_block(self, ledger: int, number: int, value: bytes) -> None:
        """Replace a block."""
        row = (ledger, number, sealed(_place(ledger, number), value))
        self._connection.execute("insert or replace into blocks values (?, ?, ?)", row)

    @guarded
    def clear(self, ledger: int) -> None:
        """Remove all blocks of a ledger."""
        self._connection.execute("delete from blocks where ledger = ?", (ledger,))


def _place(ledger: int, number: int) -> bytes:
    return b"%d %d" % (ledger, number)


def _number(key: bytes) -> int:
    return int.from_bytes(key[:8], "big") >> 1


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=2.0, isolation_level=None)
    try:
        connection.execute(f"pragma page_size = {_PAGE}")
        connection.execute("pragma journal_mode = truncate")
        connection.execute("pragma synchronous = off")
        connection.execute(f"pragma mmap_size = {1 << 30}")
        (version,) = connection.execute("pragma user_version").fetchone()
        if version not in (0, _FORMAT):
            raise DamagedError("another format")
        if version == 0:
            connection.executescript(f"begin immediate; {_SCHEMA} pragma user_version = {_FORMAT}; commit;")
        connection.execute("select count(*) from notes").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def with_store(root: str, environment: Environment | None, work: Callable[[Store | None], ResultT]) -> ResultT:
    """What `work` gives with the store of the vault at `root`; without an environment, with no store.

    Where the store turns out to be damaged it is removed, and the work is done once more without it.
    """
    store = Store.open(root, environment.cache_dir) if environment else None
    try:
        return work(store)
    except DamagedError as error:
        if store is None:
            raise
        store.drop(error)
        return work(None)
    finally:
        if store is not None:
            store.close()
