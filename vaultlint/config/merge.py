"""The tables of several layers → settings, or a ConfigError."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.config.errors import ConfigError, KeyPath, Mistake
from vaultlint.settings import Settings
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Layer(NamedTuple):
    """One place that settings come from: its name for people, its text, and the table in it that holds the settings."""

    origin: str
    text: str
    table: dict[str, Any]
    prefix: tuple[str, ...] = ()  # of the table within the text


def merged(tables: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The tables laid over each other: inner tables are merged, everything else is replaced by the later one."""
    result: dict[str, Any] = {}
    for table in tables:
        for key, value in table.items():
            old = result.get(key)
            result[key] = merged((old, value)) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def read_layers(table: dict[str, Any], layers: Sequence[Layer]) -> Settings:
    """The settings in `table`, which is what `layers` come to."""
    from vaultlint.config.checks import check_together
    from vaultlint.config.read import Reader
    from vaultlint.rules import CATEGORIES, RULES

    rules = {rule.name: rule for rule in RULES}
    reader = Reader(rules, _pattern_names(table))
    settings = reader.table(Settings, table, ())
    mistakes = [*reader.mistakes, *check_together(table, settings, {*rules, *CATEGORIES})]
    if mistakes:
        raise ConfigError(sorted(_place(path, message, layers) for path, message in mistakes))
    return settings


def _pattern_names(table: dict[str, Any]) -> frozenset[str]:
    patterns = table.get("patterns")
    entries = patterns if isinstance(patterns, list) else ()
    names = [entry.get("name") for entry in entries if isinstance(entry, dict)]
    return frozenset(name for name in names if isinstance(name, str))


def _place(path: KeyPath, message: str, layers: Sequence[Layer]) -> Mistake:
    """The mistake at `path`, in the last layer that has that key or most of it."""
    from vaultlint.config.positions import line_of

    layer = max(reversed(layers), key=lambda layer: _reach(layer.table, path))
    return Mistake(layer.origin, line_of(layer.text, (*layer.prefix, *path)), 0, message)


def _reach(table: Any, path: KeyPath) -> int:
    """How many steps of `path` lead somewhere in `table`."""
    for steps, part in enumerate(path):
        try:
            table = table[part]
        except (KeyError, IndexError, TypeError):
            return steps
    return len(path)
