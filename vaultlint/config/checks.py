"""Mistakes that only show when several settings are seen together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vaultlint.config.errors import KeyPath, dotted
from vaultlint.config.strings import check_regex
from vaultlint.errors import did_you_mean
from vaultlint.markdown.wanted import wanted_sections

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from vaultlint.settings import Settings

_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def check_together(table: dict[str, Any], settings: Settings, rules: Collection[str]) -> Iterator[tuple[KeyPath, str]]:
    """Key path and message of each mistake; `table` is the TOML behind `settings`, `rules` the known names."""
    yield from _duplicates(table, "note-types")
    yield from _duplicates(table, "patterns")
    yield from _note_types(table)
    yield from _pattern_names(table, rules)
    yield from _pattern_fields(table)
    yield from _reasons(table, settings)
    yield from _parts(settings)


def _entries(table: dict[str, Any], key: str) -> Iterator[tuple[KeyPath, str]]:
    """Path and name of the named tables in a list of tables."""
    entries = table.get(key)
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict) and isinstance(entry.get("name"), str) and entry["name"]:
            yield (key, index, "name"), entry["name"]


def _duplicates(table: dict[str, Any], key: str) -> Iterator[tuple[KeyPath, str]]:
    seen: set[str] = set()
    for path, name in _entries(table, key):
        if name in seen:
            yield path, f"`{dotted(path)}`: there is already one with the name `{name}`"
        seen.add(name)


def _note_types(table: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Note types that no note can be of, and links that must lead to a note type which there is not."""
    entries = table.get("note-types")
    entries = [entry if isinstance(entry, dict) else {} for entry in entries] if isinstance(entries, list) else []
    names = {entry["name"] for entry in entries if isinstance(entry.get("name"), str)}
    for index, entry in enumerate(entries):
        path: KeyPath = ("note-types", index)
        if entry and not any(entry.get(key) for key in ("paths", "where", "tags")):
            yield path, f"`{dotted(path)}` needs `paths`, `where` or `tags`: which notes are of this type?"
        properties = entry.get("properties")
        for key, rule in properties.items() if isinstance(properties, dict) else ():
            targets = rule.get("to") if isinstance(rule, dict) else None
            for place, target in enumerate(targets if isinstance(targets, list) else ()):
                if isinstance(target, str) and target not in names and not set(target) & set("/*"):
                    at: KeyPath = (*path, "properties", key, "to", place)
                    yield at, f"`{dotted(at)}`: there is no note type `{target}`: a folder is written `{target}/`"


def _pattern_names(table: dict[str, Any], rules: Collection[str]) -> Iterator[tuple[KeyPath, str]]:
    for path, name in _entries(table, "patterns"):
        if name in rules or name in ("default", "all"):
            yield path, f"`{dotted(path)}`: `{name}` is the name of a built-in rule or category: choose another one"
        elif not _KEBAB.fullmatch(name):
            yield path, f"`{dotted(path)}`: `{name}` must be in kebab case, such as `site-navigation`"


def _pattern_fields(table: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Fields of a pattern that say nothing, or contradict each other."""
    entries = table.get("patterns")
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            for key, message in _pattern_faults(entry):
                path: KeyPath = ("patterns", index, key)
                yield path, f"`{dotted(path)}` {message}"


def _pattern_faults(entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    where = entry.get("where", "text")
    if "section" in entry and where in ("property", "filename"):
        yield "section", f'has no meaning with `where = "{where}"`'
    if "property" in entry and where != "property":
        yield "property", 'has a meaning only with `where = "property"`'
    if "replacement" in entry and where == "filename":
        yield "replacement", "cannot rename a note: use `vaultlint rename`"
    if "replacement" in entry and entry.get("must-match") is True:
        yield "replacement", "has no meaning with `must-match = true`: there is nothing to replace"
    try:
        re.compile(entry["pattern"]).sub(entry["replacement"], "")
    except (KeyError, TypeError):
        return
    except (re.error, IndexError, RecursionError) as error:
        if not check_regex(entry["pattern"]):
            yield "replacement", f"does not fit the pattern: {error}"


def _parts(settings: Settings) -> Iterator[tuple[KeyPath, str]]:
    """Parts are asked for in a section of the note type."""
    for index, note_type in enumerate(settings.note_types):
        known = [spelling for wanted in wanted_sections(note_type.sections) for spelling in wanted.spellings]
        for title in note_type.parts:
            for name in (name.strip() for name in title.removesuffix("?").split("|")):
                if known and name not in known:
                    path: KeyPath = ("note-types", index, "parts", title)
                    hint = did_you_mean(name, known) or ": add it there"
                    yield path, f"`{dotted(path)}`: `{name}` is not one of the `sections` of this note type{hint}"


def _reasons(table: dict[str, Any], settings: Settings) -> Iterator[tuple[KeyPath, str]]:
    """Reasons that are named elsewhere must be among the allowed ones."""
    given = table.get("relations")
    if not isinstance(given, dict):
        return
    named: list[tuple[KeyPath, str]] = []
    if "symmetric" in given:
        named += [(("relations", "symmetric", index), name) for index, name in enumerate(settings.relations.symmetric)]
    named += [(("relations", "synonyms", word), name) for word, name in settings.relations.synonyms.items()]
    reasons = settings.relations.reasons
    for path, name in named:
        if name not in reasons:
            yield path, f"`{dotted(path)}`: `{name}` is not one of `relations.reasons`{did_you_mean(name, reasons)}"
