"""Runs a command that is killed, or gets a signal, at a chosen step of its transaction."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from vaultlint.cli.main import main
from vaultlint.disk import transaction
from vaultlint.disk.temporary import Temporary

STEPS = ("begin", "stage", "replace", "move", "close")


def die_at(step: str, arguments: list[str], number: int = signal.SIGKILL) -> int:
    """Run vaultlint with `arguments`; this process gets `number` as it takes a step, in the midst of its files."""

    def strike(times: int, real: Callable[..., Any]) -> Callable[..., Any]:
        count = 0

        def struck(*values: Any, **named: Any) -> Any:
            nonlocal count
            count += 1
            if count == times:
                os.kill(os.getpid(), number)
            return real(*values, **named)

        return struck

    if step == "replace":
        Temporary.replace = strike(40, Temporary.replace)  # type: ignore[method-assign]
    elif step == "move":
        transaction._Work._move = strike(1, transaction._Work._move)  # type: ignore[method-assign]
    else:
        name = "_stage" if step == "stage" else step
        setattr(transaction, name, strike(40 if step == "stage" else 1, getattr(transaction, name)))
    return main(arguments)
