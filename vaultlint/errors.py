"""Errors that a person can do something about. They end the run with exit status 2 and no traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.harmless import plain

if TYPE_CHECKING:
    from collections.abc import Iterable


class VaultlintError(Exception):
    """The tool could not do what was asked; the text says why and what to do. What it quotes is made harmless."""

    def __str__(self) -> str:
        return "\n".join(map(plain, super().__str__().split("\n")))


def nearest_name(word: str, known: Iterable[str]) -> str:
    """The nearest of the known names, or "" where none is near."""
    from difflib import get_close_matches

    names = {name.lower().replace("_", "-"): name for name in known}
    nearest = get_close_matches(word.lower().replace("_", "-"), names, n=1, cutoff=0.6)
    return names[nearest[0]] if nearest else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`: did you mean …?` with the nearest of the known names, or ""."""
    near = nearest_name(word, known)
    return f": did you mean `{near}`?" if near else ""
