"""Errors that a person can do something about. They end the run with exit status 2 and no traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.harmless import plain
from vaultlint.language import translated

if TYPE_CHECKING:
    from collections.abc import Iterable


class VaultlintError(Exception):
    """The tool could not do what was asked; the text says why and what to do. What it quotes is made harmless."""

    def __str__(self) -> str:
        return "\n".join(map(plain, super().__str__().split("\n")))


# What is said of a file that cannot be read or written: by the system, and by vaultlint in its place.
REASONS = (
    "Directory not empty",
    "Disk quota exceeded",
    "File exists",
    "File name too long",
    "File too large",
    "Input/output error",
    "Invalid argument",
    "Is a directory",
    "No such file or directory",
    "No space left on device",
    "Not a directory",
    "Operation not permitted",
    "Permission denied",
    "Read-only file system",
    "Stale file handle",
    "Too many levels of symbolic links",
    "Too many open files",
    "it changed while vaultlint was at work; run it again",
    "it is a link that leads out of the vault",
    "it is gone",
    "it is no path inside the vault",
    "it is no regular file",
    "it leads out of the vault",
    "it was changed since",
    "there is a file of that name already",
)


def reason_of(error: OSError) -> str:
    """Why the system refused, in the language of the run where it is one of the usual reasons."""
    return translated(error.strerror or str(error))


def nearest_name(word: str, known: Iterable[str]) -> str:
    """The nearest of the known names, or "" where none is near."""
    from difflib import get_close_matches

    names = {name.lower().replace("_", "-"): name for name in known}
    nearest = get_close_matches(word.lower().replace("_", "-"), names, n=1, cutoff=0.6)
    return names[nearest[0]] if nearest else ""
