"""The one place where offsets (0-based code points of a text) and positions of the protocol meet.

A position is a line and a column in units of the encoding that the client has chosen: UTF-8, UTF-16 or UTF-32. Lines
end with `\\r\\n`, `\\n` or `\\r`, and with nothing else.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from vaultlint.cached import cached_property
from vaultlint.lint.locate import line_starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultlint.lsp.shapes import Position, Range

UTF16 = "utf-16"
_CODECS = {"utf-8": ("utf-8", 1), UTF16: ("utf-16-le", 2), "utf-32": None}


def encoding_of(offered: Sequence[object]) -> str:
    """The first encoding that is known among those that a client offers, the best first; UTF-16 where there is none."""
    return next((each for each in offered if isinstance(each, str) and each in _CODECS), UTF16)


class Places:
    """Offsets of one text to positions, and back. Positions outside of the text are taken for the nearest inside."""

    def __init__(self, text: str, encoding: str = UTF16, starts: Sequence[int] | None = None) -> None:
        self.text = text
        self._codec = _CODECS[encoding]
        self._given = starts

    @cached_property
    def starts(self) -> Sequence[int]:
        """The offset of the first character of each line."""
        return self._given or line_starts(self.text)

    @cached_property
    def _is_plain(self) -> bool:
        """Whether a column is a number of characters everywhere."""
        return self._codec is None or self.text.isascii()

    def position(self, offset: int) -> Position:
        """The position of an offset."""
        offset = max(0, min(offset, len(self.text)))
        row = bisect_right(self.starts, offset) - 1
        start = self.starts[row]
        if self._is_plain or self._codec is None:
            return {"line": row, "character": offset - start}
        name, size = self._codec
        return {"line": row, "character": len(self.text[start:offset].encode(name, "surrogatepass")) // size}

    def offset(self, position: Position) -> int:
        """The offset of a position; one behind the end of its line is the end of that line."""
        row, units = position["line"], max(position["character"], 0)
        if row < 0:
            return 0
        if row >= len(self.starts):
            return len(self.text)
        start, end = self.starts[row], self._line_end(row)
        if self._is_plain or self._codec is None:
            return min(start + units, end)
        name, size = self._codec
        line = self.text[start : min(end, start + units)].encode(name, "surrogatepass")
        return start + len(line[: units * size].decode(name, "ignore"))

    def _line_end(self, row: int) -> int:
        """Where the text of a line ends, its line end left out."""
        if row + 1 >= len(self.starts):
            return len(self.text)
        end = self.starts[row + 1]
        return end - (2 if self.text[end - 2 : end] == "\r\n" else 1)

    def range(self, start: int, end: int) -> Range:
        """The range between two offsets."""
        return {"start": self.position(start), "end": self.position(max(start, end))}

    def span(self, asked: Range) -> tuple[int, int]:
        """The offsets of a range, the smaller one first."""
        one, other = self.offset(asked["start"]), self.offset(asked["end"])
        return min(one, other), max(one, other)
