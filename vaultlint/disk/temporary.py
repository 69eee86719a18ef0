"""Temporary files beside the files that they will replace: made, flushed, put in place in one step, or removed.

Temporary files are dot files: Obsidian does not look at them.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
import sys
import time
from typing import TYPE_CHECKING

from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = ".vaultlint-tmp-"
_COUNTER = itertools.count()
_FORGOTTEN = 3600  # seconds after which a temporary file has no owner, whatever its name says
_AT_ONCE = 16  # flushes that wait for the disk at the same time: one after another takes four times as long
_EXCLUSIVE = (
    os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
)  # never through a link that somebody has put there


class Temporary(NamedTuple):
    """A written temporary file at `path`, made to take the place of `target`."""

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

    def become(self) -> None:
        """Become the target, which must not exist; FileExistsError where it does."""
        try:
            os.link(self.path, self.target)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if os.path.lexists(self.target):
                raise FileExistsError(17, "there is a file of that name", self.target) from None
            os.rename(self.path, self.target)
        else:
            self.remove()

    def remove(self) -> None:
        """Remove the file if it is still there."""
        with contextlib.suppress(OSError):
            os.unlink(self.path)


def temporary_name() -> str:
    """A name for a temporary file that says which process made it."""
    return f"{PREFIX}{os.getpid()}-{next(_COUNTER)}"


def write_temporary(file: str, data: bytes, name: str = "") -> Temporary:
    """Write `data` beside the file that `file` is or leads to, with that file's mode, owner and attributes.

    Raises OSError where that is not possible, also for a file that is read-only; nothing is left behind then.
    """
    target = os.path.realpath(file)
    status = may_replace(target)
    temporary = _written(target, data, name)
    try:
        _copy_status(target, temporary.path, status)
    except BaseException:
        temporary.remove()
        raise
    return temporary


def may_replace(file: str) -> os.stat_result:
    """The status of a file that is to be replaced; OSError where this user may not, or could not keep its owner."""
    status = os.stat(file)
    if not status.st_mode & stat.S_IWUSR or not os.access(file, os.W_OK):
        raise PermissionError(13, "it is read-only")
    if not os.access(os.path.dirname(file), os.W_OK | os.X_OK):
        raise PermissionError(13, "Permission denied")
    if hasattr(os, "geteuid") and os.geteuid() not in (0, status.st_uid):
        raise PermissionError(1, "Operation not permitted")
    return status


def write_fresh(target: str, data: bytes, mode: int | None = None, name: str = "") -> Temporary:
    """Write `data` beside `target`, which need not exist, with `mode` or that of any new file."""
    temporary = _written(target, data, name)
    try:
        os.chmod(temporary.path, _usual_mode() if mode is None else mode)
    except BaseException:
        temporary.remove()
        raise
    return temporary


def _written(target: str, data: bytes, name: str) -> Temporary:
    temporary = Temporary(os.path.join(os.path.dirname(target), name or temporary_name()), target)
    descriptor = os.open(temporary.path, _EXCLUSIVE, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except BaseException:
        temporary.remove()
        raise
    return temporary


def _usual_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


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


def flush_all(files: Iterable[Temporary]) -> dict[Temporary, OSError]:
    """Flush many files, 16 at a time; those that could not be flushed, with the reason."""
    from concurrent.futures import ThreadPoolExecutor

    waiting = list(files)
    with ThreadPoolExecutor(_AT_ONCE) as pool:  # threads are started as they are needed
        found = pool.map(_flushed, waiting)
        return {file: error for file, error in zip(waiting, found, strict=True) if error}


def _flushed(file: Temporary) -> OSError | None:
    try:
        file.flush()
    except OSError as error:
        return error
    return None


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


def remove_leftovers(folders: Iterable[str]) -> list[str]:
    """Remove what killed runs left in `folders`, paths on disk; what runs that still work made stays."""
    removed = []
    for folder in sorted(set(folders)):
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
    return owner.isdigit() and int(owner) != os.getpid() and is_running(int(owner))


def is_running(process: int) -> bool:
    """Whether there is a process with this number."""
    if sys.platform == "win32":  # os.kill would end the process there
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
