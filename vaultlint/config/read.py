"""A TOML table → settings, with a list of all mistakes."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from vaultlint.config.errors import KeyPath, dotted
from vaultlint.config.keys import Key, Shape, keys_of
from vaultlint.config.strings import check_gitignore, check_glob, check_regex
from vaultlint.errors import nearest_name
from vaultlint.language import Message, Sentence, listed, say, translated
from vaultlint.rules import CATEGORIES
from vaultlint.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from vaultlint.rules.rule import Rule

Table = TypeVar("Table")
_NOUNS = {
    "string": say("a string"),
    "boolean": say("`true` or `false`"),
    "integer": say("a whole number"),
    "number": say("a number"),
    "list": say("a list"),
    "map": say("a table"),
    "table": say("a table"),
}
_LISTS = {
    "string": say("a list of strings"),
    "integer": say("a list of whole numbers"),
    "number": say("a list of numbers"),
    "table": say("a list of tables"),
    "list": say("a list of lists"),
}
_CHECKS: dict[str, Callable[[str], str]] = {"glob": check_glob, "regex": check_regex, "gitignore": check_gitignore}


class Reader:
    """Fills dataclasses from tables. `mistakes` collects key path and message; what is wrong keeps its default."""

    def __init__(self, rules: Mapping[str, Rule], pattern_names: frozenset[str]) -> None:
        self.rules = rules
        self.pattern_names = pattern_names
        self.mistakes: list[tuple[KeyPath, str]] = []

    def wrong(self, path: KeyPath, message: Message) -> None:
        """Note a mistake."""
        self.mistakes.append((path, str(message)))

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
                needed = say(
                    "`{key}` needs `{name}`: {meaning}",
                    key=dotted(path),
                    name=key.name,
                    meaning=_uncapitalized(translated(key.help)),
                )
                self.wrong((*path, key.name), needed)
        return table(**filled)

    def _fill(self, filled: dict[str, Any], key: Key, value: Any, path: KeyPath) -> None:
        before = len(self.mistakes)
        result = self._value(key, key.shape, value, path)
        if len(self.mistakes) == before:
            filled[key.field] = result

    def _value(self, key: Key, shape: Shape, value: Any, path: KeyPath) -> Any:
        if not _fits(shape, value):
            self.wrong(
                path,
                say(
                    "{mistake}: {example}",
                    mistake=_unfit(path, shape, value),
                    example=example,
                )
                if (example := _example(shape, value))
                else _unfit(path, shape, value),
            )
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
            self.wrong(
                path,
                say(
                    "`{key}` is {value}: it must be at least {minimum}",
                    key=dotted(path),
                    value=value,
                    minimum=key.minimum,
                ),
            )
        return value

    def _map(self, key: Key, shape: Shape, value: Mapping[str, Any], path: KeyPath) -> dict[str, Any]:
        assert shape.item
        for name in value:
            if key.key_type == "rule":
                self._selector(name, (*path, name), groups=False)
            elif key.key_type == "glob" and (fault := check_glob(name.removeprefix("!"))):
                self.wrong((*path, name), say("`{key}`: {fault}", key=dotted((*path, name)), fault=fault))
        return {name: self._value(key, shape.item, entry, (*path, name)) for name, entry in value.items()}

    def _string(self, key: Key, value: str, path: KeyPath) -> None:
        if key.required and not value:
            self.wrong(path, say("`{key}` must not be empty", key=dotted(path)))
        elif key.choices and value not in key.choices:
            self.wrong(path, _no_choice(dotted(path), value, key.choices))
        elif key.type == "rule":
            self._selector(value, path)
        elif key.type in _CHECKS and (fault := _CHECKS[key.type](value)):
            self.wrong(path, say("`{key}`: {fault}", key=dotted(path), fault=fault))

    def _selector(self, name: str, path: KeyPath, groups: bool = True) -> None:
        known = {*self.rules, *CATEGORIES, *self.pattern_names, *(("default", "all") if groups else ())}
        if name not in known:
            self.wrong(path, _no_selector(dotted(path), name, nearest_name(name, known)))

    def _rules(self, value: Any, path: KeyPath) -> dict[str, Any]:
        """The tables `[rules.NAME]` as instances of the rules' options."""
        if not isinstance(value, dict):
            self.wrong(path, say("`{key}` must be a table of tables: `[rules.topic-count]`", key=dotted(path)))
            return {}
        options = {}
        for name, table in value.items():
            rule = self.rules.get(name)
            if rule is None:
                self.wrong((*path, name), _no_rule(dotted((*path, name)), name, nearest_name(name, self.rules)))
            elif not isinstance(table, dict):
                self.wrong(
                    (*path, name),
                    say("`{key}` must be a table with the rule's options", key=dotted((*path, name))),
                )
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


