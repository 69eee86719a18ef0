"""Mistakes that only show when several settings are seen together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from vaultlint.config.errors import KeyPath, did_you_mean, dotted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from vaultlint.settings import Settings

_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def check_together(table: dict[str, Any], settings: Settings, rules: Collection[str]) -> Iterator[tuple[KeyPath, str]]:
    """Key path and message of each mistake; `table` is the TOML behind `settings`, `rules` the known names."""
    yield from _duplicates(table, "note-types")
    yield from _duplicates(table, "patterns")
    yield from _pattern_names(table, rules)
    yield from _reasons(table, settings)


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


def _pattern_names(table: dict[str, Any], rules: Collection[str]) -> Iterator[tuple[KeyPath, str]]:
    for path, name in _entries(table, "patterns"):
        if name in rules or name in ("default", "all"):
            yield path, f"`{dotted(path)}`: `{name}` is the name of a built-in rule or category: choose another one"
        elif not _KEBAB.fullmatch(name):
            yield path, f"`{dotted(path)}`: `{name}` must be in kebab case, such as `site-navigation`"


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
