"""What is known for each path, over what is stored: changes are held until they are written, or never are."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from vaultlint.workspace.seal import DamagedError, all_json, each_json, number_of, packed, to_json, unpacked
from vaultlint.workspace.store import guarded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from vaultlint.workspace.store import Store

_IN_BLOCK = 64  # paths
_OPEN = 4  # blocks of a ledger that are kept open
_MANY = 4 * _IN_BLOCK  # paths in a block that make it worth while to cut all blocks anew


class Values:
    """A ledger of plain values; tuples come back as lists."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """All paths with their values, in path order."""
        return each_json(self._ledger)

    def some(self, paths: Iterable[str]) -> dict[str, Any]:
        """The values of those of the paths that are in it."""
        return all_json(self._ledger.some(paths).items())

    def naming(self, words: Collection[str]) -> dict[str, Any]:
        """The values in which one of the words is a text of its own; a few others may be among them."""
        marks = [to_json(word) for word in words]
        return dict(each_json((path, data) for path, data in self._ledger if any(mark in data for mark in marks)))

    def update(self, changes: Mapping[str, Any]) -> None:
        """Put in, replace or take out (None) the values of paths."""
        self._ledger.update({path: None if value is None else to_json(value) for path, value in changes.items()})

    def replace(self, rows: Iterable[tuple[str, Any]]) -> None:
        """Make the ledger hold these rows only, which come in path order."""
        self._ledger.replace((path, to_json(value)) for path, value in rows)


class Table:
    """Bytes or plain values by path. `below` holds where nothing has changed: what is stored, or another table."""

    def __init__(self, below: Ledger | Values | Table | None = None) -> None:
        self._below = below
        self.changes: dict[str, Any] = {}

    def some(self, paths: Collection[str]) -> dict[str, Any]:
        """What is known of those of the paths of which anything is."""
        below = self._below.some([path for path in paths if path not in self.changes]) if self._below else {}
        found = ((path, self.changes.get(path)) for path in paths)
        return below | {path: data for path, data in found if data is not None}

    def naming(self, words: Collection[str]) -> dict[str, Any]:
        """What is known of paths, at least where one of the words is in it: what is stored is not read for nothing."""
        below = self._below
        found = below.naming(words) if isinstance(below, (Values, Table)) else dict(below or ())
        changes = {path: data for path, data in self.changes.items() if data is not None}
        return {path: data for path, data in found.items() if path not in self.changes} | changes

    def get(self, path: str) -> Any:
        """What is known of a path, or None."""
        return self.changes[path] if path in self.changes else self.before(path)

    def before(self, path: str) -> Any:
        """What was known of a path before anything was changed, or None."""
        return self._below.some([path]).get(path) if self._below else None

    def put(self, path: str, data: Any) -> None:
        """Set what is known of a path; None takes it out."""
        self.changes[path] = data

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """All paths of which anything is known, in path order."""
        changed = [(path, data) for path, data in sorted(self.changes.items(), reverse=True) if data is not None]
        for row in self._below or ():
            while changed and changed[-1][0] < row[0]:
                yield changed.pop()
            if row[0] not in self.changes:
                yield row
        yield from reversed(changed)

    def write(self, ledger: Ledger | Values) -> None:
        """Write what has changed to the ledger that is below, or everything where nothing is."""
        if self._below is None:
            ledger.replace(iter(self))
        elif self.changes:
            ledger.update(self.changes)
        self._below, self.changes = ledger, {}


class Ledger:
    """For each path some bytes; paths without any are not in it. A `plain` one is not packed."""

    def __init__(self, store: Store, name: str, *, plain: bool = False) -> None:
        self._store = store
        self._number = number_of(name)
        self._plain = plain
        self._open: dict[int, dict[str, bytes]] = {}  # blocks that were looked at last
        noted = store.note(f"ledger {self._number}")
        self._firsts: list[str] = unpacked(noted) if noted else []

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """All paths with their bytes, in path order."""
        for number in range(len(self._firsts)):
            yield from self._read(number).items()

    def some(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The bytes of those of the paths that are in it."""
        wanted: dict[int, list[str]] = {}
        for path in paths:
            number = bisect_right(self._firsts, path) - 1
            if number >= 0:
                wanted.setdefault(number, []).append(path)
        found = {}
        for number in sorted(wanted):
            entries = self._entries(number)
            found.update({path: entries[path] for path in wanted[number] if path in entries})
        return found

    def update(self, changes: Mapping[str, bytes | None]) -> None:
        """Put in, replace or take out (None) the bytes of paths."""
        if not self._firsts:
            self.replace((path, data) for path, data in sorted(changes.items()) if data is not None)
            return
        by_block: dict[int, dict[str, bytes | None]] = {}
        for path, data in changes.items():
            by_block.setdefault(max(0, bisect_right(self._firsts, path) - 1), {})[path] = data
        for number, part in by_block.items():
            before = self._entries(number)
            entries = {path: data for path, data in {**before, **part}.items() if data is not None}
            if entries != before:
                self._write(number, dict(sorted(entries.items())))
            if len(entries) > _MANY:
                self.replace(list(self))

    @guarded
    def replace(self, rows: Iterable[tuple[str, bytes]]) -> None:
        """Make the ledger hold these rows only, which come in path order."""
        self._store.clear(self._number)
        self._firsts, self._open = [], {}
        block: dict[str, bytes] = {}
        for path, data in rows:
            block[path] = data
            if len(block) == _IN_BLOCK:
                self._append(block)
                block = {}
        if block:
            self._append(block)
        if self._firsts:
            self._firsts[0] = ""  # what comes in front of the first path belongs there, too
        self._store.set_note(f"ledger {self._number}", packed(self._firsts))

    def _append(self, block: dict[str, bytes]) -> None:
        self._firsts.append(next(iter(block)))
        self._write(len(self._firsts) - 1, block)

    def _write(self, number: int, entries: Mapping[str, bytes]) -> None:
        index = packed([[path, len(data)] for path, data in entries.items()])
        body = b"".join(entries.values())
        if not self._plain:
            body = zlib.compress(body, 1)
        self._open.pop(number, None)
        self._store.set_block(self._number, number, len(index).to_bytes(4, "big") + index + body)

    def _entries(self, number: int) -> dict[str, bytes]:
        found = self._open.get(number)
        if found is None:
            if len(self._open) >= _OPEN:
                self._open.pop(next(iter(self._open)))
            found = self._open[number] = self._read(number)
        return found

    @guarded
    def _read(self, number: int) -> dict[str, bytes]:
        data = self._store.block(self._number, number)
        if data is None:
            raise DamagedError("a block is missing")
        size = int.from_bytes(data[:4], "big")
        body = data[4 + size :]
        if not self._plain:
            body = zlib.decompress(body)
        found, position = {}, 0
        for path, length in unpacked(data[4 : 4 + size]):
            found[path] = body[position : position + length]
            position += length
        return found
