"""The files of a vault as they were last seen: sizes, times and the hashes of the contents that were read."""

from __future__ import annotations

import zlib
from array import array
from typing import TYPE_CHECKING

from vaultlint.values import NamedTuple
from vaultlint.workspace.seal import content_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from vaultlint.vault.source import Entry

_TICK = 50_000_000  # nanoseconds; file times are ticks of the kernel's clock, not of ours
_COARSE_TICK = 2_000_000_000  # where times are whole seconds: FAT counts two at a time
_SECOND = 1_000_000_000


_NUMBERS = 5  # that are known of a file, besides its hash


class Seen(NamedTuple):
    """A file: when it was looked at last (nanoseconds), and the hash of its content, b"" where nobody has read it."""

    size: int
    mtime: int
    ctime: int
    looked: int
    number: int  # a small one that the index knows it by
    hash: bytes

    def is_still(self, entry: Entry) -> bool:
        """Whether the file is surely as it was: same size and times, and these were no longer fresh."""
        _, size, mtime, ctime, _ = entry  # asked of all files again and again
        same = mtime and self.mtime == mtime and self.ctime == ctime and self.size == size
        return bool(same) and not is_fresh(entry, self.looked)


def is_fresh(entry: Entry, looked: int) -> bool:
    """Whether a file may have been written once more after `looked` without getting another time."""
    newest = max(entry.mtime, entry.ctime)
    if newest <= looked - _COARSE_TICK:
        return False
    tick = _COARSE_TICK if not (entry.mtime % _SECOND or entry.ctime % _SECOND) else _TICK
    return newest > looked - tick


def listing_key(entries: Iterable[Entry], marks: Sequence[Entry]) -> str:
    """A key of all files with their sizes and times; `marks` are files that leave others out."""
    text = "\n".join([f"{path}\t{size}\t{mtime}\t{ctime}" for path, size, mtime, ctime, _ in (*entries, *marks)])
    return content_key(text.encode(errors="surrogatepass"), str(len(marks)).encode()).hex()


def pack_paths(paths: Iterable[str]) -> bytes:
    """What `unpack_paths` reads."""
    return zlib.compress("\0".join(paths).encode(errors="surrogatepass"), 1)


def unpack_paths(data: bytes) -> list[str]:
    """The paths that `pack_paths` packed."""
    text = zlib.decompress(data).decode(errors="surrogatepass")
    return text.split("\0") if text else []


def pack_seen(files: Collection[Seen]) -> bytes:
    """What `unpack_seen` reads: a column after the other."""
    columns = [array("q", column).tobytes() for column in zip(*[row[:-1] for row in files], strict=True)]
    sizes = bytes([len(row.hash) for row in files])
    return b"".join([*columns, sizes, *[row.hash for row in files]])


def unpack_seen(paths: Sequence[str], data: bytes) -> dict[str, Seen]:
    """The files by path that `pack_seen` packed; ValueError where these are not as many."""
    many = len(paths)
    wide = many * _NUMBERS * 8
    numbers = array("q", data[:wide])
    columns = [numbers[start : start + many] for start in range(0, many * _NUMBERS, many)] if many else []
    hashes, position = [], wide + many
    for size in data[wide:position]:
        hashes.append(data[position : position + size])
        position += size
    if position != len(data):
        raise ValueError("not as many files as paths")
    return dict(zip(paths, map(Seen, *columns, hashes), strict=True))
