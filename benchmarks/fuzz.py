"""Notes at random, and the laws of fixing: `python -m benchmarks.fuzz --seconds 600 --seed 1`.

Forty notes at a time make a vault, under habits at random (`fuzz_notes`, `fuzz_laws`). A note that breaks a law is made
as small as breaks it. `tests/test_fuzz.py` runs some notes of it.
"""

from __future__ import annotations

import argparse
import random
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator

from benchmarks.fuzz_laws import LAWS, LEARNED, STRICT, Breaks, Habits, Notes, UnsettledError
from benchmarks.fuzz_notes import note

_TOGETHER = 40  # notes in one vault
Law = Callable[[Notes, Habits], Breaks]


def broken(texts: Notes, laws: tuple[Law, ...] = LAWS, habits: Habits = STRICT) -> Iterator[tuple[str, str, object]]:
    """The notes that break a law, with its name and how."""
    for law in laws:
        for number, how in _breaks(law, texts, habits):
            yield law.__name__, texts[number], how


def _breaks(law: Law, texts: Notes, habits: Habits) -> Breaks:
    try:
        yield from list(law(texts, habits))
    except UnsettledError as error:
        yield from error.notes.items()
        # what is with the others is not known
        others = [number for number in range(len(texts)) if number not in error.notes]
        if others:
            for number, how in _breaks(law, tuple(texts[number] for number in others), habits):
                yield others[number], how
    except Exception as error:
        if len(texts) == 1:
            yield 0, "".join(traceback.format_exception(error)[-4:])
        for number, text in enumerate(texts) if len(texts) > 1 else ():
            yield from ((number, how) for _, how in _breaks(law, (text,), habits))


def smaller(text: str, law: Law, habits: Habits) -> str:
    """A part of the note that breaks the law, too."""
    changed = True
    while changed:
        changed = False
        for size in (max(len(text) // 2, 1), 16, 8, 4, 2, 1):
            start = 0
            while start < len(text):
                shorter = text[:start] + text[start + size :]
                if any(_breaks(law, (shorter,), habits)):
                    text, changed = shorter, True
                else:
                    start += size
    return text


def shown(text: str, law: Law, habits: Habits, how: object) -> Iterator[str]:
    """What is printed of a note that breaks a law."""
    if not any(_breaks(law, (text,), habits)):
        yield f"{law.__name__}, only in company: {text!r}\n    {how}"
        return
    small = smaller(text, law, habits)
    yield f"{law.__name__}: {small!r}\n    {next(_breaks(law, (small,), habits))[1]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--law", action="append", help="only these laws")
    parser.add_argument("--show", type=int, default=5, help="so many breaks of each law, made small")
    options = parser.parse_args()
    laws = tuple(law for law in LAWS if not options.law or law.__name__ in options.law)
    dice, found, count = random.Random(options.seed), Counter[str](), 0
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        texts = tuple(note(dice) for _ in range(_TOGETHER))
        habits = dice.choice((STRICT, LEARNED, Habits.at_random(dice)))
        count += len(texts)
        for law in laws:
            for number, how in _breaks(law, texts, habits):
                found[law.__name__] += 1
                if found[law.__name__] <= options.show:
                    print(*shown(texts[number], law, habits, how), flush=True)
    print(f"{count} notes; broken: {dict(found)}")


if __name__ == "__main__":
    main()
