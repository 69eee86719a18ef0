"""Replicas of a vault as files to work on: built once, changed, put back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager


def build_replica(vault: str, work: str, scale: int) -> str:
    """The folder with `scale` copies of the vault; it is built unless it is there."""
    folder = os.path.join(work, f"x{scale}")
    if not os.path.isdir(folder):
        print(f"building {folder}", file=sys.stderr)
        # In a process of its own: this one stays small, because its children start with its size.
        words = [sys.executable, "-m", "benchmarks.replicas", vault, folder + ".part", str(scale)]
        subprocess.run(words, check=True, cwd=os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        os.rename(folder + ".part", folder)
    return folder


def notes_of(vault: str) -> list[str]:
    """The paths of all notes, in order."""
    found = []
    for folder, folders, names in os.walk(vault):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = os.path.relpath(folder, vault).replace(os.sep, "/")
        found += [f"{inside}/{name}".removeprefix("./") for name in names if name.lower().endswith(".md")]
    return sorted(found)


@contextmanager
def growing(vault: str, notes: Sequence[str], line: Callable[[str], str]) -> Iterator[Callable[[], None]]:
    """A function that appends one more line to the note in the middle; in the end the note is as it was."""
    path = os.path.join(vault, notes[len(notes) // 2])
    with open(path, "rb") as file:
        original = file.read()
    added: list[str] = []

    def grow() -> None:
        added.append(line(notes[len(added) % len(notes)]))
        with open(path, "wb") as file:
            file.write(original + "\n".join(["", *added]).encode())

    try:
        yield grow
    finally:
        with open(path, "wb") as restored:
            restored.write(original)
