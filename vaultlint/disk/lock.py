"""One writer at a time in a vault: a lock that the system takes back when its process ends, however it ends."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError

if TYPE_CHECKING:
    from collections.abc import Iterator


class BusyError(VaultlintError):
    """Another run of vaultlint is writing in this vault."""


@contextmanager
def locked(path: str) -> Iterator[None]:
    """Hold the lock file at `path`, which stays; `BusyError` where another process holds it."""
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        try:
            _take(descriptor)
        except OSError:
            raise BusyError("another run of vaultlint is writing in this vault: try again when it is done") from None
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":

    def _take(descriptor: int) -> None:
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _take(descriptor: int) -> None:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
