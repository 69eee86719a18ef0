"""What is known for each path, over what is stored: changes are held until they are written, or never are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from vaultlint.workspace.store import Ledger


class Table:
    """Bytes by path. `below` is what holds where nothing has changed: what is stored, or the table of another state."""

    def __init__(self, below: Ledger | Table | None = None) -> None:
        self._below = below
        self.changes: dict[str, bytes | None] = {}

    def some(self, paths: Collection[str]) -> dict[str, bytes]:
        """The bytes of those of the paths that have any."""
        below = self._below.some([path for path in paths if path not in self.changes]) if self._below else {}
        found = ((path, self.changes.get(path)) for path in paths)
        return below | {path: data for path, data in found if data is not None}

    def get(self, path: str) -> bytes | None:
        """The bytes of a path, or None."""
        if path in self.changes:
            return self.changes[path]
        return self.some([path]).get(path)

    def before(self, path: str) -> bytes | None:
        """The bytes that a path had before anything was changed, or None."""
        return self._below.some([path]).get(path) if self._below else None

    def put(self, path: str, data: bytes | None) -> None:
        """Set the bytes of a path; None takes it out."""
        self.changes[path] = data

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """All paths that have bytes, in path order."""
        changed = [(path, data) for path, data in sorted(self.changes.items(), reverse=True) if data is not None]
        for row in self._below or ():
            while changed and changed[-1][0] < row[0]:
                yield changed.pop()
            if row[0] not in self.changes:
                yield row
        yield from reversed(changed)

    def write(self, ledger: Ledger) -> None:
        """Write what has changed to the ledger that is below, or everything where nothing is."""
        if self._below is None:
            ledger.replace(iter(self))
        elif self.changes:
            ledger.update(self.changes)
        self._below, self.changes = ledger, {}
