"""Completing properties: keys and values as the note's type has them, then as the vault has them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.lsp.choices import MOST, Choice, tag_choices
from vaultlint.lsp.index import frequent
from vaultlint.lsp.matching import fit, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.lsp.world import Sight
    from vaultlint.markdown.note import Note

_KEY = lazy_regex(r"[^\s:#\-\[{\"'][^:]*|")
_PAIR = lazy_regex(r"([^\s:#\-][^:]*):[ \t]*(?:\[(?:[^\]]*,)?[ \t]*)?[\"']?([^\"',\]]*)$")
_ITEM = lazy_regex(r"[ \t]*-[ \t]+[\"']?([^\"']*)$")


def property_choices(sight: Sight, note: Note, begin: int, offset: int) -> list[Choice]:
    """What can stand in the properties at `offset`, in the line that begins at `begin`."""
    assert note.frontmatter is not None
    line = note.text[begin:offset]
    if offset <= note.frontmatter.text_start - 1 or (line.startswith("---") and offset >= note.frontmatter.text_end):
        return []
    pair, item = _PAIR.match(line), _ITEM.match(line)
    if pair:
        return _values(sight, note, pair[1].strip(), pair[2], offset)
    if item:
        return _values(sight, note, _key_above(note, begin), item[1], offset)
    return _keys(sight, note, line, offset) if _KEY.fullmatch(line) else []


def _key_above(note: Note, begin: int) -> str:
    """The key of the list that the line at `begin` belongs to."""
    assert note.frontmatter is not None
    for line in reversed(note.text[note.frontmatter.text_start : begin].splitlines()):
        if line[:1] not in (" ", "\t", "-", ""):
            return line.partition(":")[0].strip().strip("\"'")
    return ""


def _keys(sight: Sight, note: Note, typed: str, offset: int) -> list[Choice]:
    assert note.frontmatter is not None
    note_type = sight.type_of(note)
    mine = {prop.key for prop in note.frontmatter.properties if prop.key_end != offset}
    wanted = [key for key in (*note_type.properties, *note_type.where) if key not in mine]
    counts = dict(frequent(sight.index.keys))
    others = [key for key in counts if key not in mine and key not in wanted] if note_type.other_properties else []
    weights = {key: counts[key] for key in others} | dict.fromkeys(wanted, 1000000000)
    found = fit([name_of(key) for key in (*wanted, *others)], typed, MOST, lambda name: weights[name.text])
    has_colon = note.text[offset : offset + 1] == ":"
    return [
        Choice(key.text, key.text + ("" if has_colon else ": "), offset - len(typed), offset, "property")
        for key in found
    ]


def _values(sight: Sight, note: Note, key: str, typed: str, offset: int) -> list[Choice]:
    if key == "tags":
        return tag_choices(sight, typed.removeprefix("#"), offset)
    values = list(dict.fromkeys(_known_values(sight, note, key)))
    found = fit([name_of(value) for value in values], typed, MOST) if typed else map(name_of, values)
    return [Choice(value.text, value.text, offset - len(typed), offset, "value") for value in found]


def _known_values(sight: Sight, note: Note, key: str) -> Iterable[str]:
    """The values that a property may have, as far as it is known."""
    for note_type in sight.settings.note_types:
        value = note_type.where.get(key)
        if value and value != "*":
            yield value
    rule = sight.type_of(note).properties.get(key)
    if rule is None:
        return
    yield from rule.values
    if rule.type == "checkbox":
        yield from ("true", "false")
    if rule.type in ("date", "datetime"):
        yield datetime.date.today().isoformat()
