"""Finding the few bad ones among many fixes: by halves, at a bounded cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.fix.choose import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_TRIALS = 64

Refusal = tuple[Candidate, frozenset[str]]  # a fix, and what it would have changed without declaring it


def sift(
    wanted: Sequence[Candidate], trial: Callable[[list[Candidate]], frozenset[str]]
) -> tuple[list[Candidate], list[Refusal]]:
    """The fixes that pass `trial` together, and those that do not.

    `trial` is given fixes and returns what they would change without declaring it: nothing, if they are good. Where it
    fails, the fixes are tried rule by rule and half by half; after `MAX_TRIALS` trials what is left is refused.
    """
    accepted: list[Candidate] = []
    refused: list[Refusal] = []
    waiting = [sorted(wanted, key=lambda candidate: candidate.rule)]
    trials = 0
    while waiting:
        part = waiting.pop()
        wrong = trial(accepted + part)
        trials += 1
        if not wrong:
            accepted += part
        elif len(part) == 1 or trials >= MAX_TRIALS:
            refused += [(candidate, wrong) for candidate in part]
        else:
            first, second = _halves(part)
            waiting += [second, first]
    return accepted, refused


def _halves(part: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Two halves; the first rule against the others, where there are several."""
    first = [candidate for candidate in part if candidate.rule == part[0].rule]
    if len(first) < len(part):
        return first, part[len(first) :]
    middle = len(part) // 2
    return part[:middle], part[middle:]
