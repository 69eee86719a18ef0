"""The parts of a note that a pattern of the vault's own searches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.bare_urls import bare_urls
from vaultlint.markdown.layout import spellings_of
from vaultlint.markdown.stand_ins import OPAQUE
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vaultlint.markdown.elements import Link, Property, Scalar
    from vaultlint.markdown.note import Note
    from vaultlint.settings import Pattern

_MASKED = lazy_regex(f"{OPAQUE}+")
Bounds = tuple[int, int]


class Hit(NamedTuple):
    """A match, and where it stands in the note; `exact` says that the note's text there is what matched."""

    match: re.Match[str]
    start: int
    end: int
    exact: bool = True


class Piece(NamedTuple):
    """A text to be searched, and where it stands; `exact` where the note has it letter by letter.

    `key` is the property that a value belongs to.
    """

    text: str
    start: int
    end: int
    exact: bool = True
    key: str = ""


class Searched:
    """A note with the pieces that were already cut out of it, for several patterns to search."""

    def __init__(self, note: Note, sections: tuple[str, ...] = ()) -> None:
        self.note = note
        self.sections = sections  # of the note's type, as configured
        self._pieces: dict[str, list[Piece]] = {}

    def hits(self, pattern: Pattern, regex: re.Pattern[str]) -> Iterator[Hit]:
        """The matches of `regex` in the part of the note that `pattern.where` names."""
        if pattern.where in ("text", "raw"):
            search = _prose_hits if pattern.where == "text" else _raw_hits
            for start, end in section_bounds(self.note, pattern, self.sections):
                yield from search(self.note, regex, start, end)
            return
        for piece in self._searched(pattern):
            yield from _hits_in(piece, regex)

    def _searched(self, pattern: Pattern) -> list[Piece]:
        """The pieces of the pattern's kind; those of its property, or in its section, where it names one."""
        pieces = self._pieces.get(pattern.where)
        if pieces is None:
            pieces = self._pieces[pattern.where] = list(_PIECES[pattern.where](self.note))
        if pattern.property is not None:
            return [piece for piece in pieces if piece.key == pattern.property]
        if pattern.section is not None and pieces:
            parts = section_bounds(self.note, pattern, self.sections)
            return [piece for piece in pieces if any(start <= piece.start < end for start, end in parts)]
        return pieces


def section_bounds(note: Note, pattern: Pattern, sections: tuple[str, ...] = ()) -> list[Bounds]:
    """The parts of the note that are searched: all of it, or the sections with the pattern's title.

    `sections` are those of the note's type: a title stands for all accepted spellings.
    """
    if pattern.section is None:
        return [(0, len(note.text))]
    titles = spellings_of(sections, pattern.section)
    return [(section.start, section.end) for section in note.sections if section.title in titles]


def _raw_hits(note: Note, regex: re.Pattern[str], start: int, end: int) -> Iterator[Hit]:
    for match in regex.finditer(note.text, start):
        if match.start() >= end:
            return
        if match.end() > match.start() and match.end() <= end:
            yield Hit(match, *match.span())


def _prose_hits(note: Note, regex: re.Pattern[str], start: int, end: int) -> Iterator[Hit]:
    """Matches in the real text that touch nothing but prose; behind others the search goes on where prose does."""
    text = note.text
    while match := regex.search(text, start):
        low, high = match.span()
        if low >= end:
            return
        masked = note.prose.find(OPAQUE, low, high)
        if masked < 0:
            if low < high <= end:
                yield Hit(match, low, high)
            start = max(high, low + 1)
        else:
            start = max(_MASKED.match(note.prose, masked).end(), low + 1)  # type: ignore[union-attr]
        if start > len(text):
            return


def _hits_in(piece: Piece, regex: re.Pattern[str]) -> Iterator[Hit]:
    for match in regex.finditer(piece.text):
        if piece.exact and match.end() > match.start():
            yield Hit(match, piece.start + match.start(), piece.start + match.end())
        else:
            yield Hit(match, piece.start, piece.end, False)
            return


def _headings(note: Note) -> Iterator[Piece]:
    for heading in note.headings:
        yield Piece(heading.text, heading.text_start, heading.text_end)


def _code(note: Note) -> Iterator[Piece]:
    """The insides of code blocks and code spans, without fences and backticks."""
    text = note.text
    for kind, start, end in note.spans_of("fence", "indented-code", "code"):
        if kind == "code":
            marks = len(text[start:end]) - len(text[start:end].lstrip("`"))
            start, end = start + marks, end - marks
        elif kind == "fence":
            start = text.find("\n", start, end) + 1 or end
            last = text.rfind("\n", start, len(text[:end].rstrip()))
            end = last + 1 if last >= 0 and text[last + 1 : end].strip(" \t>\r\n").strip("`~") == "" else end
        if start < end:
            yield Piece(text[start:end], start, end)


def _links(note: Note) -> Iterator[Piece]:
    """Targets, as written, and display texts of internal links and embeds."""
    for link in note.links:
        written = note.text[link.target_start : link.target_end]
        if "%" in written and link.form != "wiki":
            decoded = f"{link.path}#{link.subpath}" if link.subpath else link.path
            yield Piece(decoded, link.target_start, link.target_end, False)
        else:
            yield Piece(written, link.target_start, link.target_end)
        if link.display:
            yield _display(note, link, link.display)


def _display(note: Note, link: Link, display: str) -> Piece:
    find = note.text.rfind if link.form == "wiki" else note.text.find
    start = find(display, link.start, link.end)
    if start < 0:
        return Piece(display, link.start, link.end, False)
    return Piece(display, start, start + len(display))


def _urls(note: Note) -> Iterator[Piece]:
    """Addresses of links, and those that stand in the text."""
    for bare in bare_urls(note):
        yield Piece(note.text[bare.start : bare.url_end], bare.start, bare.url_end)
    for url in note.urls:
        start = note.text.find(url.url, url.text_end if url.form == "markdown" else url.start, url.end)
        if url.url and start >= 0:
            yield Piece(url.url, start, start + len(url.url))
        else:
            yield Piece(url.url, url.start, url.end, False)


def _properties(note: Note) -> Iterator[Piece]:
    for prop in note.frontmatter.properties if note.frontmatter else ():
        yield from _values(note, prop)


def _values(note: Note, prop: Property) -> Iterator[Piece]:
    if prop.nested or not prop.values:
        yield Piece(note.text[prop.start : prop.end], prop.start, prop.end, True, prop.key)
    for value in () if prop.nested else prop.values:
        yield _value(note, value)._replace(key=prop.key)


def _value(note: Note, value: Scalar) -> Piece:
    """The value as YAML reads it, at its letters where these are the same, else at the whole value."""
    quotes = 1 if value.style in ("'", '"') else 0
    start, end = value.start + quotes, value.end - quotes
    if note.text[start:end] == value.text:
        return Piece(value.text, start, end)
    return Piece(value.text, value.start, value.end, False)


def _filename(note: Note) -> Iterator[Piece]:
    yield Piece(note.name, 0, 0, False)


_PIECES: dict[str, Callable[[Note], Iterator[Piece]]] = {
    "heading": _headings,
    "code": _code,
    "link": _links,
    "url": _urls,
    "property": _properties,
    "filename": _filename,
}
