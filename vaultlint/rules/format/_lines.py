"""Lines and blank lines, for rules about layout. Offsets are code points of the note's text."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from vaultlint.markdown.note import Note

_BLANK_LINES = lazy_regex(r"(?:[ \t]*\r?\n)*")
SPACE = " \t\r\n"
_OPEN_HTML = lazy_regex(r"[ \t]*<(!--|\?|!\[CDATA\[|script|pre|style|textarea)", re.IGNORECASE)
_HTML_ENDS = {"!--": "-->", "?": "?>", "![cdata[": "]]>"}
_NOT_SPACE = lazy_regex(r"[^ \t\r\n]")
_NOT_BLANK = lazy_regex(r"\S")


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
        if text[previous:first].strip(SPACE):
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
    while end > start and text[end - 1] in SPACE:
        end -= 1
    return end


def is_end(text: str, offset: int) -> bool:
    """Whether nothing but white space stands at `offset` and behind it."""
    return _NOT_BLANK.search(text, offset) is None


def leads_note(note: Note, start: int) -> bool:
    """Whether nothing but white space stands between the frontmatter, or the top of the note, and `start`."""
    return _NOT_SPACE.search(note.text, note.body_start, start) is None


def in_open_fence(note: Note, start: int) -> bool:
    """Whether an unclosed fence, or HTML that is not closed, reaches the line end in front of `start`.

    Blank lines would be a part of it.
    """
    if not start:
        return False
    if "html" in note.by_kind and _in_open_html(note, trimmed_end(note.text, 0, start)):
        return True
    if not note.is_opaque(start - 1):
        return False
    index = bisect_left(note.fences, start, key=attrgetter("start")) - 1
    return index >= 0 and start <= note.fences[index].end


def _in_open_html(note: Note, end: int) -> bool:
    """Whether HTML that goes on over blank lines (a script, a comment) holds the character in front of `end`."""
    spans = note.by_kind["html"]
    index = bisect_left(spans, end, key=attrgetter("start")) - 1
    if index < 0 or end > spans[index].end:
        return False
    written = note.text[spans[index].start : spans[index].end]
    opening = _OPEN_HTML.match(written)
    if opening is None:
        return False
    name = opening[1].lower()
    return _HTML_ENDS.get(name, f"</{name}>") not in written.lower()
