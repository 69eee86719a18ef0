"""TOML texts → tables. Keys such as `摘要` may stand without quotes, which TOML itself wants around them."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from vaultlint.config.errors import ConfigError, Mistake
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.toml_errors import toml_error

STRING = r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
_PART = r'(?:"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|[\w-]+)'
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = rf"^[ \t]*\[\[?[ \t]*{_KEY}[ \t]*\]\]?[ \t\r]*(?:#[^\n]*)?$"
_KEYS = lazy_regex(
    rf'"""(?:\\.|[^\\])*?"{{3,5}}|\'\'\'.*?\'{{3,5}}|#[^\n]*|(?P<key>{_HEADER}|{_KEY}(?=[ \t]*=))|{STRING}',
    re.DOTALL | re.MULTILINE,
)
_BARE = lazy_regex(rf"{STRING}|#[^\n]*|(?P<bare>[\w-]*[^\x00-\x7f\W][\w-]*)", re.DOTALL)
_BRACKETS = lazy_regex(rf"{STRING}|#[^\n]*|[\[\]]", re.DOTALL)
_NEXT_KEY = lazy_regex(rf"\s*(?:\Z|[\[=]|{_KEY}[ \t]*=)")
# tomllib takes time and memory that grow with the square of the parts of one key; 64 are more than any setting has.
_DEEP = lazy_regex(rf"(?<![\w-]){_PART}(?:[ \t]*\.[ \t]*{_PART}){{64}}")
_PLACE = lazy_regex(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def parse_toml(text: str, origin: str) -> dict[str, Any]:
    """The table in a TOML text; a ConfigError names line and column of what is not TOML."""
    deep = _DEEP.search(text)
    if deep:
        line = text.count("\n", 0, deep.start()) + 1
        raise ConfigError([Mistake(origin, line, 0, str(say("this key has more than 64 parts")))])
    quoted = text if text.isascii() else quote_keys(text)
    try:
        return tomllib.loads(quoted)
    except RecursionError:
        raise ConfigError([Mistake(origin, 0, 0, str(say("the TOML is nested too deeply")))]) from None
    except ValueError as error:
        raise ConfigError([_mistake(str(error), text, quoted, origin)]) from None


def quote_keys(text: str) -> str:
    """The text with quotes around the bare keys that are not ASCII; nothing else changes."""
    return _KEYS.sub(lambda match: _BARE.sub(_quoted, match[0]) if match["key"] else match[0], text)


def _quoted(match: re.Match[str]) -> str:
    return f'"{match[0]}"' if match["bare"] else match[0]


def _mistake(message: str, text: str, quoted: str, origin: str) -> Mistake:
    place, said = _PLACE.search(message), _PLACE.sub("", message)
    exact = place is not None and place[1] is not None
    line, column = (int(place[1]), int(place[2])) if place and exact else (text.count("\n") + 1 if place else 0, 0)
    if said in ("Unclosed array", "Invalid value"):
        opened = _open_list(quoted, _offset(quoted, line, column) if exact else len(quoted))
        if opened:
            row, start = opened
            return Mistake(
                origin,
                row,
                _column(text, quoted, row, start),
                str(say("this list is not closed: put a `]` behind its last value")),
            )
    column = _column(text, quoted, line, column) if column else 0
    if said == "Invalid value":
        unquoted = say('this is not valid TOML: invalid value: text needs quotes (`key = "value"`)')
        return Mistake(origin, line, column, str(unquoted))
    return Mistake(origin, line, column, str(say("this is not valid TOML: {said}", said=toml_error(said))))


def _column(text: str, quoted: str, line: int, column: int) -> int:
    """A column of a line of `quoted`, in `text`, which has no quotes around some keys."""
    before = quoted.split("\n")[line - 1][: column - 1].count('"')
    return column - max(before - text.split("\n")[line - 1][: column - 1].count('"'), 0)


def _offset(text: str, line: int, column: int) -> int:
    return sum(len(row) + 1 for row in text.split("\n")[: line - 1]) + column - 1


def _open_list(text: str, end: int) -> tuple[int, int] | None:
    """Line and column of the list in front of `end` that has no end where another key or table begins; or None."""
    opened: list[int] = []
    for match in _BRACKETS.finditer(text, 0, end):
        if match[0] == "[":
            opened.append(match.start())
        elif match[0] == "]" and opened:
            opened.pop()
    if not opened or not _NEXT_KEY.match(text, end):
        return None
    start = opened[0]
    before = text[:start]
    return before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1
