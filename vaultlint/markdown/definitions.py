"""Link reference definitions, `[label]: destination`, which a renderer does not show."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import pyromark

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.parse import OPTIONS
from vaultlint.markdown.verbatim import shallow
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_DESTINATION = lazy_regex(r"\]:[ \t]*(?:(?:\r\n?|\n)[ \t>]*)?(<[^<>\r\n]*>|\S+)[^\r\n]*")
_LABEL = lazy_regex(r"[ \t>]*\[(?!\^)([^\[\]\r\n]+)")
_LONGEST_LABEL = 1000


class Definition(NamedTuple):
    """A definition up to the end of the line of its destination, which may be the next one; `start` is its bracket.

    `target_start` and `target_end` bound the destination as written, angle brackets included.
    """

    label: str
    destination: str
    start: int
    end: int
    target_start: int
    target_end: int


def definitions(note: Note) -> Iterator[Definition]:
    """The definitions of a note, repeated ones included, in order."""
    found = list(_candidates(note))
    if not found:
        return
    shown = _shown_at(note)
    position, count = note.body_start, 0
    for each in found:
        count += len(note.text[position : each.start].encode())
        position = each.start
        index = bisect_left(shown, count)
        if index == len(shown) or shown[index] >= count + len(note.text[each.start : each.end].encode()):
            yield each


def _candidates(note: Note) -> Iterator[Definition]:
    """Lines that look like a definition."""
    text = note.text
    for match in _DESTINATION.finditer(text, note.body_start):
        low = max(match.start() - _LONGEST_LABEL, note.body_start)
        line_start = max(text.rfind("\n", low, match.start()), text.rfind("\r", low, match.start()), low - 1) + 1
        label = _LABEL.fullmatch(text, line_start, match.start())
        if label and not note.is_opaque(match.start()):
            yield Definition(label[1], match[1], label.start(1) - 1, match.end(), *match.span(1))


def _shown_at(note: Note) -> list[int]:
    """Byte offsets of the body at which a renderer shows text, in order."""
    body = shallow(note.text[note.body_start :].replace("\0", "\x01"))
    events = pyromark.events_with_range(body, options=OPTIONS)
    return sorted(place["start"] for event, place in events if "Text" in event or "Code" in event)
