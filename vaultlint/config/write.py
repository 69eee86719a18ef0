"""Settings → TOML."""

from __future__ import annotations

from typing import Any

from vaultlint.lazy_regex import lazy_regex

_BARE = lazy_regex(r"[A-Za-z0-9_-]+")
_LITERAL = lazy_regex(r"[^'\x00-\x1f\x7f]*")
_CONTROL = lazy_regex(r"[\x00-\x1f\x7f]")


def toml_key(key: str) -> str:
    """A key, quoted where TOML wants it."""
    return key if _BARE.fullmatch(key) else toml_value(key)


def toml_value(value: Any) -> str:
    """A value on one line: text, number, truth value, list, or dict as an inline table."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{toml_key(key)} = {toml_value(entry)}" for key, entry in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return str(value)


def _text(text: str) -> str:
    """A string; one with backslashes, such as a regular expression, in single quotes where that is possible."""
    if "\\" in text and _LITERAL.fullmatch(text):
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", escaped) + '"'
