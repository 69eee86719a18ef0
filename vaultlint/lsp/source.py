"""The vault as the editor has it: unsaved texts over the files on disk, which are listed again only when told so."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultlint.vault.source import DiskSource, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultlint.lsp.documents import Document


class ListedSource:
    """The files of a folder. The listing is kept until `forget`; the watcher says when that is."""

    def __init__(self, disk: DiskSource) -> None:
        self.disk, self.root = disk, disk.root
        self._entries: list[Entry] | None = None

    def forget(self) -> None:
        """Look at the disk again the next time."""
        self._entries = None

    def entries(self) -> Iterable[Entry]:
        """All files, as they were listed last."""
        if self._entries is None:
            self._entries = list(self.disk.entries())
        return self._entries

    @property
    def ignore_files(self) -> tuple[Entry, ...]:
        """What else decides the listing."""
        return self.disk.ignore_files

    @property
    def leading_out(self) -> frozenset[str]:
        """The symlinks that lead out of the vault."""
        return self.disk.leading_out

    @property
    def linked_folders(self) -> tuple[str, ...]:
        """The folders that are not looked into."""
        return self.disk.linked_folders

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises OSError where it cannot be read."""
        return self.disk.read(path)

    def exists(self, path: str) -> bool:
        """Whether there is a file at this path."""
        return self.disk.exists(path)


class LiveSource:
    """What is read while requests are answered: `documents` (open texts by vault path), then the disk."""

    def __init__(self, disk: DiskSource, documents: Mapping[str, Document]) -> None:
        self.disk, self.root, self.documents = disk, disk.root, documents

    def stamp(self, path: str) -> tuple[int, int]:
        """Another value whenever the text at `path` may be another one."""
        document = self.documents.get(path)
        if document is not None:
            return -1, document.stamp
        try:
            status = os.stat(os.path.join(self.root, path))
        except OSError:
            return 0, 0
        return status.st_mtime_ns, status.st_size

    def entries(self) -> Iterable[Entry]:
        """All files on disk."""
        return self.disk.entries()

    def read(self, path: str) -> bytes:
        """The bytes of an open text, or of a file; raises OSError where there is none."""
        document = self.documents.get(path)
        return self.disk.read(path) if document is None else document.data

    def exists(self, path: str) -> bool:
        """Whether there is an open text at this path, or a file."""
        return path in self.documents or self.disk.exists(path)
