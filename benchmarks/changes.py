"""Changes of a vault that are taken back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

Change = Callable[[int], AbstractContextManager[None]]


def kinds_of_change(vault: str, notes: Sequence[str]) -> dict[str, Change]:
    """What may happen to a vault, by name; each is given a number, so that it is another one each time."""
    early, middle, last = (os.path.join(vault, notes[at]) for at in (len(notes) // 4, len(notes) // 2, -1))
    return {
        "a line": lambda number: _appended(middle, f"One more line, {number}.\n"),
        "a link": lambda number: _appended(middle, f"One more link: [[{notes[number].removesuffix('.md')}]].\n"),
        "a heading": lambda number: _appended(middle, f"## One more heading, {number}\n"),
        "a note added": lambda number: _written(os.path.join(vault, f"One more note {number}.md"), "One line.\n"),
        "a note renamed": lambda number: _moved(last, os.path.join(vault, f"Renamed {number}.md")),
        "a note deleted": lambda number: _moved(early, os.path.join(vault, f".gone {number}")),
    }


@contextmanager
def _appended(path: str, text: str) -> Iterator[None]:
    with open(path, "rb") as file:
        original = file.read()
    try:
        with open(path, "ab") as file:
            file.write(f"\n{text}".encode())
        yield
    finally:
        with open(path, "wb") as file:
            file.write(original)


@contextmanager
def _written(path: str, text: str) -> Iterator[None]:
    with open(path, "wb") as file:
        file.write(text.encode())
    try:
        yield
    finally:
        os.remove(path)


@contextmanager
def _moved(path: str, target: str) -> Iterator[None]:
    os.rename(path, target)
    try:
        yield
    finally:
        os.rename(target, path)
