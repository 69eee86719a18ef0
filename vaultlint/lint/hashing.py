"""Hashes that stand for a note's content and for the files of a vault."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultlint.vault.source import Entry


def content_hash(data: bytes) -> bytes:
    """Sixteen bytes that differ for different contents."""
    return hashlib.sha256(data).digest()[:16]  # which processors have an instruction for


class Snapshot(NamedTuple):
    """The files of a vault in path order, the same as a text with a line for each, and files that leave others out."""

    entries: Sequence[Entry]
    text: str
    marks: Sequence[Entry]

    @classmethod
    def of(cls, entries: Sequence[Entry], marks: Sequence[Entry] = ()) -> Snapshot:
        """What is to be remembered of `entries`."""
        return cls(
            entries, "\n".join([f"{path}\t{size}\t{mtime}\t{ctime}" for path, size, mtime, ctime, _ in entries]), marks
        )

    def digest(self) -> bytes:
        """A digest of all files with their sizes and times."""
        text = f"{self.text}\n{tuple(self.marks)!r}"
        return content_hash(text.encode(errors="surrogatepass"))
