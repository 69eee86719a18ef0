"""The rows of tables, as GFM reads them: a `|` ends a cell unless a backslash stands in front of it.

That holds in code, in math and in wiki links too; what Obsidian's help asks for in tables is `\\|`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.links import range_test
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Link
    from vaultlint.markdown.note import Note

_CONTAINER = lazy_regex(r"[ \t>]*")
_PIPE = lazy_regex(r"(?<!\\)\|")
_DELIMITER = lazy_regex(
    r"^[ \t>]*(?:\|[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?|:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?)[ \t]*$",
    re.MULTILINE,
)
_DASH = lazy_regex(r"\|[ \t]*:?-")  # what every such line has; it is found much faster


class Row(NamedTuple):
    """A line of a table: its bounds without the marks of containers, and those of its cells."""

    start: int
    end: int
    cells: tuple[tuple[int, int], ...]


def long_rows(note: Note) -> Iterator[tuple[Row, int]]:
    """The rows with text beyond the columns of their table, and how many columns that has."""
    for span in note.by_kind.get("table", ()):
        dashes = next(islice(note.lines(span.start, span.end), 1, None), None)
        if dashes is not None:
            columns = len(read_row(note.text, *dashes).cells)
            for match in _longer_than(columns).finditer(note.text, dashes[1], span.end):
                line = next(note.lines(match.start() + 1, span.end))
                row = read_row(note.text, *line)
                if len(row.cells) > columns:
                    yield row, columns


def _longer_than(columns: int) -> re.Pattern[str]:
    """Finds the lines in which something stands behind so many bars; a bar with a backslash counts, too.

    Nearly all rows of a table are not longer: they are not read.
    """
    return re.compile(rf"\n[ \t>]*+\|?+(?:[^|\n]*+\|){{{columns}}}[ \t|]*+(?:[^ \t|\r\n]|\r(?!\n))")


def read_row(text: str, start: int, end: int) -> Row:
    """The row that stands on the line `start:end`."""
    match = _CONTAINER.match(text, start, end)
    start = match.end() if match else start
    while end > start and text[end - 1] in " \t\r\n":
        end -= 1
    pipes = [match.start() for match in _PIPE.finditer(text, start, end)]
    if pipes and pipes[-1] == end - 1 and pipes[-1] > start:
        pipes.pop()
        cells_end = end - 1
    else:
        cells_end = end
    bounds = pipes if pipes and pipes[0] == start else [start - 1, *pipes]
    cells = [(low + 1, high) for low, high in zip(bounds, [*bounds[1:], cells_end], strict=True)]
    return Row(start, end, tuple(cells))


def bare_pipes(note: Note) -> dict[int, Link]:
    """Where a `|` in a wiki link of a table has no backslash in front of it, with the link; not in what is code."""
    found: dict[int, Link] = {}
    ticks = _Ticks(note)
    for link in note.links:
        if link.place == "table" and link.form == "wiki":
            pipes = list(_bare(note, link))
            if pipes and not ticks.are_around(link):
                found.update(dict.fromkeys(pipes, link))
    return found


def pipes_in_broken_heads(note: Note) -> dict[int, Link]:
    """The same for lines that would be the head of a table, were it not for these pipes."""
    found: dict[int, Link] = {}
    for head, columns in _broken_heads(note):
        first, last = (bisect_left(note.links, offset, key=attrgetter("start")) for offset in (head.start, head.end))
        links = [link for link in note.links[first:last] if link.form == "wiki"]
        pipes = {pipe: link for link in links for pipe in _bare(note, link)}
        if len(head.cells) - len(pipes) == columns:
            found.update(pipes)
    return found


def _bare(note: Note, link: Link) -> Iterator[int]:
    return (match.start() for match in _PIPE.finditer(note.text, link.target_end, link.end))


class _Ticks:
    """The backticks of lines with links, which are asked for in text order."""

    def __init__(self, note: Note) -> None:
        self._note = note
        self._start = self._end = self._seen = self._count = self._last = 0

    def are_around(self, link: Link) -> bool:
        """Whether the link is meant as code, which the bar breaks into two cells as well."""
        text = self._note.text
        if not self._start <= link.start < self._end:
            line, starts = self._note.line_of(link.start), self._note.line_starts
            self._start = self._seen = starts[line - 1]
            self._end = starts[line] if line < len(starts) else len(text)
            self._count, self._last = 0, text.rfind("`", self._start, self._end)
        self._count += text.count("`", self._seen, link.start)
        self._seen = link.start
        return self._count % 2 == 1 and self._last >= link.end


def _broken_heads(note: Note) -> Iterator[tuple[Row, int]]:
    """Lines with more cells than the line of dashes below them, and the number of cells of that."""
    is_in_table = range_test([(span.start, span.end) for span in note.by_kind.get("table", ())])
    for match in _delimiters(note):
        start, end = match.span()
        if "|" not in match[0] or is_in_table(start) or note.is_opaque(end - 1):
            continue
        line = note.line_of(start) - 2
        if line >= 0 and note.line_starts[line] >= note.body_start:
            head, dashes = read_row(note.text, note.line_starts[line], start), read_row(note.text, start, end)
            if len(head.cells) > len(dashes.cells):
                yield head, len(dashes.cells)


def _delimiters(note: Note) -> Iterator[re.Match[str]]:
    """The lines of dashes with a bar, in the body."""
    text, reach = note.text, note.body_start
    for dash in _DASH.finditer(text, note.body_start):
        if dash.start() >= reach:
            start = max(text.rfind("\n", 0, dash.start()) + 1, note.body_start)
            reach = text.find("\n", dash.start())
            reach = len(text) if reach < 0 else reach
            match = _DELIMITER.match(text, start)
            if match:
                yield match