def _unfit(path: KeyPath, shape: Shape, value: Any) -> Message:
    return say("`{key}` must be {noun}, not {found}", key=dotted(path), noun=_noun(shape), found=_found(value))


def _noun(shape: Shape) -> Message:
    if shape.item and shape.kind == "list":
        return _LISTS.get(shape.item.kind, say("a list of values"))
    return _NOUNS[shape.kind]


def _found(value: Any) -> Sentence:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, str):
        return say('the string "{value}"', value=value[:40])
    if isinstance(value, (int, float)):
        return say("the number {value}", value=str(value))
    if isinstance(value, (datetime.date, datetime.time)):
        return say("the date or time {value}", value=str(value))
    return say("a list") if isinstance(value, list) else say("a table")


def _example(shape: Shape, value: Any) -> Message | None:
    if shape == Shape("list", Shape("string")) and isinstance(value, str):
        return say('write `["{value}"]`', value=value)
    if shape.kind == "list" and shape.item and shape.item.kind == "table":
        return say("write its header in double brackets, `[[…]]`")
    return None


def _uncapitalized(text: str) -> str:
    return text[:1].lower() + text[1:]


def _no_choice(key: str, value: str, choices: Sequence[str]) -> Message:
    known, nearest = listed([f"`{choice}`" for choice in choices]), nearest_name(value, choices)
    if nearest:
        return say(
            "`{key}` is `{value}`, and must be one of {known}: did you mean `{nearest}`?",
            key=key,
            value=value,
            known=known,
            nearest=nearest,
        )
    return say("`{key}` is `{value}`, and must be one of {known}", key=key, value=value, known=known)


def _no_selector(key: str, name: str, nearest: str) -> Message:
    if nearest:
        return say(
            "`{key}`: there is no rule or category `{name}`: did you mean `{nearest}`?",
            key=key,
            name=name,
            nearest=nearest,
        )
    return say("`{key}`: there is no rule or category `{name}`: see `vaultlint rule`", key=key, name=name)


def _no_rule(key: str, name: str, nearest: str) -> Message:
    if nearest:
        return say("`{key}`: there is no rule `{name}`: did you mean `{nearest}`?", key=key, name=name, nearest=nearest)
    return say("`{key}`: there is no rule `{name}`: see `vaultlint rule`", key=key, name=name)


def _unknown_key(name: str, path: KeyPath, keys: Mapping[str, Key]) -> Message:
    """What to say about an unknown key: the nearest key of its table, or the table that has such a key."""
    full = dotted((*path, name))
    elsewhere = [dotted((table.name, name)) for table in keys_of(Settings) if name in _names(table.shape)]
    nearest = nearest_name(name, keys) or (elsewhere[0] if elsewhere else "")
    if nearest:
        return say("unknown key `{key}`: did you mean `{nearest}`?", key=full, nearest=nearest)
    if keys:
        known = listed([f"`{key}`" for key in keys])
        return say("unknown key `{key}`: this table knows {known}", key=full, known=known)
    return say("unknown key `{key}`: this rule has no options", key=full)


def _names(shape: Shape) -> set[str]:
    return {key.name for key in keys_of(shape.table)} if shape.table else set()
