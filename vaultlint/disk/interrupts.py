"""Ctrl-C and SIGTERM while files are written: noted at once, acted on between two steps, never in the middle of one."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))


class Interrupts:
    """The signals that came; `received` is the first one, or 0."""

    def __init__(self) -> None:
        self.received = 0

    def note(self, number: int, _frame: Any) -> None:
        """A signal handler."""
        self.received = self.received or number

    def heed(self) -> None:
        """Raise KeyboardInterrupt, or SystemExit for a SIGTERM, if a signal came."""
        if self.received == signal.SIGINT:
            raise KeyboardInterrupt
        if self.received:
            raise SystemExit(128 + self.received)


@contextmanager
def deferred_interrupts() -> Iterator[Interrupts]:
    """Hold signals back until `heed` is called or the block is left; a signal that was ignored before stays ignored."""
    interrupts = Interrupts()
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for number in _SIGNALS:
            handler = signal.getsignal(number)
            if handler not in (signal.SIG_IGN, None):
                before[number] = signal.signal(number, interrupts.note)
    try:
        yield interrupts
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    interrupts.heed()
