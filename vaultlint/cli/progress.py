"""A progress bar on a terminal, for runs that take longer than a second."""

from __future__ import annotations

import sys
import time

from vaultlint.language import say_number

_PATIENCE = 1.0  # seconds without a bar
_INTERVAL = 0.1  # seconds between two drawings
_WIDTH = 30


class Progress:
    """Call it with the notes done and their total; leaving the `with` block wipes the bar."""

    def __init__(self, started: float, shown: bool) -> None:
        self._next = started + _PATIENCE
        self._shown = shown
        self._drawn = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, done: int, total: int) -> None:
        """Draw the bar, if it is time to."""
        now = time.monotonic()
        if not self._shown or now < self._next:
            return
        self._next = now + _INTERVAL
        self._drawn = True
        filled = _WIDTH * done // max(total, 1)
        bar = f"[{'#' * filled}{'.' * (_WIDTH - filled)}]"
        said = say_number(total, "{done} of {n} note", "{done} of {n} notes", done=f"{done:,}")
        sys.stderr.write(f"\r{bar} {said}\x1b[K")
        sys.stderr.flush()


def shown_progress(*, quiet: bool = False) -> Progress:
    """A bar for work that begins now, on a terminal."""
    return Progress(time.monotonic(), sys.stderr.isatty() and not quiet)
