"""JSON text → values with their places, for files of which single strings are read and replaced (canvases).

All positions are 0-based offsets in code points of the text. Nothing here recurses, and nothing writes: who changes a
string replaces the span of its node by `quoted(…)`, and every other byte stays.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right

from vaultlint.language import Message, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.values import NamedTuple

_TOKEN = lazy_regex(
    r"""[ \t\r\n]*+(?:
        (?P<string>"[^"\\\x00-\x1f]*+(?>(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*)")
      | (?P<number>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?)
      | (?P<literal>true|false|null)(?![A-Za-z0-9_])
      | (?P<mark>[\[\]{},:])
      | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_ESCAPE = lazy_regex(
    r'\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(["\\/bfnrt]))'
)
_SHORT = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_MAX_DEPTH = 200


class JsonError(NamedTuple):
    """What is wrong with a text that is no JSON, and where."""

    message: Message
    start: int
    end: int


class JsonNode(NamedTuple):
    """A value and where it stands.

    `kind` is `object`, `array`, `string`, `number` or `literal`. `members` are the keys and values of an object, in
    order and with repeated keys; `items` the values of an array; `text` is a string's value, or a number or literal as
    written. In `text`, half of a surrogate pair is U+FFFD.
    """

    kind: str
    start: int
    end: int
    text: str = ""
    items: tuple[JsonNode, ...] = ()
    members: tuple[tuple[JsonNode, JsonNode], ...] = ()

    def get(self, key: str) -> JsonNode | None:
        """The value of a key; of a repeated one the last, as every reader of JSON takes it."""
        return next((value for name, value in reversed(self.members) if name.text == key), None)

    def string(self, key: str) -> JsonNode | None:
        """The value of a key, if it is a string."""
        value = self.get(key)
        return value if value is not None and value.kind == "string" else None

    def array(self, key: str) -> tuple[JsonNode, ...]:
        """The items of a key's value; none where that is no array."""
        value = self.get(key)
        return value.items if value is not None else ()


def read_json(text: str) -> JsonNode | JsonError:
    """The value that `text` holds; a byte order mark in front is passed over. More than 200 levels are refused."""
    return _Reader(text).read()


class Places:
    """Offsets of a string's value → offsets of the file: an escape is longer than what it stands for."""

    def __init__(self, source: str, node: JsonNode) -> None:
        self._values = [0]  # offsets in the value behind each escape
        self._files = [node.start + 1]  # the same places in the file
        longer = node.start + 1
        for match in _ESCAPE.finditer(source, node.start + 1, node.end - 1):
            longer += match.end() - match.start() - 1
            self._values.append(match.end() - longer)
            self._files.append(match.end())

    def offset(self, value_offset: int) -> int:
        """The offset in the file of the character at `value_offset` of the value; of its end, the closing quote."""
        index = bisect_right(self._values, value_offset) - 1
        return self._files[index] + value_offset - self._values[index]


def quoted(text: str) -> str:
    """`text` as a JSON string, letters of all scripts as they are."""
    return json.dumps(text, ensure_ascii=False)


def _value(source: str, start: int, end: int) -> str:
    """The value of the string at `start:end`."""
    written = source[start + 1 : end - 1]
    return _ESCAPE.sub(_character, written) if "\\" in written else written


def _character(match: re.Match[str]) -> str:
    """What an escape stands for."""
    high, low, code, short = match.groups()
    if short:
        return _SHORT[short]
    if high:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
    number = int(code, 16)
    return "\ufffd" if 0xD800 <= number < 0xE000 else chr(number)


class _Open:
    """An object or array that is not closed yet."""

    def __init__(self, kind: str, start: int) -> None:
        self.kind = kind
        self.start = start
        self.items: list[JsonNode] = []
        self.members: list[tuple[JsonNode, JsonNode]] = []
        self.key: JsonNode | None = None

    def add(self, value: JsonNode) -> None:
        """Take a value in."""
        if self.key is None:
            self.items.append(value)
        else:
            self.members.append((self.key, value))
            self.key = None

    def closed(self, end: int) -> JsonNode:
        """The finished value."""
        return JsonNode(self.kind, self.start, end, "", tuple(self.items), tuple(self.members))


class _Reader:
    """Reads one text, token by token; `wanted` says what may come next."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[_Open] = []
        self._done: JsonNode | None = None

    def read(self) -> JsonNode | JsonError:
        position = int(self._text.startswith("\ufeff"))
        wanted = "value"
        while True:
            match = _TOKEN.match(self._text, position)
            if match is None:
                return self._error(position, _EXPECTED[wanted])
            kind = str(match.lastgroup)
            if kind == "end" and wanted == "end" and self._done is not None:
                return self._done
            following = self._take(kind, match[kind], match.start(kind), match.end(), wanted)
            if following is None:
                return self._error(match.start(kind), _EXPECTED[wanted])
            if len(self._open) > _MAX_DEPTH:
                return self._error(match.start(kind), say("the JSON is nested more than {most} deep", most=_MAX_DEPTH))
            wanted, position = following, match.end()

    def _take(self, kind: str, written: str, start: int, end: int, wanted: str) -> str | None:
        """Take one token in; gives what may follow, or None where the token is not `wanted`."""
        if kind == "mark":
            return self._mark(written, start, end, wanted)
        if kind == "string" and wanted in ("key", "key or }"):
            self._open[-1].key = JsonNode("string", start, end, _value(self._text, start, end))
            return ":"
        if kind != "end" and wanted in ("value", "value or ]"):
            text = _value(self._text, start, end) if kind == "string" else written
            return self._add(JsonNode(kind, start, end, text))
        return None

    def _mark(self, mark: str, start: int, end: int, wanted: str) -> str | None:
        if mark in "{[" and wanted in ("value", "value or ]"):
            self._open.append(_Open("object" if mark == "{" else "array", start))
            return "key or }" if mark == "{" else "value or ]"
        if mark == ":" and wanted == ":":
            return "value"
        if mark == "," and wanted in (", or }", ", or ]"):
            return "key" if wanted == ", or }" else "value"
        if mark in "}]" and wanted.endswith(mark):
            return self._add(self._open.pop().closed(end))
        return None

    def _add(self, value: JsonNode) -> str:
        if not self._open:
            self._done = value
            return "end"
        self._open[-1].add(value)
        return ", or }" if self._open[-1].kind == "object" else ", or ]"

    def _error(self, position: int, message: Message) -> JsonError:
        while position < len(self._text) and self._text[position] in " \t\r\n":
            position += 1
        return JsonError(message, position, min(position + 1, len(self._text)))


_EXPECTED = {
    "value": say("the JSON lacks a value here"),
    "value or ]": say("the JSON lacks a value or `]` here"),
    "key": say("the JSON lacks a key in double quotes here"),
    "key or }": say("the JSON lacks a key in double quotes or `}}` here"),
    ":": say("the JSON lacks `:` here"),
    ", or }": say("the JSON lacks `,` or `}}` here"),
    ", or ]": say("the JSON lacks `,` or `]` here"),
    "end": say("the JSON is complete, but more follows here"),
}
