"""Reports about what git says of a vault (`--since`, `--staged`, `--tracked`), printed again while nothing has changed.

They are memos like any other, under a key of everything that decides them: the files on disk with their sizes and
times, what git's answers depend on (`git/evidence.py`), the settings and the options. While all of that is the same, no
git runs, and nothing is opened but what a report on the disk needs as well.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from vaultlint.git.evidence import Evidence, further_files
from vaultlint.vault.source import DiskSource, Entry
from vaultlint.workspace.files import is_fresh
from vaultlint.workspace.seal import content_key, packed, unpacked
from vaultlint.workspace.setting import look_at
from vaultlint.workspace.shown import keep_report, read_report
from vaultlint.workspace.store import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.workspace.environment import Environment
    from vaultlint.workspace.setting import Setting
    from vaultlint.workspace.store import Store


class Replay:
    """One report: `key` stands for the options that it was made with, `ref` is the revision that it is compared with.

    The files are looked at when it is made.
    """

    def __init__(self, store: Store, environment: Environment, root: str, ref: str, key: str) -> None:
        self._store, self._root, self._ref, self._key = store, root, ref, key
        self._view = f"{environment.findings.hex()}:git"
        self.source = DiskSource(root)
        self.look = look_at(self.source)
        self._begun = self._evidence([])

    def begins(self, setting: Setting) -> bool:
        """Whether the setting is about the folder that was looked at; then it need not look at it again."""
        source = setting.source
        if type(source) is not DiskSource or source.root != self._root:
            return False
        source.take_over(self.source)
        setting.begin_with(self.look)
        return True

    def again(self) -> tuple[Any, bytes] | None:
        """What was kept, and the text, if it would be the same now."""
        noted = self._noted()
        if noted is None or not self._is_settled():
            return None
        more, hidden = noted
        if self._begun is None or any(self.source.exists(path) != there for path, there in hidden.items()):
            return None
        return read_report(self._store, self._view, self._serial(self._begun, self._evidence(more)), self._key)

    def keep(self, store: Store, hidden: Iterable[str], about: Any, text: bytes) -> None:
        """Keep a report, unless something has changed meanwhile; `hidden` are the hidden files that rules asked for."""
        from vaultlint.git.repository import open_repository

        more = further_files(open_repository(self._root))
        begun = self._begun
        if more is None or begun is None or begun != self._evidence([]) or not self._is_settled():
            return
        if any(_is_young(path, self.look.looked) for path in more):
            return
        asked = {path: self.source.exists(path) for path in sorted(hidden)}
        store.set_note(self._name, packed([more, asked]))
        keep_report(store, self._view, self._serial(begun, self._evidence(more)), self._key, about, text)

    @property
    def _name(self) -> str:
        return f"{self._view}:{self._key}"

    @guarded
    def _noted(self) -> tuple[list[str], dict[str, bool]] | None:
        noted = self._store.note(self._name)
        if noted is None:
            return None
        more, hidden = unpacked(noted)
        return more, hidden

    def _is_settled(self) -> bool:
        """Whether all sizes and times can be trusted."""
        look = self.look
        return all(entry.mtime and not is_fresh(entry, look.looked) for entry in look.entries)

    def _evidence(self, more: list[str]) -> bytes | None:
        parts = Evidence(self._root, self._ref, more).parts()
        return None if parts is None else content_key(*parts)

    def _serial(self, begun: bytes, evidence: bytes | None) -> str:
        return content_key(self.look.key, begun, evidence or b"").hex()


def _is_young(path: str, looked: int) -> bool:
    """Whether a file was written after a time, or so little before that its own time does not tell."""
    try:
        status = os.stat(path)
    except OSError:
        return False
    return is_fresh(Entry(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns), looked)
