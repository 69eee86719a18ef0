"""The parts of a note that a pattern of the vault's own searches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vaultlint.markdown.mask import OPAQUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vaultlint.markdown.note import Link, Note, Property, Scalar
    from vaultlint.settings import Pattern

_BARE_URL = re.compile(r"\b(?:https?|ftp)://[^\s<>\"`，。；：、！？（）《》【】“”]+")
_MASKED = re.compile(f"{OPAQUE}+")
Bounds = tuple[int, int]


class Hit(NamedTuple):
    """A match, and where it stands in the note; `exact` says that the note's text there is what matched."""

    match: re.Match[str]
    start: int
    end: int
    exact: bool = True


class Piece(NamedTuple):
    """A text to be searched, and where it stands; `exact` where the note has it letter by letter."""

    text: str
    start: int
    end: int
    exact: bool = True


def hits(note: Note, pattern: Pattern, regex: re.Pattern[str]) -> Iterator[Hit]:
    """The matches of `regex` in the part of the note that `pattern.where` names, in the order of their places."""
    parts = section_bounds(note, pattern)
    if pattern.where in ("text", "raw"):
        for start, end in parts:
            yield from (_prose_hits if pattern.where == "text" else _raw_hits)(note, regex, start, end)
        return
    anywhere = pattern.where in ("property", "filename")
    for piece in _PIECES[pattern.where](note, pattern):
        if anywhere or any(start <= piece.start < end for start, end in parts):
            yield from _hits_in(piece, regex)


def section_bounds(note: Note, pattern: Pattern) -> list[Bounds]:
    """The parts of the note that are searched: all of it, or the sections with the pattern's title."""
    if pattern.section is None:
        return [(0, len(note.text))]
    return [(section.start, section.end) for section in note.sections if section.title == pattern.section]


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


def _headings(note: Note, _: Pattern) -> Iterator[Piece]:
    for heading in note.headings:
        yield Piece(heading.text, heading.text_start, heading.text_end)


def _code(note: Note, _: Pattern) -> Iterator[Piece]:
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


def _links(note: Note, _: Pattern) -> Iterator[Piece]:
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


def _urls(note: Note, _: Pattern) -> Iterator[Piece]:
    """Addresses of links, and those that stand in the text."""
    taken = [(url.start, url.end) for url in note.urls]
    for match in _BARE_URL.finditer(note.text) if "://" in note.text else ():
        start = match.start()
        if not note.is_opaque(start) and not any(low <= start < high for low, high in taken):
            yield Piece(match[0], *match.span())
    for url in note.urls:
        start = note.text.find(url.url, url.text_end if url.form == "markdown" else url.start, url.end)
        if url.url and start >= 0:
            yield Piece(url.url, start, start + len(url.url))
        else:
            yield Piece(url.url, url.start, url.end, False)


def _properties(note: Note, pattern: Pattern) -> Iterator[Piece]:
    for prop in note.frontmatter.properties if note.frontmatter else ():
        if pattern.property is None or prop.key == pattern.property:
            yield from _values(note, prop)


def _values(note: Note, prop: Property) -> Iterator[Piece]:
    if prop.nested or not prop.values:
        yield Piece(note.text[prop.start : prop.end], prop.start, prop.end)
    for value in () if prop.nested else prop.values:
        yield _value(note, value)


def _value(note: Note, value: Scalar) -> Piece:
    """The value as YAML reads it, at its letters where these are the same, else at the whole value."""
    quotes = 1 if value.style in ("'", '"') else 0
    start, end = value.start + quotes, value.end - quotes
    if note.text[start:end] == value.text:
        return Piece(value.text, start, end)
    return Piece(value.text, value.start, value.end, False)


def _filename(note: Note, _: Pattern) -> Iterator[Piece]:
    yield Piece(note.name, 0, 0, False)


_PIECES: dict[str, Callable[[Note, Pattern], Iterator[Piece]]] = {
    "heading": _headings,
    "code": _code,
    "link": _links,
    "url": _urls,
    "property": _properties,
    "filename": _filename,
}
