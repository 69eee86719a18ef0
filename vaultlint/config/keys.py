"""The settings' dataclasses as what may stand in TOML: the description that validation, schema and pages share."""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from vaultlint.values import NamedTuple

SCALARS = {str: "string", bool: "boolean", int: "integer", float: "number"}


_KEYS: dict[type[Any], tuple[Key, ...]] = {}


class Shape(NamedTuple):
    """The form of a value: a scalar's name, `list` or `map` (with `item`), `table` (with its dataclass), or `any`."""

    kind: str
    item: Shape | None = None
    table: type[Any] | None = None


class Key(NamedTuple):
    """One key of a table: its TOML name, the dataclass field it fills, and what the value must be."""

    name: str
    field: str
    shape: Shape
    default: Any
    help: str
    choices: tuple[str, ...] = ()
    type: str = ""  # what strings in the value are: `glob`, `regex`, `rule`, `gitignore`
    key_type: str = ""  # what the keys of a map are
    minimum: int | None = None
    required: bool = False


def keys_of(table: type[Any]) -> tuple[Key, ...]:
    """The keys of a settings or options dataclass, in order."""
    if table not in _KEYS:
        hints = typing.get_type_hints(table)
        _KEYS[table] = tuple(_key(field, hints[field.name]) for field in fields(table))
    return _KEYS[table]


def _key(field: Field[Any], hint: Any) -> Key:
    data = field.metadata
    default = field.default_factory() if field.default_factory is not MISSING else field.default
    return Key(
        data.get("key") or field.name.replace("_", "-"),
        field.name,
        shape_of(hint),
        default,
        data.get("help", ""),
        tuple(data.get("choices", ())),
        data.get("type", ""),
        data.get("key_type", ""),
        data.get("minimum"),
        data.get("required", False),
    )


def shape_of(hint: Any) -> Shape:
    """The shape that a type hint stands for; TypeError where TOML has nothing like it."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return shape_of(next(argument for argument in arguments if argument is not type(None)))
    if hint in SCALARS:
        return Shape(SCALARS[hint])
    if origin is typing.Literal:
        return Shape("string")
    if origin in (tuple, list, frozenset):
        return Shape("list", shape_of(arguments[0]))
    if origin is dict:
        return Shape("map", shape_of(arguments[1]))
    if hint is Any:
        return Shape("any")
    if is_dataclass(hint):
        return Shape("table", None, typing.cast("type[Any]", hint))
    raise TypeError(f"settings cannot hold {hint!r}")
