"""A report that was printed before, and is printed again while nothing has changed that decides what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.workspace.opening import save
from vaultlint.workspace.seal import content_key
from vaultlint.workspace.shown import keep_report, read_report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.workspace.replay import Replay
    from vaultlint.workspace.store import Store
    from vaultlint.workspace.workspace import Workspace

_LARGEST = 64_000_000  # bytes of a report that is kept


def key_of(asked: tuple[Any, ...], known: bytes) -> str:
    """The key of a report on what was asked, in plain values; `known` is what holds findings back."""
    return content_key(repr(asked).encode(errors="surrogatepass"), known).hex()


class Reports:
    """One report on a workspace. `key` stands for what was asked; "" for what is not kept.

    With `replay` it is about what git says besides: that knows by itself when it still holds.
    """

    def __init__(self, store: Store | None, key: str, replay: Replay | None = None) -> None:
        self._store, self.key, self._replay = store, key, replay
        self._looked = False  # whether the workspace is known to have changed

    def again(self, workspace: Workspace) -> tuple[Any, bytes] | None:
        """What was kept with the report, and its text, if it would be the same now."""
        if not self.key or self._store is None:
            return None
        self._looked = not workspace.is_current()
        return None if self._looked else read_report(self._store, workspace.view, workspace.serial, self.key)

    def pieces(self, workspace: Workspace) -> Iterator[bytes]:
        """The text of a report that is kept in pieces."""
        return (piece for _, piece in workspace.ledger(f"drawn {self.key}"))

    def refresh(self, workspace: Workspace) -> None:
        """Bring the workspace up to date; the files are looked at once only."""
        looked = self._looked
        if self._replay is not None and self._replay.begins(workspace.setting):
            looked = True
            if workspace.is_current():
                return
        workspace.refresh(looked=looked)

    def may_keep(self, workspace: Workspace) -> bool:
        """Whether anything is kept of what was found."""
        return self._store is not None and not workspace.state.about.unreadable

    def save(self, workspace: Workspace, report: tuple[Any, bytes] | None, hidden: Iterable[str]) -> None:
        """Store what the workspace knows, and a new report; `hidden` are the hidden files that rules asked for."""

        def keep(store: Store) -> None:
            if report is None or len(report[1]) >= _LARGEST:
                return
            if self._replay is not None:
                self._replay.keep(store, hidden, *report)
            elif self.key:
                keep_report(store, workspace.view, workspace.serial, self.key, *report)

        save(workspace, self._store, keep)
