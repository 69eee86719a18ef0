"""How Obsidian compares the heading of a link with the headings of a note (`docs/obsidian.md`, 43–47)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultlint.markdown.note import Heading

# Obsidian's stripHeading: ASCII punctuation but `'`, `-` and `_` becomes a space; CJK punctuation stays.
_STRIPPED = str.maketrans({character: " " for character in "!\"#$%&()*+,.:;<=>?@^`{|}~/[]\\\r\n"})


def heading_key(text: str) -> str:
    """The form in which headings are compared."""
    return " ".join(text.translate(_STRIPPED).split()).lower()


def find_heading(keys: Sequence[tuple[int, str]], subpath: str) -> int | None:
    """The index of the heading that `subpath` (`A` or `A#B`, without the first `#`) names, or None.

    `keys` are the note's headings in order: level and `heading_key`. Each step must be deeper than the one before and
    stand below it; the first match wins (46). A heading that itself contains `#` is found by the whole subpath.
    """
    found = _find_steps(keys, subpath)
    if found is None and "#" in subpath:
        return _below(keys, 0, 0, heading_key(subpath))
    return found


def _find_steps(keys: Sequence[tuple[int, str]], subpath: str) -> int | None:
    steps = [heading_key(step) for step in subpath.split("#")]
    steps = [step for step in steps if step]
    if not steps:
        return None
    position, level = 0, 0
    found: int | None = None
    for step in steps:
        found = _below(keys, position, level, step)
        if found is None:
            return None
        position, level = found + 1, keys[found][0]
    return found


def _below(keys: Sequence[tuple[int, str]], position: int, level: int, step: str) -> int | None:
    for index in range(position, len(keys)):
        if keys[index][0] <= level:
            return None
        if keys[index][1] == step:
            return index
    return None


def heading_keys(headings: Sequence[Heading]) -> list[tuple[int, str]]:
    """Level and compared form of each heading."""
    return [(heading.level, heading_key(heading.text)) for heading in headings]
