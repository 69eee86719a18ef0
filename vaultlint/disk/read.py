"""The one reader: nothing below a vault's root is opened anywhere else.

Only regular files are read, and only what lies inside the root: a symlink that leads out of it is a name, and its
content is nobody's business. A named pipe would stop the run, a device feed it for ever, and a link to somebody's key
would print it in a log.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable

from vaultlint.errors import VaultlintError, reason_of
from vaultlint.language import say

SETTINGS_LIMIT = 1_000_000  # bytes: no settings file that a person wrote is as large
NOTE_LIMIT = 64_000_000  # nor a note
_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_LEAST = 4095  # bytes that are asked for at once, even where the system does not know how many there are
_SYMLINK = (errno.ELOOP, errno.EMLINK)  # what opening a symlink with O_NOFOLLOW gives


class OutsideError(OSError):
    """A path of the vault that leads out of it, through a symlink."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EXDEV, "it leads out of the vault", path)


def _never() -> bool:
    return False


class Folder:
    """A folder whose files are read. Where `follow` allows it, so are those that symlinks in it lead to.

    It is asked when there is such a symlink, and not before.
    """

    def __init__(self, root: str, *, follow: Callable[[], bool] = _never) -> None:
        self.root = root
        self.follow = follow
        self._real = ""
        self._inside: dict[str, bool] = {}  # folders that were looked at, and whether they lie in the root

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The bytes of the file at a path relative to the folder.

        OSError where there is none, where it is no regular file, or where it has more than `limit` bytes; OutsideError
        where it lies outside.
        """
        return _read(self._open(path), path, limit)

    def is_file(self, path: str) -> bool:
        """Whether there is a regular file that can be read."""
        target = os.path.join(self.root, path)
        return os.path.isfile(target) and (self.holds(target) or self.follow())

    def holds(self, target: str) -> bool:
        """Whether what is at `target`, a path on disk, lies in the folder when all symlinks are followed."""
        return _is_below(os.path.realpath(target), self.real)

    def forget(self) -> None:
        """Look at the folders below again: they may have become symlinks."""
        self._inside.clear()

    @property
    def real(self) -> str:
        """The folder's own path without symlinks."""
        self._real = self._real or os.path.realpath(self.root)
        return self._real

    def _open(self, path: str) -> int:
        target = os.path.join(self.root, path)
        folder = os.path.dirname(target)
        if folder not in self._inside:
            self._inside[folder] = self.holds(folder)
        if not self._inside[folder]:
            return self._open_outside(path)
        try:
            return _open_itself(target)
        except OSError as error:
            if error.errno not in _SYMLINK:
                raise
        target = os.path.realpath(target)
        return _open_itself(target) if _is_below(target, self.real) else self._open_outside(path)

    def _open_outside(self, path: str) -> int:
        if not self.follow():
            raise OutsideError(path)
        return os.open(os.path.join(self.root, path), _OPEN)


def read_file(path: str, limit: int | None = None) -> bytes:
    """The bytes of a regular file that a person or git named by its path on disk; symlinks are followed.

    OSError where there is none, or where it has more than `limit` bytes.
    """
    return _read(os.open(path, _OPEN), path, limit)


def check_folder(root: str) -> None:
    """Raise VaultlintError for a vault's folder that cannot be read."""
    try:
        os.scandir(root).close()
    except OSError as error:
        raise VaultlintError(
            say("cannot read the vault {root}: {reason}", root=root, reason=reason_of(error))
        ) from None


def stamp_of(path: str) -> tuple[int, int, int]:
    """Size and times of what is at a path on disk; nothing but 0 where there is nothing."""
    try:
        status = os.stat(path)
    except OSError:
        return 0, 0, 0
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def read_settings(path: str) -> bytes:
    """The bytes of a settings file; the same errors, and OutsideError for a symlink that leads out of its folder."""
    folder, name = os.path.split(os.path.abspath(path))
    return Folder(folder).read(name, SETTINGS_LIMIT)


def _open_itself(target: str) -> int:
    """A descriptor of the file; a symlink is an error."""
    if not _NO_FOLLOW and os.path.islink(target):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), target)
    return os.open(target, _OPEN | _NO_FOLLOW)


def _read(descriptor: int, path: str, limit: int | None) -> bytes:
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", path)
        most = sys.maxsize if limit is None else limit
        pieces, size, ahead = [], 0, min(max(status.st_size, _LEAST), most) + 1
        while size <= most and (piece := os.read(descriptor, ahead)):
            pieces.append(piece)
            size += len(piece)
            if size == status.st_size:  # all there was, and no more has come
                break
    finally:
        os.close(descriptor)
    if size > most:
        raise OSError(errno.EFBIG, str(say("it is larger than {most} bytes", most=f"{most:,}")), path)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _is_below(path: str, folder: str) -> bool:
    """Whether `path` is `folder` or lies in it; both are real paths."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
