"""Spaces and tabs at the ends of lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultlint.markdown.parsed_text import ParsedText

_ENDS = tuple(re.compile(end) for end in (" \n", "\t\n", " \r", "\t\r"))  # plain literals: the fastest search there is


def find_trailing_spaces(note: ParsedText) -> tuple[tuple[int, int], ...]:
    """Bounds of the runs of spaces and tabs at the ends of lines of the body, in order."""
    text, low = note.text, note.body_start
    odd = note.carriage_returns or "\t" in text
    ends = [match.start() + 1 for pattern in (_ENDS if odd else _ENDS[:1]) for match in pattern.finditer(text, low)]
    if text[-1:] in (" ", "\t"):
        ends.append(len(text))
    return tuple([(start, end) for end in sorted(ends) if (start := _trimmed(text, low, end)) < end])


def _trimmed(text: str, low: int, end: int) -> int:
    """`end` moved back over spaces and tabs, not beyond `low`."""
    while end > low and text[end - 1] in " \t":
        end -= 1
    return end
