"""How Obsidian compares the heading of a link with the headings of a note (`docs/obsidian.md`, 43–47)."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.cached import cached_property

if TYPE_CHECKING:
    from collections.abc import Sequence

# Obsidian's stripHeading: ASCII punctuation but `'`, `-` and `_` becomes a space; CJK punctuation stays.
_STRIPPED = str.maketrans(dict.fromkeys('!"#$%&()*+,.:;<=>?@^`{|}~/[]\\\r\n', " "))


@lru_cache(4096)  # many notes have the same headings
def heading_key(text: str) -> str:
    """The form in which headings are compared (43)."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.translate(_STRIPPED).split()).lower()


def find_heading(keys: Sequence[tuple[int, str]], subpath: str) -> int | None:
    """The index of the heading that `subpath` (`A` or `A#B`, without the first `#`) names, or None."""
    return Outline(keys).find(subpath)


class Outline:
    """The headings of a note, made for looking up many of them.

    `keys` are the headings in order: level and `heading_key`; `places` gives the indices of each key.
    """

    def __init__(self, keys: Sequence[tuple[int, str]]) -> None:
        self.keys = keys
        self.places: dict[str, list[int]] = {}
        self._found: dict[str, int | None] = {}
        for index, (_, key) in enumerate(keys):
            self.places.setdefault(key, []).append(index)

    def find(self, subpath: str) -> int | None:
        """The index of the heading that `subpath` (`A` or `A#B`, without the first `#`) names, or None.

        Each step must be deeper than the one before and stand below it; the first match wins (46). Where that finds
        nothing, what Obsidian might accept is accepted: a step that only comes later, and a heading that itself
        contains `#`.
        """
        if subpath not in self._found:
            self._found[subpath] = self._find(subpath)
        return self._found[subpath]

    def _find(self, subpath: str) -> int | None:
        steps = [step for step in map(heading_key, subpath.split("#")) if step]
        if not steps:
            return None
        found = self._nested(steps)
        if found is None and len(steps) > 1:
            found = self._later(steps)
        if found is None and "#" in subpath:
            found = self._first(heading_key(subpath), 0)
        return found

    @cached_property
    def _ends(self) -> list[int]:
        """For each heading, the index of the next one that does not stand below it."""
        ends = [len(self.keys)] * len(self.keys)
        above: list[int] = []
        for index, (level, _) in enumerate(self.keys):
            while above and self.keys[above[-1]][0] >= level:
                ends[above.pop()] = index
            above.append(index)
        return ends

    def _first(self, key: str, position: int) -> int | None:
        """The first heading with this key at or behind `position`."""
        places = self.places.get(key, ())
        index = bisect_left(places, position)
        return places[index] if index < len(places) else None

    def _nested(self, steps: Sequence[str]) -> int | None:
        """The last step's heading, each one below the one before."""
        found = self._first(steps[0], 0)
        for step in steps[1:]:
            if found is None:
                return None
            below = self._first(step, found + 1)
            found = below if below is not None and below < self._ends[found] else None
        return found

    def _later(self, steps: Sequence[str]) -> int | None:
        """The last step's heading, each one deeper than the one before and anywhere behind it."""
        if any(step not in self.places for step in steps):
            return None
        done = [0] * len(steps)  # the lowest level at which each step was reached
        for index in sorted({index for step in steps for index in self.places[step]}):
            level, key = self.keys[index]
            for number in range(len(steps) - 1, -1, -1):
                if key == steps[number] and (number == 0 or 0 < done[number - 1] < level):
                    if number == len(steps) - 1:
                        return index
                    done[number] = min(done[number] or level, level)
        return None
