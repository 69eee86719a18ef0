"""Where the keys of a TOML text stand. tomllib does not say; this is only needed when there is a mistake to report."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from vaultlint.config.toml import STRING, quote_keys
from vaultlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.config.errors import KeyPath

_KEY_PART = r'(?:"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|[^\s=.\[\]"\'#]+)'
_KEY = rf"{_KEY_PART}(?:[ \t]*\.[ \t]*{_KEY_PART})*"
_LINE = lazy_regex(rf"[ \t]*(?:(?P<header>\[\[?)[ \t]*(?P<table>{_KEY})[ \t]*\]\]?|(?P<key>{_KEY})[ \t]*=[ \t]*)?")
_TOKEN = lazy_regex(rf"{STRING}|#[^\n]*|[\[\]{{}},\n]|[^\s\[\]{{}},#\"']+|[\"']", re.DOTALL)


def line_of(text: str, path: KeyPath) -> int:
    """The 1-based line of the key at `path`, or of the nearest table around it that is written out; 0 for none."""
    places = dict(reversed(list(find_keys(text))))
    for length in range(len(path), 0, -1):
        if path[:length] in places:
            return text.count("\n", 0, places[path[:length]]) + 1
    return 0


def find_keys(text: str) -> Iterator[tuple[KeyPath, int]]:
    """Key paths with their offsets: tables, keys, and the entries of lists."""
    table: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    position = 0
    while position < len(text):
        match = _LINE.match(text, position)
        assert match
        position = match.end()
        if match["table"]:
            table = _table(_split(match["table"]), match["header"] == "[[", counts)
            yield table, match.start("header")
        elif match["key"]:
            key = table + _split(match["key"])
            yield from ((key[:length], match.start("key")) for length in range(len(table) + 1, len(key) + 1))
            yield from _entries(text, position, key)
        position = _end_of_value(text, position)


def _table(names: KeyPath, is_list: bool, counts: dict[KeyPath, int]) -> KeyPath:
    """The path of a table header, with the number of the list entry it belongs to."""
    path: KeyPath = ()
    for index, name in enumerate(names):
        path += (name,)
        if is_list and index == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path += (counts[path],)
    return path


def _split(key: str) -> KeyPath:
    """The parts of a dotted key, quotes resolved."""
    try:
        value = tomllib.loads(quote_keys(f"{key} = 1"))
    except tomllib.TOMLDecodeError:
        return (key,)
    path: KeyPath = ()
    while isinstance(value, dict):
        name, value = next(iter(value.items()))
        path += (name,)
    return path


def _entries(text: str, position: int, key: KeyPath) -> Iterator[tuple[KeyPath, int]]:
    """The entries of the list that starts at `position`."""
    if not text.startswith("[", position):
        return
    depth, index, fresh = 0, 0, False
    for match in _TOKEN.finditer(text, position):
        token = match[0]
        if token[0] in "#\n":
            continue
        if fresh and token not in "],":
            yield (*key, index), match.start()
            fresh = False
        depth += (token in ("[", "{")) - (token in ("]", "}"))
        if depth == 0:
            return
        if depth == 1 and token in "[,":
            index += token == ","
            fresh = True


def _end_of_value(text: str, position: int) -> int:
    """The offset behind the line end that closes the value at `position`."""
    depth = 0
    for match in _TOKEN.finditer(text, position):
        token = match[0]
        if token == "\n" and depth <= 0:
            return match.end()
        depth += (token in ("[", "{")) - (token in ("]", "}"))
    return len(text)
