"""Measuring how long each rule takes, for `--timings`."""

from __future__ import annotations

import time
from dataclasses import field
from typing import TYPE_CHECKING, Any

from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vaultlint.finding import Problem
    from vaultlint.rules.rule import Rule


@frozen
class Stopwatch:
    """Seconds by rule, added up over all notes of one process."""

    seconds: dict[str, float] = field(default_factory=dict)

    def timed(self, rule: Rule) -> Rule:
        """The rule with a check that is measured; what it is the first to ask of a note counts for it."""
        return rule.with_check(self._timed(rule.name, rule.check))

    def _timed(self, name: str, check: Callable[..., Iterator[Problem]]) -> Callable[..., Iterator[Problem]]:
        self.seconds[name] = 0.0

        def measured(*arguments: Any) -> Iterator[Problem]:
            started = time.perf_counter()
            problems = list(check(*arguments))
            self.seconds[name] += time.perf_counter() - started
            return iter(problems)

        return measured
