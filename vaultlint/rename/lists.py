"""List entries that are nothing but one link, in the text and in properties, and removing them whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Edit
from vaultlint.language import say
from vaultlint.markdown.elements import Link
from vaultlint.rename.recast import refused
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultlint.markdown.elements import Property
    from vaultlint.markdown.note import Note

_PUNCTUATION = " \t\r\n。．.,，、;；"


class Entry(NamedTuple):
    """A list entry that holds nothing but `link`; those of one list have the same `place`.

    `start` and `end` are the whole lines of an item with its line end, or a value in a list between brackets.
    """

    link: Link
    place: tuple[str, int]
    start: int
    end: int
    inline: bool = False


def entries(note: Note) -> Iterator[Entry]:
    """The entries of a note: of its lists, heading by heading, and of its properties."""
    by_start = {link.start: link for link in note.links}
    headings = [heading.start for heading in note.headings if not heading.nested]
    sections = {section.heading.start: section.title for section in note.sections}
    for item in note.items:
        link = by_start.get(item.content_start)
        if link is None or note.text[link.end : item.end].strip(_PUNCTUATION):
            continue
        above = max((start for start in headings if start < item.start), default=0)
        place = ("section " + sections[above], 0) if above in sections else ("heading", above)
        yield Entry(link, place, *_lines(note, item.start, item.end))
    for prop in note.frontmatter.properties if note.frontmatter else ():
        if prop.shape == "list":
            yield from _property_entries(note, prop)


def _property_entries(note: Note, prop: Property) -> Iterator[Entry]:
    values = prop.values
    for index, value in enumerate(values):
        link = next((each for each in note.links if each.key and value.start <= each.start < value.end), None)
        if link is None or not value.text.startswith("[[") or value.text.find("]]") != len(value.text) - 2:
            continue
        start, end = _lines(note, value.start, value.end)
        if note.text[start : value.start].strip() == "-" and not note.text[value.end : end].strip():
            yield Entry(link, (prop.key, prop.key_start), start, end)
        elif index:
            yield Entry(link, (prop.key, prop.key_start), values[index - 1].end, value.end, inline=True)
        elif len(values) > 1:
            yield Entry(link, (prop.key, prop.key_start), value.start, values[1].start, inline=True)


def _lines(note: Note, start: int, end: int) -> tuple[int, int]:
    """The whole lines that hold `start:end`, with the last line end."""
    starts, last = note.line_starts, note.line_of(max(start, end - 1))
    return starts[note.line_of(start) - 1], starts[last] if last < len(starts) else len(note.text)


def cut(note: Note, removed: Sequence[Entry]) -> Iterator[Edit]:
    """The edits that remove entries; between blank lines one of the two goes, too."""
    for entry in removed:
        start, end = entry.start, entry.end
        if not entry.inline:
            following = note.text[end : _next_line(note.text, end)]
            if following and not following.strip() and _is_blank_before(note, start):
                end += len(following)
        yield Edit(start, end, "")


def _next_line(text: str, offset: int) -> int:
    found = text.find("\n", offset)
    return len(text) if found < 0 else found + 1


def _is_blank_before(note: Note, offset: int) -> bool:
    row = note.line_of(offset)
    return row > 1 and not note.text[note.line_starts[row - 2] : offset].strip()


def value_cut(note: Note, prop: Property, index: int, *, leads: bool) -> Edit:
    """The edit that takes one value out of a property's list of several: its line, or it and a comma.

    `leads` says that all values in front of it go, too. VaultlintError where something else stands
    there, such as a comment.
    """
    values, value = prop.values, prop.values[index]
    start, end = _lines(note, value.start, value.end)
    if note.text[start : value.start].strip() == "-" and not note.text[value.end : end].strip():
        return Edit(start, end, "")
    low, high = (value.start, values[index + 1].start) if leads else (values[index - 1].end, value.end)
    between = note.text[value.end : high] if leads else note.text[low : value.start]
    if between.strip() != "," or note.text[prop.start : prop.start + 1] != "[":
        raise refused(note.path, note.text, value.start, str(say("this value cannot be taken out of its list")))
    return Edit(low, high, "")
