"""A report that was printed before, and is printed again while nothing has changed that decides what it says.

Every report, whatever its format, is kept as a whole, if only by its counts: as long as nothing has changed, neither
the settings nor the rules are needed to print it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.workspace.seal import content_key, packed, unpacked
from vaultlint.workspace.store import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.workspace.store import Store
    from vaultlint.workspace.workspace import Workspace

    Report = tuple[Any, bytes | None]  # what is kept with it, and its text, if that is not kept in pieces

_KEPT = 6  # reports of one view
_LARGEST = 64_000_000  # bytes of a report that is kept


def key_of(asked: tuple[Any, ...], known: bytes) -> str:
    """The key of a report on what was asked, in plain values; `known` is what holds findings back."""
    return content_key(repr(asked).encode(errors="surrogatepass"), known).hex()


class Reports:
    """One report on a workspace. `key` stands for what was asked; "" for what is not kept."""

    def __init__(self, store: Store | None, key: str) -> None:
        self.store, self.key = store, key
        self._looked = False  # whether the workspace is known to have changed

    def at_once(self) -> tuple[Any, bytes] | None:
        """The same as `again` for a report that no workspace is needed for."""

    def again(self, workspace: Workspace) -> tuple[Any, bytes] | None:
        """What was kept with the report, and its text, if it would be the same now."""
        if not self.key:
            return None
        self._looked = not workspace.is_current()
        kept = None if self._looked else self._kept(workspace.state.view)
        if kept is None or kept[0] != workspace.state.at.serial:
            return None
        _, about, text, is_in_pieces = kept
        return None if is_in_pieces and self.key not in workspace.records else (about, text)

    def pieces(self, workspace: Workspace) -> Iterator[bytes]:
        """The text of a report that is kept in pieces."""
        return (piece for _, piece in workspace.drawn(self.key)[0] or ())

    def refresh(self, workspace: Workspace) -> None:
        """Bring the workspace up to date; the files are looked at once only."""
        workspace.refresh(looked=self._looked)

    def save(self, workspace: Workspace, report: Report | None, hidden: Iterable[str]) -> None:
        """Store what the workspace knows, and a new report; `hidden` are the hidden files that rules asked for."""

        def keep() -> None:
            if report is not None and len(report[1] or b"") < _LARGEST:
                self._keep(workspace, hidden, *report)

        workspace.save(keep)

    def _keep(self, workspace: Workspace, _hidden: Iterable[str], about: Any, text: bytes | None) -> None:
        if self.key:
            self._write(workspace.state.view, workspace.state.at.serial, text is None, about, text or b"")

    @guarded
    def _kept(self, view: str) -> tuple[str, Any, bytes, Any] | None:
        """What the report is about, what was kept with it, its text, and what else has to be so that it holds."""
        noted = self.store.note(f"{view}:report {self.key}") if self.store else None
        if noted is None:
            return None
        size = int.from_bytes(noted[:4], "big")
        serial, besides, about = unpacked(noted[4 : 4 + size])
        return serial, about, noted[4 + size :], besides

    def _write(self, view: str, serial: str, besides: Any, about: Any, text: bytes) -> None:
        """Keep the report; the oldest ones go."""
        store, name = self.store, f"{view}:reports"
        assert store is not None
        noted = store.note(name)
        keys = [each for each in (unpacked(noted) if noted else []) if each != self.key]
        for old in keys[:-_KEPT]:
            store.set_note(f"{view}:report {old}", None)
        store.set_note(name, packed([*keys[-_KEPT:], self.key]))
        head = packed([serial, besides, about])
        store.set_note(f"{view}:report {self.key}", len(head).to_bytes(4, "big") + head + text)
