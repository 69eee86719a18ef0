"""Hashes that stand for a note's content and for the files of a vault."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.vault.source import Entry


def content_hash(data: bytes) -> bytes:
    """Sixteen bytes that differ for different contents."""
    return hashlib.blake2b(data, digest_size=16).digest()


def listing_digest(entries: Iterable[Entry], marks: Iterable[object] = ()) -> bytes:
    """A digest of all files with their sizes and times, and of `marks`: what else a run depends on."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(
        "\n".join([f"{e.path}\t{e.size}\t{e.mtime}\t{e.ctime}" for e in entries]).encode(errors="surrogatepass")
    )
    digest.update(repr(tuple(marks)).encode(errors="surrogatepass"))
    return digest.digest()
