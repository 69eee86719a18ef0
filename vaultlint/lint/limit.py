"""The time limit of a run: settings of strangers may hold a regular expression that never ends.

A signal comes when the time is over, and Python's `re` looks out for signals while it matches. What was at work is told
by the frames that the signal interrupts, so that nothing has to be noted while all goes well.
"""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.language import say

if TYPE_CHECKING:
    from types import FrameType

_GRACE = 0.5  # seconds that a worker is given to say what it was doing, before the run ends without it
_seconds = 0.0
_end = 0.0


class TimeUpError(VaultlintError):
    """The time limit is over."""


def limit_time(seconds: float | None) -> None:
    """Let the run take so many seconds from now on; None for as long as it takes."""
    global _seconds, _end
    _seconds, _end = seconds or 0.0, time.monotonic() + (seconds or 0.0)
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)
        if seconds:
            signal.signal(signal.SIGALRM, _time_up)
            signal.setitimer(signal.ITIMER_REAL, seconds)


def limit_worker(limit: tuple[float, float] | None = None) -> None:
    """The same in a process that was started for the run; a forked one inherits no timer, a spawned one no `limit`."""
    global _seconds, _end
    _seconds, _end = limit or (_seconds, _end)
    if _seconds and hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _time_up)
        signal.setitimer(signal.ITIMER_REAL, max(_end - time.monotonic(), 0.001))


def limit_of_run() -> tuple[float, float]:
    """What `limit_worker` needs in a spawned process: the seconds, and the moment at which they are over."""
    return _seconds, _end


def wait_for_workers() -> None:
    """Give workers the time to say what they were doing: they know, this process only waits for them."""
    if _seconds and hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, max(_end - time.monotonic(), 0) + _GRACE)


def check_time() -> None:
    """Raise TimeUpError if the time is over; where there are no timers, this is looked at between two notes."""
    if _seconds and time.monotonic() > _end:
        raise TimeUpError(_said("", ""))


def _time_up(_signal: int, frame: FrameType | None) -> None:
    raise TimeUpError(_said(*_at_work(frame)))


def _said(rule: str, path: str) -> str:
    limit = f"{_seconds:g}"
    if rule and path:
        return str(
            say(
                "the time limit of {limit} s is over: `{rule}` was looking at {path}", limit=limit, rule=rule, path=path
            )
        )
    if rule:
        return str(say("the time limit of {limit} s is over: `{rule}` was at work", limit=limit, rule=rule))
    return str(say("the time limit of {limit} s is over: give it more with `--timeout`", limit=limit))


def _at_work(frame: FrameType | None) -> tuple[str, str]:
    """The rule that runs in the frame or in one that called it, and its note; "" for what is not known."""
    rule = path = ""
    while frame is not None:
        values, module = frame.f_locals, frame.f_globals.get("__name__", "")
        if module == "vaultlint.vault.obsidian" and not rule:
            rule = "userIgnoreFilters"
        for name in ("pattern", "rule"):
            value = values.get(name)
            if type(value).__name__ in ("Pattern", "Rule") and not rule:
                rule = getattr(value, "name", "")
        if not path and type(values.get("note")).__name__ == "Note":
            path = values["note"].path
        frame = frame.f_back
    return rule, path
