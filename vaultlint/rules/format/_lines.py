"""Lines and blank lines, for rules about layout. Offsets are code points of the note's text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultlint.markdown.note import Note

_LONE_RETURN = re.compile(r"\r(?!\n)")
_BLANK_LINES = re.compile(r"(?:[ \t]*\r?\n)*")
_SPACE = " \t\r\n"


def has_lone_returns(text: str) -> bool:
    """Whether some line ends in `\\r` alone: layout is left as it is there, mixed-line-endings comes first."""
    return "\r" in text and _LONE_RETURN.search(text) is not None


def newline(text: str) -> str:
    """The line end that an inserted line gets."""
    return "\r\n" if "\r\n" in text else "\n"


def line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """The offset of the line end at or behind `offset`, `\\r` included, or the end of the text."""
    end = text.find("\n", offset)
    if end < 0:
        return len(text)
    return end - 1 if end > offset and text[end - 1] == "\r" else end


def next_line(text: str, offset: int) -> int:
    """The start of the line behind the one that holds `offset`, or the end of the text."""
    return text.find("\n", offset) + 1 or len(text)


def blank_lines_before(text: str, start: int) -> tuple[int, int]:
    """How many blank lines end at the line start `start`, and where the first of them begins."""
    count, first = 0, start
    while first > 0:
        previous = text.rfind("\n", 0, first - 1) + 1
        if text[previous:first].strip(_SPACE):
            break
        first = previous
        count += 1
    return count, first


def blank_lines_after(text: str, start: int) -> tuple[int, int]:
    """How many blank lines begin at the line start `start`, and where the line behind them begins."""
    end = _BLANK_LINES.match(text, start).end()  # type: ignore[union-attr]
    return text.count("\n", start, end), end


def trimmed_end(text: str, start: int, end: int) -> int:
    """`end` moved back over white space, not beyond `start`."""
    while end > start and text[end - 1] in _SPACE:
        end -= 1
    return end


def in_comment(note: Note, offset: int) -> bool:
    return any(start <= offset < end for start, end in note.comments)


def leads_note(note: Note, start: int) -> bool:
    """Whether nothing but white space stands between the frontmatter, or the top of the note, and `start`."""
    return not note.text[note.body_start : start].strip(_SPACE)


def in_open_fence(note: Note, start: int) -> bool:
    """Whether the line end in front of `start` is code of an unclosed fence: blank lines would be code, too."""
    if not start or not note.is_opaque(start - 1):
        return False
    return any(kind == "fence" and low < start <= high for kind, low, high in note.spans)
