"""The vault as the editor has it: unsaved texts over the files on disk, which are listed again only when told so."""

from __future__ import annotations

import os
from bisect import bisect_left
from operator import itemgetter
from typing import TYPE_CHECKING

from vaultlint.disk.read import stamp_of
from vaultlint.paths import is_board, is_note
from vaultlint.vault.source import DiskSource, Entry, OverlaySource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultlint.lsp.documents import Document


class BufferedSource(OverlaySource):
    """The files of a folder with unsaved texts over them. The listing is kept until `forget`."""

    def __init__(self, disk: DiskSource) -> None:
        super().__init__(disk, {})

    def forget(self) -> None:
        """List the files again the next time: some may have come or gone."""
        self.listed = None

    def take(self, documents: Mapping[str, Document]) -> set[str]:
        """Put the texts that are not as on disk over the files; the paths at which that makes a difference."""
        before = self.buffers
        self.buffers = {path: document.data for path, document in documents.items() if self._differs(path, document)}
        paths = before.keys() | self.buffers.keys()
        return {path for path in paths if before.get(path) != self.buffers.get(path)}

    def _differs(self, path: str, document: Document) -> bool:
        if not (is_note(path) or is_board(path)):
            return False
        try:
            return self.base.read(path) != document.data
        except OSError:
            return True

    def entries(self) -> Iterable[Entry]:
        """All files, as they were listed last, and the unsaved texts."""
        if self.listed is None:
            self.listed = sorted(self.base.entries())
        return super().entries()

    def entry(self, path: str) -> Entry | None:
        """A file as `entries` has it; None for one that is not there."""
        if (buffer := self.buffers.get(path)) is not None:
            return Entry(path, len(buffer))
        listed = self.listed or []
        place = bisect_left(listed, path, key=itemgetter(0))
        return listed[place] if place < len(listed) and listed[place].path == path else None


class LiveSource:
    """What is read while requests are answered: `documents` (open texts by vault path), then the disk."""

    def __init__(self, root: str, documents: Mapping[str, Document]) -> None:
        self.disk, self.documents = DiskSource(os.path.abspath(root)), documents
        self.root = self.disk.root

    def stamp(self, path: str) -> tuple[int, ...]:
        """Another value whenever the text at `path` may be another one."""
        document = self.documents.get(path)
        if document is not None:
            return -1, document.stamp
        return stamp_of(os.path.join(self.root, path))

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
