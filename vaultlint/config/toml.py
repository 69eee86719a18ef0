"""TOML texts → tables. Keys such as `摘要` may stand without quotes, which TOML itself wants around them."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from vaultlint.config.errors import ConfigError, Mistake

STRING = r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
_PART = r'(?:"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|[\w-]+)'
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = rf"^[ \t]*\[\[?[ \t]*{_KEY}[ \t]*\]\]?[ \t\r]*(?:#[^\n]*)?$"
_KEYS = re.compile(
    rf'"""(?:\\.|[^\\])*?"{{3,5}}|\'\'\'.*?\'{{3,5}}|#[^\n]*|(?P<key>{_HEADER}|{_KEY}(?=[ \t]*=))|{STRING}',
    re.DOTALL | re.MULTILINE,
)
_BARE = re.compile(rf"{STRING}|#[^\n]*|(?P<bare>[\w-]*[^\x00-\x7f\W][\w-]*)", re.DOTALL)
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def parse_toml(text: str, origin: str) -> dict[str, Any]:
    """The table in a TOML text; a ConfigError names line and column of what is not TOML."""
    quoted = text if text.isascii() else quote_keys(text)
    try:
        return tomllib.loads(quoted)
    except RecursionError:
        raise ConfigError([Mistake(origin, 0, 0, "the TOML is nested too deeply")]) from None
    except ValueError as error:
        raise ConfigError([_mistake(str(error), text, quoted, origin)]) from None


def quote_keys(text: str) -> str:
    """The text with quotes around the bare keys that are not ASCII; nothing else changes."""
    return _KEYS.sub(lambda match: _BARE.sub(_quoted, match[0]) if match["key"] else match[0], text)


def _quoted(match: re.Match[str]) -> str:
    return f'"{match[0]}"' if match["bare"] else match[0]


def _mistake(message: str, text: str, quoted: str, origin: str) -> Mistake:
    place = _PLACE.search(message)
    line, column = (int(place[1] or 0), int(place[2] or 0)) if place else (0, 0)
    if place and not line:
        line = text.count("\n") + 1
    elif column:
        added = quoted.split("\n")[line - 1][: column - 1].count('"') - text.split("\n")[line - 1][: column - 1].count(
            '"'
        )
        column -= max(added, 0)
    said = _PLACE.sub("", message)
    hint = ': text needs quotes (`key = "value"`)' if said == "Invalid value" else ""
    return Mistake(origin, line, column, f"this is not valid TOML: {said}{hint}")
