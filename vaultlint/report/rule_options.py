"""The options of a rule, as its page shows them."""

from __future__ import annotations

from dataclasses import Field, fields
from typing import TYPE_CHECKING, Any, get_type_hints

from vaultlint.language import say, translated, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.rules.rule import Rule

_TYPES = {bool: say("boolean"), int: say("integer"), float: say("number"), str: say("string")}
_NAMED = {"glob": say("glob"), "regex": say("regular expression"), "rule": say("rule name")}
_LISTS = {
    "glob": say("list of globs"),
    "regex": say("list of regular expressions"),
    "rule": say("list of rule names"),
    "": say("list of strings"),
}


def options_of(rule: Rule) -> Iterator[tuple[str, str, str, str]]:
    """Key, type, default (as TOML) and help of each option of a rule; type and help in the language of the run."""
    hints = get_type_hints(rule.options)
    default = rule.options()
    for member in fields(rule.options):
        key = member.metadata.get("key") or member.name.replace("_", "-")
        yield (
            key,
            _kind(hints[member.name], member),
            toml_value(getattr(default, member.name)),
            translated(member.metadata.get("help", "")),
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
        return words(say(", ")).join(f"`{choice}`" for choice in choices)
    name, text = member.metadata.get("type", ""), str(hint)
    if text.startswith("dict"):
        return words(say("TOML table"))
    if text.startswith(("tuple", "list", "frozenset")):
        return words(_LISTS.get(name, _LISTS[""]))
    plain = next((argument for argument in getattr(hint, "__args__", ()) if argument is not type(None)), hint)
    return words(_NAMED.get(name) or _TYPES.get(plain) or say("table"))
