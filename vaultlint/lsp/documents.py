"""The texts that are open in the editor. What the editor says of them counts, whatever it says of versions."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field, replace
from itertools import count
from typing import TYPE_CHECKING

from vaultlint.cached import cached_property
from vaultlint.lint.locate import line_starts
from vaultlint.lsp.positions import Places
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vaultlint.lsp.shapes import Range

Change = tuple["Range | None", str]  # a range, or a whole text, and what comes in its place
_stamps = count(1)


@frozen
class Document:
    """One text, as the editor has it; `stamp` is another one after each change, whatever the version is."""

    uri: str
    version: int
    text: str
    encoding: str
    stamp: int = field(default_factory=lambda: next(_stamps))
    starts: Sequence[int] | None = None  # of its lines, where they are known

    @cached_property
    def places(self) -> Places:
        """Offsets and positions of the text."""
        return Places(self.text, self.encoding, self.starts)

    @cached_property
    def data(self) -> bytes:
        """The text as it would be saved."""
        return self.text.encode("utf-8", "replace")

    def changed(self, version: int, changes: Iterable[Change]) -> Document:
        """The document after changes, each of which is about the text that the one before it left."""
        document = self
        for place, text in changes:
            if place is None:
                document = replace(document, text=text, starts=None)
            else:
                document = document._with(*document.places.span(place), text)
        return replace(document, version=version, stamp=next(_stamps), starts=document.places.starts)

    def _with(self, start: int, end: int, content: str) -> Document:
        """The document with `start:end` replaced. Only the lines that this concerns are looked at again."""
        text = self.text[:start] + content + self.text[end:]
        starts = self.places.starts
        first = max(bisect_right(starts, start) - 2, 0)  # a `\r` in front and a `\n` behind are one line end
        last = bisect_right(starts, end) + 1
        grown = len(content) - (end - start)
        until = starts[last] + grown if last < len(starts) else len(text)
        middle = [starts[first] + each for each in line_starts(text[starts[first] : until])]
        if last < len(starts) and middle[-1] == until:
            middle.pop()
        return replace(self, text=text, starts=[*starts[:first], *middle, *[each + grown for each in starts[last:]]])
