"""Mistakes that only show when several settings are seen together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vaultlint.config.errors import KeyPath, dotted
from vaultlint.config.regex_errors import regex_error
from vaultlint.config.strings import check_regex
from vaultlint.errors import nearest_name
from vaultlint.language import Message, say
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
            yield path, str(say("`{key}`: there is already one with the name `{name}`", key=dotted(path), name=name))
        seen.add(name)


def _note_types(table: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Note types that no note can be of, and links that must lead to a note type which there is not."""
    entries = table.get("note-types")
    entries = [entry if isinstance(entry, dict) else {} for entry in entries] if isinstance(entries, list) else []
    names = {entry["name"] for entry in entries if isinstance(entry.get("name"), str)}
    for index, entry in enumerate(entries):
        path: KeyPath = ("note-types", index)
        if entry and not any(entry.get(key) for key in ("paths", "where", "tags")):
            yield (
                path,
                str(say("`{key}` needs `paths`, `where` or `tags`: which notes are of this type?", key=dotted(path))),
            )
        properties = entry.get("properties")
        for key, rule in properties.items() if isinstance(properties, dict) else ():
            targets = rule.get("to") if isinstance(rule, dict) else None
            for place, target in enumerate(targets if isinstance(targets, list) else ()):
                if isinstance(target, str) and target not in names and not set(target) & set("/*"):
                    at: KeyPath = (*path, "properties", key, "to", place)
                    yield (
                        at,
                        str(
                            say(
                                "`{key}`: there is no note type `{target}`: a folder is written `{target}/`",
                                key=dotted(at),
                                target=target,
                            )
                        ),
                    )


def _pattern_names(table: dict[str, Any], rules: Collection[str]) -> Iterator[tuple[KeyPath, str]]:
    for path, name in _entries(table, "patterns"):
        if name in rules or name in ("default", "all"):
            yield (
                path,
                str(
                    say(
                        "`{key}`: `{name}` is the name of a built-in rule or category: choose another one",
                        key=dotted(path),
                        name=name,
                    )
                ),
            )
        elif not _KEBAB.fullmatch(name):
            yield (
                path,
                str(
                    say(
                        "`{key}`: `{name}` must be in kebab case, such as `site-navigation`",
                        key=dotted(path),
                        name=name,
                    )
                ),
            )


def _pattern_fields(table: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Fields of a pattern that say nothing, or contradict each other."""
    entries = table.get("patterns")
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            for key, message in _pattern_faults(entry, ("patterns", index)):
                path: KeyPath = ("patterns", index, key)
                yield path, str(message)


def _pattern_faults(entry: dict[str, Any], path: KeyPath) -> Iterator[tuple[str, Message]]:
    where = entry.get("where", "text")
    section, name, replacement = (dotted((*path, key)) for key in ("section", "property", "replacement"))
    if "section" in entry and where in ("property", "filename"):
        yield "section", say('`{key}` has no meaning with `where = "{where}"`', key=section, where=where)
    if "property" in entry and where != "property":
        yield "property", say('`{key}` has a meaning only with `where = "property"`', key=name)
    if "replacement" in entry and where == "filename":
        yield "replacement", say("`{key}` cannot rename a note: use `vaultlint rename`", key=replacement)
    if "replacement" in entry and entry.get("must-match") is True:
        yield (
            "replacement",
            say(
                "`{key}` has no meaning with `must-match = true`: there is nothing to replace",
                key=replacement,
            ),
        )
    try:
        re.compile(entry["pattern"]).sub(entry["replacement"], "")
    except (KeyError, TypeError):
        return
    except (re.error, IndexError, RecursionError) as error:
        if not check_regex(entry["pattern"]):
            yield (
                "replacement",
                say("`{key}` does not fit the pattern: {error}", key=replacement, error=regex_error(error)),
            )


def _parts(settings: Settings) -> Iterator[tuple[KeyPath, str]]:
    """Parts are asked for in a section of the note type."""
    for index, note_type in enumerate(settings.note_types):
        known = [spelling for wanted in wanted_sections(note_type.sections) for spelling in wanted.spellings]
        for title in note_type.parts:
            for name in (name.strip() for name in title.removesuffix("?").split("|")):
                if known and name not in known:
                    path: KeyPath = ("note-types", index, "parts", title)
                    yield path, str(_no_section(dotted(path), name, nearest_name(name, known)))


def _no_section(key: str, name: str, nearest: str) -> Message:
    if nearest:
        return say(
            "`{key}`: `{name}` is not one of the `sections` of this note type: did you mean `{nearest}`?",
            key=key,
            name=name,
            nearest=nearest,
        )
    return say("`{key}`: `{name}` is not one of the `sections` of this note type: add it there", key=key, name=name)


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
            yield path, str(_no_reason(dotted(path), name, nearest_name(name, reasons)))


def _no_reason(key: str, name: str, nearest: str) -> Message:
    if nearest:
        return say(
            "`{key}`: `{name}` is not one of `relations.reasons`: did you mean `{nearest}`?",
            key=key,
            name=name,
            nearest=nearest,
        )
    return say("`{key}`: `{name}` is not one of `relations.reasons`", key=key, name=name)
