"""Reports about what git says of a vault (`--since`, `--staged`, `--tracked`), printed again while nothing has changed.

They are memos like any other, under a key of everything that decides them: the files on disk with their sizes and
times, what git's answers depend on (`git/evidence.py`), the settings and the options. While all of that is the same, no
git runs, and nothing is opened but what a report on the disk needs as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.disk.read import stamp_of
from vaultlint.git.evidence import Evidence, further_files
from vaultlint.vault.source import DiskSource, Entry
from vaultlint.workspace.files import is_fresh
from vaultlint.workspace.reports import Reports
from vaultlint.workspace.seal import content_key
from vaultlint.workspace.setting import look_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.workspace.environment import Environment
    from vaultlint.workspace.store import Store
    from vaultlint.workspace.workspace import Workspace


class Replay(Reports):
    """One report: `key` stands for the options that it was made with, `ref` is the revision that it is compared with.

    The files are looked at when it is made.
    """

    def __init__(self, store: Store, key: str, environment: Environment, root: str, ref: str) -> None:
        super().__init__(store, key)
        self._root, self._ref = root, ref
        self._view = f"{environment.findings.hex()}:git"
        self.source = DiskSource(root)
        self.look = look_at(self.source)
        self._begun = self._evidence([])

    def at_once(self) -> tuple[Any, bytes] | None:
        """What was kept, and the text, if it would be the same now."""
        kept = self._kept(self._view)
        if kept is None or self._begun is None or not self.look.is_settled:
            return None
        serial, about, text, (more, hidden) = kept
        same = all(self.source.exists(path) == there for path, there in hidden.items())
        return (about, text) if same and serial == self._serial(self._begun, more) else None

    def again(self, _workspace: Workspace) -> None:
        """Nothing more than what there was at once."""

    def refresh(self, workspace: Workspace) -> None:
        """Bring the workspace up to date; if it is about the folder that was looked at, that need not be done again."""
        source = workspace.setting.source
        if type(source) is not DiskSource or source.root != self._root:
            workspace.refresh()
            return
        source.take_over(self.source)
        workspace.setting.looked = self.look
        if not workspace.is_current():
            workspace.refresh(looked=True)

    def _keep(self, _workspace: Workspace, hidden: Iterable[str], about: Any, text: bytes | None) -> None:
        """Keep the report, unless something has changed meanwhile."""
        from vaultlint.git.repository import open_repository

        more = further_files(open_repository(self._root))
        begun = self._begun
        if more is None or begun is None or begun != self._evidence([]) or not self.look.is_settled:
            return
        if any(is_fresh(Entry(path, *stamp_of(path)), self.look.looked) for path in more):
            return
        asked = {path: self.source.exists(path) for path in sorted(hidden)}
        self._write(self._view, self._serial(begun, more), [more, asked], about, text or b"")

    def _evidence(self, more: list[str]) -> bytes | None:
        parts = Evidence(self._root, self._ref, more).parts()
        return None if parts is None else content_key(*parts)

    def _serial(self, begun: bytes, more: list[str]) -> str:
        return content_key(self.look.key.encode(), begun, self._evidence(more) or b"").hex()
