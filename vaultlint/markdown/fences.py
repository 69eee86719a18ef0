"""Code fences that are never closed, and what they swallow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Span
    from vaultlint.markdown.note import Note

_OPENING = lazy_regex(r"(`{3,}|~{3,})[^\r\n]*")
_CONTAINER_MARKS = " \t>"


class OpenFence(NamedTuple):
    """A fenced code block without a closing fence.

    `start` and `opening_end` bound its first line, `end` is behind the last character of what it swallows.
    """

    start: int
    opening_end: int
    end: int


def open_fences(note: Note) -> Iterator[OpenFence]:
    """The fences of a note that run to its end, or to the end of their quote or list item, without being closed."""
    text = note.text
    for span in note.by_kind.get("fence", ()):
        opening = _OPENING.match(text, span.start, span.end)
        if opening and not _is_closed(text, span, opening):
            yield OpenFence(span.start, opening.end(), _end(text, span))


def _is_closed(text: str, span: Span, opening: re.Match[str]) -> bool:
    end = _end(text, span)
    line_start = max(text.rfind("\n", opening.end(), end), text.rfind("\r", opening.end(), end)) + 1
    last = text[line_start:end].strip(_CONTAINER_MARKS) if line_start > 0 else ""
    return len(last) >= len(opening[1]) and not last.strip(opening[1][0])


def _end(text: str, span: Span) -> int:
    end = span.end
    while end > span.start and text[end - 1] in "\r\n":
        end -= 1
    return end
