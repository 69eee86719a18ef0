"""How Obsidian compares the heading of a link with the headings of a note (`docs/obsidian.md`, 43–47)."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Obsidian's stripHeading: ASCII punctuation but `'`, `-` and `_` becomes a space; CJK punctuation stays.
_STRIPPED = str.maketrans(dict.fromkeys('!"#$%&()*+,.:;<=>?@^`{|}~/[]\\\r\n', " "))


def heading_key(text: str) -> str:
    """The form in which headings are compared (43)."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.translate(_STRIPPED).split()).lower()


def find_heading(keys: Sequence[tuple[int, str]], subpath: str) -> int | None:
    """The index of the heading that `subpath` (`A` or `A#B`, without the first `#`) names, or None.

    `keys` are the note's headings in order: level and `heading_key`. Each step must be deeper than the one before and
    stand below it; the first match wins (46). Where that finds nothing, what Obsidian might accept is accepted: a step
    that only comes later, and a heading that itself contains `#`.
    """
    steps = [step for step in map(heading_key, subpath.split("#")) if step]
    if not steps:
        return None
    found = _nested(keys, steps)
    if found is None and len(steps) > 1:
        found = _later(keys, steps)
    if found is None and "#" in subpath:
        found = _later(keys, [heading_key(subpath)])
    return found


def _nested(keys: Sequence[tuple[int, str]], steps: Sequence[str]) -> int | None:
    """The last step's heading, each one below the one before."""
    position, level = 0, 0
    for step in steps:
        found = _below(keys, position, level, step)
        if found is None:
            return None
        position, level = found + 1, keys[found][0]
    return position - 1


def _below(keys: Sequence[tuple[int, str]], position: int, level: int, step: str) -> int | None:
    for index in range(position, len(keys)):
        if keys[index][0] <= level:
            return None
        if keys[index][1] == step:
            return index
    return None


def _later(keys: Sequence[tuple[int, str]], steps: Sequence[str]) -> int | None:
    """The last step's heading, each one deeper than the one before and anywhere behind it."""
    done = [0] * len(steps)  # the lowest level at which each step was reached
    for index, (level, key) in enumerate(keys):
        for number in range(len(steps) - 1, -1, -1):
            if key == steps[number] and (number == 0 or 0 < done[number - 1] < level):
                if number == len(steps) - 1:
                    return index
                done[number] = min(done[number] or level, level)
    return None
