"""Temporary files beside the notes that they will replace, and those that a killed run left behind."""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = ".vaultlint-tmp-"
_COUNTER = itertools.count()
_FORGOTTEN = 3600  # seconds after which a temporary file has no owner, whatever its name says


class Temporary(NamedTuple):
    """A written temporary file at `path`, made to replace `target`."""

    path: str
    target: str

    def flush(self) -> None:
        """Make sure that the bytes are on the disk."""
        descriptor = os.open(self.path, os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def replace(self) -> None:
        """Take the target's place, in one step."""
        os.replace(self.path, self.target)

    def remove(self) -> None:
        """Remove the file if it is still there."""
        with contextlib.suppress(OSError):
            os.unlink(self.path)


def write_temporary(note: str, data: bytes) -> Temporary:
    """Write `data` beside the file that `note` is or leads to, with that file's mode, owner and attributes.

    Raises OSError where that is not possible, also for a note that is read-only; nothing is left behind then.
    """
    target = os.path.realpath(note)
    status = os.stat(target)
    if not status.st_mode & stat.S_IWUSR or not os.access(target, os.W_OK):
        raise PermissionError(13, "the note is read-only")
    temporary = Temporary(os.path.join(os.path.dirname(target), f"{PREFIX}{os.getpid()}-{next(_COUNTER)}"), target)
    descriptor = os.open(temporary.path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        _copy_status(target, temporary.path, status)
    except BaseException:
        temporary.remove()
        raise
    return temporary


def _copy_status(source: str, target: str, status: os.stat_result) -> None:
    """Owner, mode and, where the system has them, extended attributes."""
    if hasattr(os, "chown"):
        here = os.stat(target)
        if (here.st_uid, here.st_gid) != (status.st_uid, status.st_gid):
            os.chown(target, status.st_uid, status.st_gid)
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(source):
                os.setxattr(target, name, os.getxattr(source, name))
    os.chmod(target, stat.S_IMODE(status.st_mode))


def flush_folder(folder: str) -> None:
    """Make sure that replacements in a folder survive a power cut, where the system can say so."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove_leftovers(root: str, files: Iterable[str]) -> list[str]:
    """Remove what killed runs left beside `files` of the vault at `root`; what runs that still work made stays."""
    removed = []
    for folder in sorted({os.path.dirname(os.path.join(root, path)) for path in files} | {root}):
        try:
            names = [name for name in os.listdir(folder) if name.startswith(PREFIX)]
        except OSError:
            continue
        for name in names:
            path = os.path.join(folder, name)
            if not _is_in_use(name, path):
                with contextlib.suppress(OSError):
                    os.unlink(path)
                    removed.append(path)
    return removed


def _is_in_use(name: str, path: str) -> bool:
    """Whether the process named in a temporary file's name may still be writing it."""
    with contextlib.suppress(OSError):
        if time.time() - os.stat(path).st_mtime > _FORGOTTEN:
            return False
    owner = name[len(PREFIX) :].partition("-")[0]
    return owner.isdigit() and int(owner) != os.getpid() and _is_running(int(owner))


def _is_running(process: int) -> bool:
    if sys.platform == "win32":  # os.kill would end the process there
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
