"""Marks of a merge conflict that was saved without being solved."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vaultlint.markdown.note import Note, Span

_OPENING = re.compile(r"(?m)^<{7}(?:[ \t][^\r\n]*)?\r?$")
_CLOSING = re.compile(r"(?m)^>{7}(?:[ \t](?P<name>[^\r\n]*))?\r?$")
_COMMIT = re.compile(r"[0-9a-f]{7,40}(?: \(.*\))?\s*")


class ConflictMark(NamedTuple):
    """A line of seven marks, whose last character stands in front of `end`.

    `closing` is where the mark that ends the conflict stands, or -1; `left_over`: this one ends what nothing opens.
    """

    start: int
    end: int
    closing: int
    left_over: bool = False


def may_be_in_conflict(text: str) -> bool:
    """A cheap look before a closer one."""
    return "<<<<<<<" in text or ">>>>>>>" in text


def find_conflicts(note: Note) -> tuple[ConflictMark, ...]:
    """The conflicts of a note, outside code; where there is none, the closing marks that name a commit."""
    if not may_be_in_conflict(note.text):
        return ()
    code = note.spans_of("fence", "indented-code", "code")
    openings = [match for match in _OPENING.finditer(note.text) if not _is_code(code, match.start())]
    closings = [match for match in _CLOSING.finditer(note.text) if not _is_code(code, match.start())]
    if not openings:
        rest = [match for match in closings if match["name"] and _COMMIT.fullmatch(match["name"])]
        return tuple([ConflictMark(match.start(), _end(match), -1, left_over=True) for match in rest])
    found = []
    for opening in openings:
        index = bisect_left(closings, opening.start(), key=re.Match.start)
        closing = closings[index].start() if index < len(closings) else -1
        found.append(ConflictMark(opening.start(), _end(opening), closing))
    return tuple(found)


def _end(match: re.Match[str]) -> int:
    return match.start() + len(match[0].rstrip())


def _is_code(spans: list[Span], offset: int) -> bool:
    """Whether one of the spans, which are in order and do not overlap, holds `offset`."""
    index = bisect_right(spans, offset, key=attrgetter("start")) - 1
    return index >= 0 and offset < spans[index].end
