"""Did you mean: the nearest of a few known names, for a name that is none of them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_ASKED = 100  # a hostile file may name thousands
_MOST_NAMES = 5_000
_CUTOFF = 0.75


class Guess:
    """Looks up the nearest of the known names; folded case counts as the same."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {name.lower(): name for name in sorted(names, reverse=True)}
        self._asked: dict[str, str | None] = {}

    def find(self, name: str) -> str | None:
        """The nearest name, or None; after a hundred questions, and among thousands of names, only but for case."""
        if name not in self._asked:
            same = self._names.get(name.lower())
            few = len(self._asked) < _MOST_ASKED and len(self._names) < _MOST_NAMES
            self._asked[name] = same or (self._near(name) if few else None)
        return self._asked[name]

    def _near(self, name: str) -> str | None:
        near = difflib.get_close_matches(name.lower(), self._names, n=1, cutoff=_CUTOFF)
        return self._names[near[0]] if near else None
