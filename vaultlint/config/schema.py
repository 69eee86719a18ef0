"""The JSON Schema of `vaultlint.toml`, made from the settings' dataclasses and the rules' options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.config.keys import Key, Shape, keys_of
from vaultlint.language import say, translated
from vaultlint.project import raw_url
from vaultlint.rules import CATEGORIES, NAMES, RULES
from vaultlint.rules.prose import summary_of
from vaultlint.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEMA_URL = raw_url("docs/vaultlint.schema.json")
_KEBAB = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
_LONG = 8
_SCALARS = ("string", "boolean", "integer", "number")


def json_schema() -> dict[str, Any]:
    """The schema (draft 2020-12), as values for `json.dumps`."""
    schema = _table(keys_of(Settings))
    schema["properties"]["rules"] = _rules()
    by = [{"required": [key]} for key in ("paths", "where", "tags")]
    schema["properties"]["note-types"]["items"]["anyOf"] = by
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_URL,
        "title": "vaultlint.toml",
        "description": str(say("The configuration of vaultlint, or the table [tool.vaultlint] of a pyproject.toml.")),
        **schema,
        "$defs": {"rule": _names(groups=False), "selector": _names(groups=True), "slip": _slips()},
    }


def _rules() -> dict[str, Any]:
    """The tables with the options of single rules."""
    tables = {
        rule.name: {"description": summary_of(rule), **_table(keys_of(rule.options))}
        for rule in RULES
        if keys_of(rule.options)
    }
    help_text = next(key.help for key in keys_of(Settings) if key.name == "rules")
    return {"description": translated(help_text), "type": "object", "properties": tables, "additionalProperties": False}


def _table(keys: Iterable[Key]) -> dict[str, Any]:
    keys = tuple(keys)
    table: dict[str, Any] = {
        "type": "object",
        "properties": {
            key.name: {"description": translated(key.help), **_value(key, key.shape), **_default(key)} for key in keys
        },
        "additionalProperties": False,
    }
    required = [key.name for key in keys if key.required]
    return {**table, "required": required} if required else table


def _default(key: Key) -> dict[str, Any]:
    """The default, where it says something: tables and what is not set have none."""
    if key.required or key.default is None or key.shape.kind not in (*_SCALARS, "list"):
        return {}
    return {"default": list(key.default) if isinstance(key.default, tuple) else key.default}


def _value(key: Key, shape: Shape) -> dict[str, Any]:
    if shape.kind == "table":
        assert shape.table
        return _table(keys_of(shape.table))
    if shape.kind == "list":
        assert shape.item
        return {"type": "array", "items": _value(key, shape.item)}
    if shape.kind == "map":
        assert shape.item
        names = {"propertyNames": {"$ref": "#/$defs/rule"}} if key.key_type == "rule" else {}
        return {"type": "object", "additionalProperties": _value(key, shape.item), **names}
    if shape.kind == "any":
        return {}
    return _scalar(key, shape.kind)


def _scalar(key: Key, kind: str) -> dict[str, Any]:
    value: dict[str, Any] = {"type": kind}
    if kind in ("integer", "number") and key.minimum is not None:
        value["minimum"] = key.minimum
    if kind == "string":
        if key.choices:
            value["enum"] = list(key.choices)
        elif key.type == "rule":
            value = {"$ref": "#/$defs/selector"}
        elif key.type == "regex":
            value["format"] = "regex"
        if key.required or key.type == "glob":
            value["minLength"] = 1
    return value


def _names(groups: bool) -> dict[str, Any]:
    """A rule's or category's name, or that of one of the vault's own patterns: any name but a slip of a rule's.

    What the patterns of a vault are called cannot be known here, and JSON Schema cannot look it up in the file. So that
    an editor complains of `broken-lnk` none the less, a name that is one slip away from a rule's is none of theirs.
    """
    names = [*NAMES, *CATEGORIES, *(("default", "all") if groups else ())]
    own = {"type": "string", "pattern": _KEBAB, "not": {"$ref": "#/$defs/slip"}}
    return {"anyOf": [{"enum": names}, own]}


def _slips() -> dict[str, Any]:
    """The rules' names with one letter too many, missing, wrong, or changed for its neighbour.

    Two letters of a name give way to at most three others. The names themselves match, too; those of a few letters have
    none, since too many words are like them.
    """
    slips = [
        f"{name[:at]}.{{0,3}}{name[at + 2 :]}" for name in NAMES if len(name) >= _LONG for at in range(len(name) - 1)
    ]
    return {"pattern": f"^({'|'.join(slips)})$"}
