"""What still has the old name of a tag or a property afterwards: bases, queries, fields, types, the settings."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.parse import parse_note
from vaultlint.report.escape import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note
    from vaultlint.vault.vault import Vault

_QUERY = lazy_regex(r"(?:`{3,}|~{3,})[ \t]*(?:dataview|dataviewjs|base|tasks|query)\b", re.IGNORECASE)
_SETTINGS = ("vaultlint.toml", "pyproject.toml")
_SHOWN = 20


def word_leftovers(vault: Vault, name: str, kind: str) -> Iterator[str]:
    """Lines for a person. `name` is without `#` or `property:`; `kind` is `tag` or `property`."""
    found = [*_bases(vault, name, kind), *_notes(vault, name, kind)]
    found += [*(_types(vault, name) if kind == "property" else ()), *_settings(vault, name)]
    if found:
        yield str(say("These still name {name} and were left as they are:", name=plain(name)))
        yield from (f"  {plain(place)}" for place in found[:_SHOWN])
    if len(found) > _SHOWN:
        yield str(say("  and {more} more", more=f"{len(found) - _SHOWN:,}"))


def _bases(vault: Vault, name: str, kind: str) -> Iterator[str]:
    for path, board in vault.boards.items():
        is_base = path.lower().endswith(".base")
        text = vault.source.read(path).decode("utf-8", "replace") if board.named_rows or is_base else ""
        lines = {
            text.count("\n", 0, start) + 1
            for each, named, start, _ in board.named_rows
            if each == kind and _is_same(named.removeprefix("#"), name, kind)
        }
        if kind == "tag" and is_base:  # in a formula, whatever is asked of it
            quoted = re.compile(rf"""["']#?{re.escape(name)}(?=["'/])""", re.IGNORECASE)
            lines.update(text.count("\n", 0, match.start()) + 1 for match in quoted.finditer(text))
        yield from (f"{path}:{line}" for line in sorted(lines))


def _notes(vault: Vault, name: str, kind: str) -> Iterator[str]:
    """Lines of notes that ask for the name in a query; of a property, its inline fields, too."""
    word = re.escape(name)
    asked = re.compile(rf"#{word}(?![\w-])" if kind == "tag" else rf"(?<![\w#-]){word}(?![\w-])", re.IGNORECASE)
    field = re.compile(rf"(?:^[ \t>]*(?:[-*+][ \t]+)?|[\[(]){word}[ \t]*::", re.IGNORECASE | re.MULTILINE)
    for path in sorted(vault.notes):
        data = vault.source.read(path)
        text = data.decode("utf-8", "replace")
        if not asked.search(text):
            continue
        note = parse_note(path, data)
        found = {at for start, end in _queries(note) for at in _starts(asked, note.text, start, end)}
        if kind == "property":
            found |= {at for at in _starts(field, note.text, note.body_start, len(note.text)) if not note.is_opaque(at)}
        yield from (f"{path}:{line}" for line in sorted({note.line_of(at) for at in found}))


def _queries(note: Note) -> Iterator[tuple[int, int]]:
    """The fences that hold a query of Obsidian or a plugin."""
    return ((start, end) for _, start, end in note.by_kind.get("fence", ()) if _QUERY.match(note.text, start))


def _starts(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[int]:
    return (match.end() - 1 for match in pattern.finditer(text, start, end))


def _is_same(named: str, name: str, kind: str) -> bool:
    named, name = (unicodedata.normalize("NFC", each) for each in (named, name))
    if kind == "tag":
        named, name = named.casefold(), name.casefold()
        return named == name or named.startswith(name + "/")
    return named == name


def _types(vault: Vault, name: str) -> Iterator[str]:
    if name in vault.obsidian.property_types:
        yield ".obsidian/types.json"


def _settings(vault: Vault, name: str) -> Iterator[str]:
    word = re.compile(rf"(?<![\w-])#?{re.escape(name)}(?![\w-])")
    for path in _SETTINGS:
        try:
            text = vault.source.read(path).decode("utf-8", "replace")
        except OSError:
            continue
        for number, line in enumerate(text.split("\n"), start=1):
            if word.search(line.partition(" #")[0]):
                yield f"{path}:{number}"
