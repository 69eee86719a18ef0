"""The shape of a note: its headings as a tree, what can be folded, and its links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.lsp.completing_links import names_to_complete
from vaultlint.lsp.matching import fit
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.lsp.world import Sight
    from vaultlint.markdown.elements import Heading, Link
    from vaultlint.markdown.note import Note

MOST_SYMBOLS = 100


class Part(NamedTuple):
    """A heading with what stands below it, `start:end`, and the headings in there."""

    heading: Heading
    start: int
    end: int
    parts: tuple[Part, ...]


def outline(note: Note) -> tuple[Part, ...]:
    """The headings of a note, each below the one that it belongs to."""
    headings = [heading for heading in note.headings if not heading.nested]
    ends = _ends(headings, len(note.text))
    roots: list[Part] = []
    above: list[tuple[Heading, int, list[Part]]] = []

    def close(level: int) -> None:
        while above and above[-1][0].level >= level:
            heading, end, parts = above.pop()
            (above[-1][2] if above else roots).append(Part(heading, heading.start, end, tuple(parts)))

    for heading, end in zip(headings, ends, strict=True):
        close(heading.level)
        above.append((heading, end, []))
    close(0)
    return tuple(roots)


def _ends(headings: list[Heading], length: int) -> list[int]:
    """Where what stands below each heading ends."""
    ends = [length] * len(headings)
    above: list[int] = []
    for index, heading in enumerate(headings):
        while above and headings[above[-1]].level >= heading.level:
            ends[above.pop()] = heading.start
        above.append(index)
    return ends


def folds(note: Note) -> Iterator[tuple[int, int, str]]:
    """What can be folded: start, end and `region` or `comment`, over more than one line."""
    headings = [heading for heading in note.headings if not heading.nested]
    found = [
        (heading.start, end, "region") for heading, end in zip(headings, _ends(headings, len(note.text)), strict=True)
    ]
    if note.frontmatter:
        found.append((note.frontmatter.start, note.frontmatter.end, "region"))
    found += [(span.start, span.end, "region") for span in note.spans_of("fence", "quote", "table")]
    found += [(start, end, "comment") for start, end in note.comments]
    for start, end, kind in sorted(found):
        last = start + len(note.text[start:end].rstrip())
        if note.line_of(last) > note.line_of(start):
            yield start, last, kind


def targets(sight: Sight, note: Note) -> Iterator[tuple[Link, str]]:
    """The links of a note that open a file, with its path."""
    for link in note.links:
        target = sight.resolve(link, note.path).target
        if target is not None:
            yield link, target


def tokens(sight: Sight, note: Note) -> Iterator[tuple[int, int, bool]]:
    """The links of a note to files, and whether each opens something, in text order; none stands within another."""
    end = 0
    for link in sorted(note.links, key=lambda link: link.start):
        if link.start >= end and link.path:
            end = link.end
            yield link.start, link.end, sight.resolve(link, note.path).target is not None


def symbols(sight: Sight, query: str) -> list[tuple[str, str]]:
    """At most `MOST_SYMBOLS` names of notes and aliases that fit, each with the path of its file."""
    return [(name.text, name.value) for name in fit(names_to_complete(sight), query, MOST_SYMBOLS)]
