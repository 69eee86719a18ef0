"""Reading a vault in a process of its own: all processors help there, and the memory that it takes is given back.

What it does is in `reading.py`, and what was found comes back by the store. The process that answers an editor has
threads, and cannot be forked itself.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from vaultlint.language import spoken

if TYPE_CHECKING:
    from collections.abc import Callable

MANY = 400  # notes for which another process is worth while
_RUN = "import sys; sys.path[:] = sys.argv[4:]; from vaultlint.lsp.reading import main; main(*sys.argv[1:4])"


class Apart:
    """Reads the vault at `root`; `encoding` is that of positions."""

    def __init__(self, root: str, encoding: str) -> None:
        self._words = [root, encoding]
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def read(self, progress: Callable[[int, int], None] | None) -> bool:
        """Store everything that an editor wants to know of the vault as it is on disk; whether that went well."""
        if self._is_stopped or not sys.executable:
            return False
        command = [sys.executable, "-P", "-c", _RUN, *self._words, spoken(), *sys.path]  # -P: no modules of a vault
        pipe, silent = subprocess.PIPE, subprocess.DEVNULL
        try:
            self._process = subprocess.Popen(command, stdin=silent, stdout=pipe, stderr=silent)
        except OSError:
            return False
        with self._process as process:
            for line in process.stdout or ():
                done, _, total = line.partition(b" ")
                if progress:
                    progress(int(done), int(total))
        return process.returncode == 0 and not self._is_stopped

    def stop(self) -> None:
        """End the process, and begin none any more."""
        self._is_stopped = True
        if self._process is not None:
            with suppress(OSError):
                self._process.kill()
