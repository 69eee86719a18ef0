"""The journal of a transaction: what will change and what stood there before, in the user's state folder.

One file: a line of JSON, the old bytes of all files one behind the other, and a digest of everything. As long as it
lies in the folder `open/`, a transaction is going on or was cut short; closed ones are kept with their vault, for
`vaultlint undo`.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from vaultlint.disk.folders import key_of, open_folder, state_folder
from vaultlint.disk.read import read_file
from vaultlint.disk.temporary import Temporary, flush_folder
from vaultlint.errors import VaultlintError, reason_of
from vaultlint.language import say
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAGIC = b"vaultlint journal 1\n"
_DIGEST_SIZE = 32
_KEPT = 20  # closed transactions
_KEPT_BYTES = 200_000_000  # of all closed ones together; the newest is always kept


class Entry(NamedTuple):
    """One file: its bytes before (None: there was none), and the digest of those it gets (None: it is removed).

    `path` is relative to the root, as it is before the moves; `temporary` is the name of the file beside it.
    """

    path: str
    before: bytes | None
    after: bytes | None
    mode: int
    temporary: str


@dataclass(frozen=True)
class Journal:
    """A transaction in the vault at `root`. `undoes` names the closed one that it takes back, or is ""."""

    root: str
    command: str
    time: str
    entries: tuple[Entry, ...]
    moves: tuple[tuple[str, str], ...] = ()
    made: tuple[str, ...] = ()  # folders that are made for it, the outermost first
    undoes: str = ""
    name: str = field(default="", compare=False)  # of a closed one: its file

    def present(self, path: str) -> str:
        """Where the file at `path` is once everything has moved."""
        for old, new in self.moves:
            if path == old:
                return new
            if path.startswith(old + "/"):
                return new + path[len(old) :]
        return path


def digest_of(data: bytes) -> bytes:
    """What tells whether a file is still the one that was read."""
    return blake2b(data, digest_size=16).digest()


def folder_of(root: str) -> str:
    """The folder on disk that holds the journals of the vault at `root`."""
    return os.path.join(state_folder(), key_of(root))


def open_path(root: str) -> str:
    """The file that is there while a transaction is open."""
    return os.path.join(open_folder(), key_of(root))


def make_folder(root: str) -> str:
    """Make the journals' folder; VaultlintError where that is not possible."""
    folder = folder_of(root)
    try:
        os.makedirs(open_folder(), mode=0o700, exist_ok=True)
        os.makedirs(os.path.join(folder, "done"), mode=0o700, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from None
    return folder


def _unwritable(folder: str, error: OSError) -> VaultlintError:
    return VaultlintError(
        say(
            "nothing was changed, because what stands there now cannot be kept in {folder} ({reason}): make room "
            "there, or name another folder with VAULTLINT_STATE_DIR",
            folder=folder,
            reason=reason_of(error),
        )
    )


def begin(journal: Journal) -> None:
    """Write and flush the journal, then call it open."""
    folder = folder_of(journal.root)
    beside = Temporary(os.path.join(folder, "new"), open_path(journal.root))
    beside.remove()
    try:
        descriptor = os.open(beside.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            check = blake2b(digest_size=_DIGEST_SIZE)
            for piece in _pieces(journal):
                check.update(piece)
                file.write(piece)
            file.write(check.digest())
            file.flush()
            os.fsync(file.fileno())
        beside.replace()
        flush_folder(os.path.dirname(beside.target))
    except OSError as error:
        beside.remove()
        raise _unwritable(folder, error) from None
    except BaseException:
        beside.remove()
        raise


def _pieces(journal: Journal) -> Iterator[bytes]:
    rows = [
        [each.path, None if each.before is None else len(each.before), _hex(each.after), each.mode, each.temporary]
        for each in journal.entries
    ]
    head = [journal.root, journal.command, journal.time, rows, journal.moves, journal.made, journal.undoes]
    yield _MAGIC
    yield json.dumps(head).encode() + b"\n"
    for entry in journal.entries:
        if entry.before is not None:
            yield entry.before


def _hex(digest: bytes | None) -> str | None:
    return None if digest is None else digest.hex()


def load(path: str, name: str = "") -> Journal | None:
    """The journal in a file; None where it is no journal, or not complete, or names a place outside its root."""
    try:
        data = read_file(path)
        body, check = data[:-_DIGEST_SIZE], data[-_DIGEST_SIZE:]
        if not body.startswith(_MAGIC) or blake2b(body, digest_size=_DIGEST_SIZE).digest() != check:
            return None
        end = body.index(b"\n", len(_MAGIC)) + 1
        return _read(json.loads(body[len(_MAGIC) : end]), body[end:], name)
    except (OSError, ValueError, TypeError, IndexError):
        return None


def _read(head: list[Any], blobs: bytes, name: str) -> Journal | None:
    root, command, time, rows, moves, made, undoes = head
    entries, position = [], 0
    for path, size, after, mode, temporary in rows:
        before = None if size is None else blobs[position : position + size]
        position += size or 0
        entries.append(Entry(path, before, None if after is None else bytes.fromhex(after), mode, temporary))
    pairs = tuple((old, new) for old, new in moves)
    journal = Journal(root, command, time, tuple(entries), pairs, tuple(made), undoes, name)
    named = [*(entry.path for entry in entries), *(path for pair in pairs for path in pair), *made]
    plain = all("/" not in each for each in (undoes, *(entry.temporary for entry in entries)))
    return journal if plain and all(map(is_inside, named)) else None


def is_inside(path: str) -> bool:
    """Whether a path as written stays below the root that it is relative to."""
    parts = path.replace("\\", "/").split("/") if os.sep == "\\" else path.split("/")
    return bool(path) and "\0" not in path and not os.path.isabs(path) and not {"", ".", ".."}.intersection(parts)


def close(journal: Journal, *, keep: bool) -> None:
    """Close the open journal, and drop the one that it takes back; `keep` keeps it, so that it can be undone."""
    folder = folder_of(journal.root)
    path = open_path(journal.root)
    if journal.undoes:
        _remove(os.path.join(folder, "done", journal.undoes))
    if keep:
        os.replace(path, os.path.join(folder, "done", _next_name(folder)))
        _forget(folder)
    else:
        _remove(path)
    flush_folder(os.path.dirname(path))


def close_undone(journal: Journal, *, keep: bool) -> None:
    """Close the open journal of a transaction that was put back; `keep` keeps the bytes of what could not be."""
    close(replace(journal, undoes=""), keep=keep)


def _next_name(folder: str) -> str:
    names = _names(folder)
    return f"{int(names[-1]) + 1 if names else 1:08}"


def _names(folder: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(os.path.join(folder, "done")) if name.isdigit() and len(name) == 8)
    except OSError:
        return []


def _forget(folder: str) -> None:
    """Remove the oldest closed transactions beyond what is kept."""
    names = _names(folder)
    paths = [os.path.join(folder, "done", name) for name in names]
    sizes = [os.path.getsize(path) for path in paths]
    while len(paths) > 1 and (len(paths) > _KEPT or sum(sizes) > _KEPT_BYTES):
        _remove(paths.pop(0))
        sizes.pop(0)


def set_aside(root: str) -> str:
    """Rename an open journal that cannot be used, so that it stops nobody; its new path."""
    aside = os.path.join(make_folder(root), "damaged")
    os.replace(open_path(root), aside)
    return aside


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        return


def closed_journals(root: str) -> Iterator[Journal]:
    """The closed transactions of the vault at `root` that can be undone, the newest first."""
    folder = folder_of(root)
    for name in reversed(_names(folder)):
        journal = load(os.path.join(folder, "done", name), name)
        if journal is not None and key_of(journal.root) == key_of(root):
            yield journal
