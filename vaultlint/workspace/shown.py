"""What was printed: a memo like any other, under a key of everything that decides it besides the findings.

A format that prints file by file keeps a piece for each file, of which only those of changed files are made anew. Every
report, whatever its format, is kept as a whole besides, if only by its counts: as long as nothing has changed, neither
the settings nor the rules are needed to print it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from vaultlint.workspace.seal import DamagedError, packed, unpacked
from vaultlint.workspace.tables import Table

if TYPE_CHECKING:
    from vaultlint.finding import Finding
    from vaultlint.workspace.store import Store
    from vaultlint.workspace.workspace import Workspace

Draw = Callable[["list[Finding]"], bytes]
_KEPT = 6  # formats of which the pieces are kept, and reports


class Pieces:
    """The pieces of one format. `rows` brings them up to date and gives them in path order."""

    def __init__(self, workspace: Workspace, key: str, draw: Draw) -> None:
        self._workspace, self.key, self._draw = workspace, key, draw
        record = workspace.records.get(key)
        ledger = workspace.ledger(f"drawn {key}") if record is not None else None
        self.table = Table(ledger) if ledger is not None else None
        self._stale = set(record or ())

    def rows(self) -> Iterator[tuple[str, bytes]]:
        """The piece of each file that has one."""
        if self._workspace.found.stale is None or self.table is None:
            yield from self._all()
        else:
            self._update(self.table)
            yield from self.table

    def update(self) -> None:
        """Bring the pieces up to date; those that are so already are not read."""
        if self._workspace.found.stale is None or self.table is None:
            for _ in self._all():
                pass
        else:
            self._update(self.table)

    def _update(self, table: Table) -> None:
        found, again = self._workspace.found, set(self._stale)
        for path, drawn in found.finish(self._draw):
            table.put(path, drawn or None)
            again.discard(path)
        kept = dict(found.findings(again)) if again else {}
        for path in again:
            table.put(path, self._draw(kept[path]) if path in kept else None)
        self._keep(table)

    def _all(self) -> Iterator[tuple[str, bytes]]:
        workspace, table = self._workspace, Table()
        found, draw = workspace.found, self._draw
        fresh = found.finish(draw, keep=workspace.keeps) if found.stale is None else found.drawn(draw)
        for path, drawn in fresh:
            if drawn:
                if workspace.keeps:
                    table.put(path, drawn)
                yield path, drawn
        self._keep(table)

    def _keep(self, table: Table) -> None:
        self._workspace.pieces[self.key] = table


def read_report(store: Store, view: str, serial: str, key: str) -> tuple[Any, bytes] | None:
    """The report that was kept under a key, and its text, if it is about what holds now."""
    noted = store.note(f"{view}:report {key}")
    if noted is None:
        return None
    try:
        size = int.from_bytes(noted[:4], "big")
        about = unpacked(noted[4 : 4 + size])
        return (about[1], noted[4 + size :]) if about[0] == serial else None
    except (ValueError, TypeError, LookupError) as error:
        raise DamagedError from error


def keep_report(store: Store, view: str, serial: str, key: str, about: Any, text: bytes) -> None:
    """Keep a report under a key; the oldest ones go."""
    name = f"{view}:reports"
    noted = store.note(name)
    keys = [each for each in (unpacked(noted) if noted else []) if each != key]
    for old in keys[:-_KEPT]:
        store.remove_note(f"{view}:report {old}")
    store.set_note(name, packed([*keys[-_KEPT:], key]))
    head = packed([serial, about])
    store.set_note(f"{view}:report {key}", len(head).to_bytes(4, "big") + head + text)
