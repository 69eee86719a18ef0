"""Marks of a merge conflict that was saved without being solved."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from vaultlint.markdown.elements import Span
    from vaultlint.markdown.parsed_text import ParsedText

_OPENING = lazy_regex(r"(?m)^(?P<mark><{7,})(?:[ \t][^\r\n]*)?\r?$")
_CLOSING = lazy_regex(r"(?m)^(?P<mark>>{7,})(?:[ \t](?P<name>[^\r\n]*))?\r?$")
_USUAL = 7
_COMMIT = lazy_regex(r"[0-9a-f]{7,40}(?: \(.*\))?\s*")


class ConflictMark(NamedTuple):
    """A line of marks, whose last character stands in front of `end`.

    `closing` is where the mark that ends the conflict stands, or -1, and `stop` the end of its line, or `end`;
    `left_over`: this one ends what nothing opens.
    """

    start: int
    end: int
    closing: int
    stop: int
    left_over: bool = False


def may_be_in_conflict(text: str) -> bool:
    """A cheap look before a closer one."""
    # one character is found faster than several
    return ("<" in text and "<<<<<<<" in text) or (">" in text and ">>>>>>>" in text)


def find_conflicts(note: ParsedText) -> tuple[ConflictMark, ...]:
    """The conflicts of a note, outside code; where there is none, the closing marks that name a commit.

    git makes its marks longer than seven where a file was renamed on both sides, and for a conflict in a conflict: such
    a mark is one if the other of its length follows.
    """
    if not may_be_in_conflict(note.text):
        return ()
    code = note.spans_of("fence", "indented-code", "code")
    openings = [match for match in _OPENING.finditer(note.text) if not _is_code(code, match.start())]
    closings = [match for match in _CLOSING.finditer(note.text) if not _is_code(code, match.start())]
    ends: dict[int, list[int]] = {}
    for match in closings:
        ends.setdefault(len(match["mark"]), []).append(match.start())
    found = [
        ConflictMark(opening.start(), _end(opening), closing, _stop(note.text, opening, closing))
        for opening in openings
        if (closing := _closing(opening, ends)) >= 0 or _is_usual(opening)
    ]
    if not found:
        rest = [match for match in closings if _is_usual(match) and _COMMIT.fullmatch(match["name"] or "")]
        return tuple([ConflictMark(match.start(), _end(match), -1, _end(match), left_over=True) for match in rest])
    return tuple(found)


def _stop(text: str, opening: re.Match[str], closing: int) -> int:
    """The end of the line that closes a conflict, or of the opening mark where nothing does."""
    if closing < 0:
        return _end(opening)
    line_end = text.find("\n", closing)
    return len(text) if line_end < 0 else line_end


def _closing(opening: re.Match[str], ends: dict[int, list[int]]) -> int:
    """Where the mark that closes a conflict stands, or -1; `ends` are the places of those marks by their lengths."""
    places = ends.get(len(opening["mark"]), [])
    index = bisect_left(places, opening.start())
    return places[index] if index < len(places) else -1


def _is_usual(match: re.Match[str]) -> bool:
    return len(match["mark"]) == _USUAL


def _end(match: re.Match[str]) -> int:
    return match.start() + len(match[0].rstrip())


def _is_code(spans: list[Span], offset: int) -> bool:
    """Whether one of the spans, which are in order and do not overlap, holds `offset`."""
    index = bisect_right(spans, offset, key=attrgetter("start")) - 1
    return index >= 0 and offset < spans[index].end
