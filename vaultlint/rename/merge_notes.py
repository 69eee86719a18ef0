"""Appending a note to another one: text, properties and links of the one go to the other, and the one is removed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.finding import Edit
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rename.follow import followed
from vaultlint.rename.merged_properties import merged_properties
from vaultlint.rename.recast import Recast, Stretch, refused
from vaultlint.rename.written import display_name
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note
    from vaultlint.rename.recast import Part
    from vaultlint.rename.texts import Texts
    from vaultlint.vault.vault import Vault

_LAST_BLANK = lazy_regex(r"(?:\r\n[ \t]*\r\n|\n[ \t]*\n|\r[ \t]*\r)\Z")
_BLANK_LINES = lazy_regex(r"(?:[ \t]*(?:\r\n|\n|\r))*")


class Wishes(NamedTuple):
    """What a person decides about a merge: the heading for the text, whether the title becomes an alias, and the
    properties that are left behind."""

    heading: str | None = None
    alias: bool = False
    drop: tuple[str, ...] = ()


def plan_merge_notes(vault: Vault, path: str, into: str, texts: Texts, wishes: Wishes) -> Recast:
    """Append the note at `path` to the one at `into` under a heading, and remove it; links to it open `into`."""
    note, other = texts.note(path), texts.note(into)
    for each in (note, other):
        if each.frontmatter and each.frontmatter.error:
            raise refused(each.path, each.text, each.frontmatter.start, str(say("the properties cannot be read")))
    heading = note.title or display_name(path) if wishes.heading is None else wishes.heading
    if not heading.strip() or "\n" in heading or "\r" in heading:
        raise VaultlintError(str(say("the heading is empty")))
    properties = merged_properties(note, other, heading if wishes.alias else None, wishes.drop)
    start = note.body_start
    match = _BLANK_LINES.match(note.text, start)
    start = match.end() if match else start
    body = Stretch(path, start, len(note.text))
    has_body = bool(note.text[start:].strip())
    has_own = wishes.heading is None and _begins_with(note, start, heading)
    line = "" if has_own else "#" * _level(note) + " " + " ".join(heading.split())
    end = _appended(other, line, body) if has_body else ()
    parts: tuple[Part, ...] = (*properties.head, Stretch(into, properties.at, len(other.text)), *end)
    moved = [each for each in (*properties.head, *end) if isinstance(each, Stretch) and each.path == path]
    edits = {into: tuple(properties.edits), path: tuple(_line_ends(note, other, moved))}
    shape = Recast(
        {into: parts},
        {key: value for key, value in edits.items() if value},
        texts.before,
        removes=(path,),
        instead={path: into},
        drops={path: tuple(_rest(note, moved)), into: properties.drops},
        adds={into: ("heading", "span heading") if line and has_body else ()},
        rows={into: properties.rows},
    )
    return followed(vault, texts, shape)


def _begins_with(note: Note, start: int, heading: str) -> bool:
    """Whether a note's text begins with its title as the only heading of the first level."""
    tops = [each for each in note.headings if each.level == 1 and not each.nested]
    return len(tops) == 1 and tops[0].start == start and tops[0].text.strip() == heading.strip()


def _level(note: Note) -> int:
    """The level of the heading over a note's text: one above the highest in it, so that the text stands below it."""
    levels = [each.level for each in note.headings if not each.nested]
    return max(1, min(levels) - 1) if levels else 2


def _appended(other: Note, heading: str, body: Stretch) -> tuple[Part, ...]:
    """What comes behind the other note's text."""
    line_end, text = other.newline, other.text[other.body_start :]
    gap = "" if text.endswith(("\n", "\r")) or not text else line_end
    gap += line_end if text.strip() and not _LAST_BLANK.search(text) else ""
    return (gap + (heading + line_end * 2 if heading else ""), body)


def _line_ends(note: Note, other: Note, moved: list[Stretch]) -> Iterator[Edit]:
    """The edits that give text that moves the line ends of the other note."""
    if note.newline == other.newline:
        return
    for stretch in moved:
        for match in re.finditer(r"\r\n|\n", note.text[stretch.start : stretch.end]):
            if match[0] != other.newline:
                yield Edit(stretch.start + match.start(), stretch.start + match.end(), other.newline)


def _rest(note: Note, moved: list[Stretch]) -> Iterator[tuple[int, int]]:
    """What of a note does not move."""
    position = 0
    for stretch in sorted(moved):
        yield position, stretch.start
        position = stretch.end
    yield position, len(note.text)
