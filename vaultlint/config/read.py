"""A TOML table → settings, with a list of all mistakes."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from vaultlint.config.errors import KeyPath, dotted
from vaultlint.config.keys import Key, Shape, keys_of
from vaultlint.config.strings import check_gitignore, check_glob, check_regex
from vaultlint.errors import did_you_mean
from vaultlint.rules import CATEGORIES
from vaultlint.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultlint.rules.rule import Rule

Table = TypeVar("Table")
_NOUNS = {
    "string": "a string",
    "boolean": "`true` or `false`",
    "integer": "a whole number",
    "number": "a number",
    "list": "a list",
    "map": "a table",
    "table": "a table",
}
_PLURALS = {"string": "strings", "integer": "whole numbers", "number": "numbers", "table": "tables", "list": "lists"}
_CHECKS: dict[str, Callable[[str], str]] = {"glob": check_glob, "regex": check_regex, "gitignore": check_gitignore}


class Reader:
    """Fills dataclasses from tables. `mistakes` collects key path and message; what is wrong keeps its default."""

    def __init__(self, rules: Mapping[str, Rule], pattern_names: frozenset[str]) -> None:
        self.rules = rules
        self.pattern_names = pattern_names
        self.mistakes: list[tuple[KeyPath, str]] = []

    def wrong(self, path: KeyPath, message: str) -> None:
        """Note a mistake."""
        self.mistakes.append((path, message))

    def table(self, table: type[Table], raw: Mapping[str, Any], path: KeyPath) -> Table:
        """An instance of the dataclass `table`, filled from the TOML table at `path`."""
        keys = {key.name: key for key in keys_of(table)}
        filled: dict[str, Any] = {}
        for name, value in raw.items():
            key = keys.get(name)
            if key is None:
                self.wrong((*path, name), _unknown_key(name, path, keys))
            elif table is Settings and name == "rules":
                filled[key.field] = self._rules(value, (*path, name))
            else:
                self._fill(filled, key, value, (*path, name))
        for key in keys.values():
            if key.required and key.name not in raw:
                self.wrong(
                    (*path, key.name), f"`{dotted(path)}` needs `{key.name}`: {key.help[:1].lower()}{key.help[1:]}"
                )
        return table(**filled)

    def _fill(self, filled: dict[str, Any], key: Key, value: Any, path: KeyPath) -> None:
        before = len(self.mistakes)
        result = self._value(key, key.shape, value, path)
        if len(self.mistakes) == before:
            filled[key.field] = result

    def _value(self, key: Key, shape: Shape, value: Any, path: KeyPath) -> Any:
        if not _fits(shape, value):
            self.wrong(path, f"`{dotted(path)}` must be {_noun(shape)}, not {_found(value)}{_example(shape, value)}")
        elif shape.kind == "list":
            assert shape.item
            return tuple([self._value(key, shape.item, entry, (*path, index)) for index, entry in enumerate(value)])
        elif shape.kind == "map":
            return self._map(key, shape, value, path)
        elif shape.kind == "table":
            assert shape.table
            return self.table(shape.table, value, path)
        elif shape.kind == "string":
            self._string(key, value, path)
        elif key.minimum is not None and shape.kind in ("integer", "number") and value < key.minimum:
            self.wrong(path, f"`{dotted(path)}` is {value}: it must be at least {key.minimum}")
        return value

    def _map(self, key: Key, shape: Shape, value: Mapping[str, Any], path: KeyPath) -> dict[str, Any]:
        assert shape.item
        for name in value:
            if key.key_type == "rule":
                self._selector(name, (*path, name), groups=False)
            elif key.key_type == "glob" and (fault := check_glob(name.removeprefix("!"))):
                self.wrong((*path, name), f"`{dotted((*path, name))}`: {fault}")
        return {name: self._value(key, shape.item, entry, (*path, name)) for name, entry in value.items()}

    def _string(self, key: Key, value: str, path: KeyPath) -> None:
        if key.required and not value:
            self.wrong(path, f"`{dotted(path)}` must not be empty")
        elif key.choices and value not in key.choices:
            one_of = ", ".join(f"`{choice}`" for choice in key.choices)
            self.wrong(
                path, f"`{dotted(path)}` is `{value}`, and must be one of {one_of}{did_you_mean(value, key.choices)}"
            )
        elif key.type == "rule":
            self._selector(value, path)
        elif key.type in _CHECKS and (fault := _CHECKS[key.type](value)):
            self.wrong(path, f"`{dotted(path)}`: {fault}")

    def _selector(self, name: str, path: KeyPath, groups: bool = True) -> None:
        known = {*self.rules, *CATEGORIES, *self.pattern_names, *(("default", "all") if groups else ())}
        if name not in known:
            nearest = did_you_mean(name, known) or ": see `vaultlint rule`"
            self.wrong(path, f"`{dotted(path)}`: there is no rule or category `{name}`{nearest}")

    def _rules(self, value: Any, path: KeyPath) -> dict[str, Any]:
        """The tables `[rules.NAME]` as instances of the rules' options."""
        if not isinstance(value, dict):
            self.wrong(path, f"`{dotted(path)}` must be a table of tables: `[rules.topic-count]`")
            return {}
        options = {}
        for name, table in value.items():
            rule = self.rules.get(name)
            if rule is None:
                nearest = did_you_mean(name, self.rules) or ": see `vaultlint rule`"
                self.wrong((*path, name), f"`{dotted((*path, name))}`: there is no rule `{name}`{nearest}")
            elif not isinstance(table, dict):
                self.wrong((*path, name), f"`{dotted((*path, name))}` must be a table with the rule's options")
            else:
                options[name] = self.table(rule.options, table, (*path, name))
        return options


def _fits(shape: Shape, value: Any) -> bool:
    if shape.kind in ("map", "table"):
        return isinstance(value, dict)
    if shape.kind == "boolean" or isinstance(value, bool):
        return shape.kind in ("boolean", "any") and isinstance(value, bool)
    wanted = {"string": str, "integer": int, "number": (int, float), "list": list, "any": object}[shape.kind]
    return isinstance(value, wanted)  # type: ignore[arg-type]


def _noun(shape: Shape) -> str:
    if shape.item and shape.kind == "list":
        return f"a list of {_PLURALS.get(shape.item.kind, 'values')}"
    return _NOUNS[shape.kind]


def _found(value: Any) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, str):
        return f'the string "{value[:40]}"'
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, (datetime.date, datetime.time)):
        return f"the date or time {value}"
    return "a list" if isinstance(value, list) else "a table"


def _example(shape: Shape, value: Any) -> str:
    if shape == Shape("list", Shape("string")) and isinstance(value, str):
        return f': write `["{value}"]`'
    if shape.kind == "list" and shape.item and shape.item.kind == "table":
        return ": write its header in double brackets, `[[…]]`"
    return ""


def _unknown_key(name: str, path: KeyPath, keys: Mapping[str, Key]) -> str:
    """What to say about an unknown key: the nearest key of its table, or the table that has such a key."""
    full = dotted((*path, name))
    nearest = did_you_mean(name, keys)
    if not nearest:
        elsewhere = [dotted((table.name, name)) for table in keys_of(Settings) if name in _names(table.shape)]
        nearest = f": did you mean `{elsewhere[0]}`?" if elsewhere else ""
    if not nearest:
        known = ", ".join(f"`{key}`" for key in keys)
        nearest = f": this table knows {known}" if known else ": this rule has no options"
    return f"unknown key `{full}`{nearest}"


def _names(shape: Shape) -> set[str]:
    return {key.name for key in keys_of(shape.table)} if shape.table else set()
