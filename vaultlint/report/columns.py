"""How wide text is on a terminal: East Asian characters take two columns, combining ones none, joined emoji two."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# What terminals draw together: joined emoji and flags, variation selectors, conjoining jamo, scripts of India and of
# South-East Asia. Their widths are not the sum of their characters', and are asked of `wcwidth`.
_CLUSTERS = lazy_regex(
    "[\u0900-\u0dff\u0e80-\u11ff\u1700-\u17ff\u1900-\u1cff\u200d\u20e3\ua960-\ua97f\ua980-\ua9ff\uaa60-\uaa7f"
    "\ud7b0-\ud7ff\ufe0e\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
# Blocks of 256 characters that are all as wide as each other, but for those of `_ODD`.
_NARROW, _WIDE = b"\x00\x01\x02\x20\x21\x22\x23\x25", {*range(0x2E, 0xA0), *range(0xAC, 0xD7), 0xFF} - {0x32, 0x4D}
_BLOCKS = bytes((block in _NARROW) + 2 * (block in _WIDE) for block in range(256))
_ODD = lazy_regex(
    "[\u2000-\u200f\u2028-\u202f\u205f-\u20ff\u218c-\u218f\u231a\u231b\u2329\u232a\u23e9-\u23f3\u25fd\u25fe\u2e00-\u2e7f"
    "\u2e9a\u2ef4-\u2eff\u2fd6-\u2fff\u302a-\u302f\u303f\u3040\u3097-\u309a\u3100-\u3130\u318f\u31e4-\u31ef\uff00\uff61-\uffff]"
)
_SOFT_HYPHEN = "\xad"  # a format character that terminals draw


class _Widths(dict[str, int]):
    """Columns by character, looked up once each."""

    def __missing__(self, character: str) -> int:
        if character != _SOFT_HYPHEN and unicodedata.category(character) in ("Mn", "Me", "Cf"):
            width = 0
        else:
            width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        self[character] = width
        return width


_width_of = _Widths().__getitem__


def columns(text: str) -> int:
    """The columns that `text` takes."""
    return len(text) if text.isascii() else sum(_widths(text))


def _widths(text: str) -> Iterable[int]:
    """For each character its columns; those of a cluster belong to its first character, the others take none."""
    if not _ODD.search(text):
        widths = text.encode("utf-16-le", "surrogatepass")[1::2].translate(_BLOCKS)
        if 0 not in widths:
            return widths
    return _cluster_widths(text) if _CLUSTERS.search(text) else map(_width_of, text)


def _cluster_widths(text: str) -> Iterator[int]:
    from wcwidth import iter_graphemes, wcswidth

    for cluster in iter_graphemes(text):
        width = wcswidth(cluster)
        yield width if width >= 0 else sum(map(_width_of, cluster))
        yield from (0 for _ in cluster[1:])


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


def near(line: str, start: int, end: int, room: int) -> tuple[str, int, int]:
    """What `clip` looks at of a long line, with some more: a note may be one line of a megabyte with many findings."""
    room = max(room, 8)
    first, last = max(start - 2 * room, 0), start + 3 * room
    if not first and last >= len(line):
        return line, start, end
    return line[first:last], start - first, min(end, last) - first


def cut(line: str, first: int, last: int) -> str:
    """The characters `first` to `last` of `line`, with `…` where text is left out."""
    if not first and last >= len(line):
        return line
    return f"{'…' if first else ''}{line[first:last]}{'…' if last < len(line) else ''}"


def window(line: str, start: int, end: int, room: int) -> tuple[int, int]:
    """The part of `line` around `start:end` that fits into `room` columns; no cluster is cut in two."""
    length = len(line)
    if length <= room and (length * 2 <= room or columns(line) <= room):
        return 0, length
    room = max(room - 2, 8)
    start = min(start, length)
    # what is further away than this is not shown, as long as a character takes a column
    base, limit = max(0, start - room), min(length, start + room)
    if line.isascii():  # as most long lines are: each character takes a column
        marked = min(min(end, limit) - start, room)
        first = max(0, min(start - base - (room - marked) // 2, limit - base - room))
        return base + min(first, start - base), base + min(first + room, limit - base)
    at = _positions(line[base:limit])
    marked = min(at[min(end, limit) - base] - at[start - base], room)
    left = max(0, min(at[start - base] - (room - marked) // 2, at[-1] - room))
    first = bisect_right(at, at[bisect_left(at, left)]) - 1 if left else 0
    last = bisect_right(at, at[first] + room) - 1
    return base + min(first, start - base), base + last


def _positions(text: str) -> Sequence[int]:
    """The columns in front of each character, and those of the whole text."""
    return range(len(text) + 1) if text.isascii() else [*accumulate(_widths(text), initial=0)]
