"""The vault's files as they were listed last, so that one call lists the disk once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultlint.vault.source import Entry, Source


class ListedSource:
    """A source that lists what was listed, and reads what is there; all else is the source's own."""

    def __init__(self, source: Source, entries: Sequence[Entry]) -> None:
        self._source, self._entries = source, entries

    def entries(self) -> Sequence[Entry]:
        """The files, as they were listed."""
        return self._entries

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises OSError where it cannot be read."""
        return self._source.read(path)

    def exists(self, path: str) -> bool:
        """Whether there is a file at this path, hidden ones included."""
        return self._source.exists(path)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)
