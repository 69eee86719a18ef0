"""What is known for each path, over what is stored: changes are held until they are written, or never are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.workspace.seal import all_json, each_json, to_json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from vaultlint.workspace.store import Ledger


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

    def get(self, path: str) -> Any:
        """What is known of a path, or None."""
        if path in self.changes:
            return self.changes[path]
        return self.some([path]).get(path)

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
