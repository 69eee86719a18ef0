"""How wide text is on a terminal: East Asian characters take two columns, combining ones none."""

from __future__ import annotations

import unicodedata


class _Widths(dict[str, int]):
    """Columns by character, looked up once each."""

    def __missing__(self, character: str) -> int:
        if unicodedata.category(character) in ("Mn", "Me", "Cf"):
            width = 0
        else:
            width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        self[character] = width
        return width


_width_of = _Widths().__getitem__


def columns(text: str) -> int:
    """The columns that `text` takes."""
    return len(text) if text.isascii() else sum(map(_width_of, text))


def padded(text: str, width: int) -> str:
    """`text` with spaces behind it up to `width` columns."""
    return text + " " * (width - columns(text))


def clip(line: str, start: int, end: int, room: int) -> tuple[str, int, int]:
    """At most `room` columns of `line` around `start:end`, with `…` where text is left out.

    Also gives the columns in front of the marked text and those of the marked text itself, as far as it is shown.
    """
    if len(line) * 2 <= room:
        return line, columns(line[:start]), columns(line[start:end])
    first, last = window(line, start, end, room)
    before = columns(line[first:start]) + (first > 0)
    return cut(line, first, last), before, columns(line[start : min(end, last)])


def cut(line: str, first: int, last: int) -> str:
    """The characters `first` to `last` of `line`, with `…` where text is left out."""
    if not first and last >= len(line):
        return line
    return f"{'…' if first else ''}{line[first:last]}{'…' if last < len(line) else ''}"


def window(line: str, start: int, end: int, room: int) -> tuple[int, int]:
    """The part of `line` around `start:end` that fits into `room` columns.

    It is counted in characters, as if all were wide where one is not ASCII.
    """
    length = len(line)
    if length <= room and (length * 2 <= room or columns(line) <= room):
        return 0, length
    room = max(room - 2, 8)
    start = min(start, length)
    near = line[max(0, start - room) : start + room]
    if not near.isascii():
        room //= 2
    marked = min(end - start, room)
    left = max(0, start - (room - marked) // 2)
    left = max(0, min(left, length - room))
    return left, min(length, left + room)
