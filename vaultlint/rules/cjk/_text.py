"""What the rules about Chinese text share: character classes, and what an edit changes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vaultlint.markdown.note import Note

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # for a character class
TEXT = frozenset({"text"})


def is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or "\uf900" <= character <= "\ufaff"


def changes(note: Note, offset: int, declared: frozenset[str] = frozenset()) -> frozenset[str]:
    """What an edit of prose at `offset` changes: `declared`, and in a heading the heading, which links may name."""
    return declared | {"headings"} if note.in_heading(offset) else declared


def odd_runs(note: Note, wanted: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Bounds of the runs of `note.odd_characters` that are `wanted` and stand in prose."""
    for offset, run in note.odd_characters:
        if not any(map(wanted, run)):
            continue
        position = offset
        for is_wanted, characters in groupby(run, wanted):
            size = len(list(characters))
            if is_wanted and note.prose[position : position + size] == note.text[position : position + size]:
                yield position, position + size
            position += size


def line_bounds(note: Note, offset: int) -> tuple[int, int]:
    """Bounds of the line that holds `offset`, without its line end."""
    line = note.line_of(offset)
    start = note.line_starts[line - 1]
    end = note.line_starts[line] if line < len(note.line_starts) else len(note.text)
    while end > start and note.text[end - 1] in "\r\n":
        end -= 1
    return start, end
