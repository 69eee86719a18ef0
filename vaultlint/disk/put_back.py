"""Giving files their old bytes and places back, each only if it still is what vaultlint wrote."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from vaultlint.disk.journal import digest_of
from vaultlint.disk.read import read_file
from vaultlint.disk.temporary import PREFIX, Temporary, flush_all, flush_folder, write_fresh, write_temporary
from vaultlint.language import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.disk.journal import Entry, Journal

_CHANGED = "it was changed since"


def place_of(root: str, path: str) -> str:
    """The path on disk of a file of the vault; a link inside the vault is followed, OSError for one that leaves it."""
    top = os.path.realpath(root)
    file = os.path.realpath(os.path.join(root, path))
    if file != top and not file.startswith(top.rstrip(os.sep) + os.sep):
        raise OSError(1, "it is a link that leads out of the vault")
    return file


def present_bytes(file: str) -> bytes | None:
    """The bytes of a file on disk; None where there is none."""
    try:
        return read_file(file)
    except FileNotFoundError:
        return None


def made_for(root: str, paths: Iterable[str]) -> tuple[str, ...]:
    """The folders that have to be made for files at `paths`, the outermost first."""
    missing: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in missing and not os.path.isdir(os.path.join(root, folder)):
            missing.add(folder)
            folder = folder.rpartition("/")[0]
    return tuple(sorted(missing, key=lambda folder: (folder.count("/"), folder)))


def put_back(root: str, journal: Journal) -> list[tuple[str, str]]:
    """Undo whatever of a transaction was done, temporary files included; what could not be put back, and why."""
    left: list[tuple[str, str]] = []
    remove_temporaries(root, journal)
    for old, new in reversed(journal.moves):
        reason = _move_back(root, old, new)
        if reason:
            left.append((new, reason))
    left += _restore(root, journal.entries)
    remove_folders(root, journal.made)
    return left


def remove_temporaries(root: str, journal: Journal) -> None:
    """Remove the temporary files that a transaction made, wherever its files are now."""
    for entry in journal.entries:
        if entry.temporary.startswith(PREFIX):
            for path in {entry.path, journal.present(entry.path)}:
                with contextlib.suppress(OSError):
                    os.unlink(os.path.join(os.path.dirname(place_of(root, path)), entry.temporary))


def _move_back(root: str, old: str, new: str) -> str:
    """Move a file or folder back if it was moved; the reason if that was not possible."""
    here, there = os.path.join(root, old), os.path.join(root, new)
    try:
        if not os.path.lexists(there):
            return ""
        if os.path.lexists(here) and not os.path.samefile(here, there):
            return str(say("there are both {old} and {new}", old=old, new=new))
        os.makedirs(os.path.dirname(here), exist_ok=True)
        os.rename(there, here)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _restore(root: str, entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """Give the files of some entries their old bytes back."""
    left: list[tuple[str, str]] = []
    staged: list[tuple[Entry, Temporary]] = []
    folders: set[str] = set()
    for entry in entries:
        try:
            temporary = _staged(root, entry)
        except OSError as error:
            left.append((entry.path, error.strerror or str(error)))
            continue
        folders.add(os.path.dirname(place_of(root, entry.path)))
        if temporary:
            staged.append((entry, temporary))
    failed = flush_all(temporary for _, temporary in staged)
    for entry, temporary in staged:
        try:
            if temporary in failed:
                raise failed[temporary]
            _put(entry, temporary)
        except OSError as error:
            temporary.remove()
            left.append((entry.path, error.strerror or str(error)))
    for folder in sorted(folders):
        flush_folder(folder)
    return left


def _staged(root: str, entry: Entry) -> Temporary | None:
    """The old bytes beside a file that has new ones; a file that was made is removed at once."""
    file = place_of(root, entry.path)
    now = present_bytes(file)
    if now == entry.before:
        return None
    if (None if now is None else digest_of(now)) != entry.after:
        raise OSError(11, "it is gone" if now is None else _CHANGED)
    if entry.before is None:
        os.unlink(file)
        return None
    if now is None:
        return write_fresh(file, entry.before, entry.mode, entry.temporary)
    return write_temporary(file, entry.before, entry.temporary)


def _put(entry: Entry, temporary: Temporary) -> None:
    now = present_bytes(temporary.target)
    if (None if now is None else digest_of(now)) != entry.after:
        raise OSError(11, _CHANGED)
    if now is None:
        temporary.become()
    else:
        temporary.replace()


def remove_folders(root: str, made: Iterable[str]) -> None:
    """Remove folders that were made for a transaction and are empty again, the innermost first."""
    for folder in reversed(tuple(made)):
        with contextlib.suppress(OSError):
            os.rmdir(os.path.join(root, folder))
