"""What was printed file by file: a piece for each file, of which only those of changed files are made anew.

They are memos like any other, under a key of everything that decides them besides the findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from vaultlint.workspace.tables import Table

if TYPE_CHECKING:
    from vaultlint.finding import Finding
    from vaultlint.workspace.workspace import Workspace

Draw = Callable[["list[Finding]"], bytes]


class Pieces:
    """The pieces of one format. `rows` brings them up to date and gives them in path order."""

    def __init__(self, workspace: Workspace, key: str, draw: Draw) -> None:
        self._workspace, self.key, self._draw = workspace, key, draw
        self.table, self._stale = workspace.drawn(key)

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
