"""Footnotes as Obsidian reads them: `[^id]` in the text, `[^id]: …` at the start of a line; ids without case (59)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.links import range_test
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from vaultlint.markdown.note import Note

_MARK = lazy_regex(r"\[\^([^\[\]\s^]+)\]")
_LINE_START = lazy_regex(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?)*\Z")
_MOST_INDENT = 200


class Mark(NamedTuple):
    """A footnote's id where it stands: `start` is the bracket; a definition can only be `at_line_start`."""

    name: str  # lower case
    start: int
    end: int
    at_line_start: bool


class Footnotes(NamedTuple):
    """The `uses` and the `definitions` of a note's footnotes, in text order."""

    uses: tuple[Mark, ...]
    definitions: tuple[Mark, ...]


def find_footnotes(note: Note) -> Footnotes:
    """The footnotes of a note, without those in code, math, HTML, links and addresses, and escaped ones.

    A definition counts in whatever container it stands; inline footnotes (`^[text]`) have no id.
    """
    if "[^" not in note.text:
        return Footnotes((), ())
    in_link = range_test(sorted([(link.start, link.end) for link in note.links if link.form == "wiki"]))
    uses, definitions = [], []
    for match in _MARK.finditer(note.text, note.body_start):
        start, end = match.span()
        if note.is_opaque(start) or in_link(start) or _is_escaped(note.text, start):
            continue
        mark = Mark(match[1].lower(), start, end, _starts_line(note, start))
        if note.text[end : end + 1] == ":" and mark.at_line_start:
            definitions.append(mark)
        elif note.text[end : end + 1] != "(":  # `[^1](address)` is a Markdown link
            uses.append(mark)
    return Footnotes(tuple(uses), tuple(definitions))


def _starts_line(note: Note, offset: int) -> bool:
    start = note.line_starts[note.line_of(offset) - 1]
    return offset - start < _MOST_INDENT and _LINE_START.match(note.text, start, offset) is not None


def _is_escaped(text: str, offset: int) -> bool:
    count = 0
    while offset > count and text[offset - count - 1] == "\\":
        count += 1
    return count % 2 == 1
