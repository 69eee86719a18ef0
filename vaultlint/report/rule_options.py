"""The options of a rule, as its page shows them."""

from __future__ import annotations

from dataclasses import Field, fields
from typing import TYPE_CHECKING, Any, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.rules.rule import Rule

_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string"}
_NAMED = {"glob": "globs", "regex": "regular expressions", "rule": "rule names"}


def options_of(rule: Rule) -> Iterator[tuple[str, str, str, str]]:
    """Key, type, default (as TOML) and help of each option of a rule."""
    hints = get_type_hints(rule.options)
    default = rule.options()
    for member in fields(rule.options):
        key = member.metadata.get("key") or member.name.replace("_", "-")
        yield (
            key,
            _kind(hints[member.name], member),
            toml_value(getattr(default, member.name)),
            member.metadata.get("help", ""),
        )


def toml_value(value: Any) -> str:
    """A setting as it would be written in TOML; "" for one that is not set."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, (tuple, list, set, frozenset)):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{toml_value(str(key))} = {toml_value(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return str(value)


def _kind(hint: Any, member: Field[Any]) -> str:
    choices = member.metadata.get("choices")
    if choices and not getattr(hint, "__args__", None):
        return ", ".join(f"`{choice}`" for choice in choices)
    named = _NAMED.get(member.metadata.get("type", ""))
    text = str(hint)
    if text.startswith("dict"):
        return "table"
    if text.startswith(("tuple", "list", "frozenset")):
        return f"list of {named or 'strings'}"
    plain = next((argument for argument in getattr(hint, "__args__", ()) if argument is not type(None)), hint)
    return (named or "").removesuffix("s") or _TYPES.get(plain, "table")
