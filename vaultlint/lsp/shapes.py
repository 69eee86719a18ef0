"""Values as the protocol has them: what is sent are plain dictionaries, which these functions and types name.

What a client sends is looked at through `given.py` only.
"""

from __future__ import annotations

from typing import Any, TypedDict

Json = dict[str, Any]


class Position(TypedDict):
    """A place in a text: its line, and its column in units of the encoding; both from 0."""

    line: int
    character: int


class Range(TypedDict):
    """What stands between two places."""

    start: Position
    end: Position


class TextEdit(TypedDict):
    """A range of a text, and what comes in its place."""

    range: Range
    newText: str


class Location(TypedDict):
    """A range of a file."""

    uri: str
    range: Range


def beginning() -> Range:
    """The empty range at the beginning of a text."""
    return {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}


def without_none(**values: Any) -> Json:
    """A dictionary of what is there."""
    return {name: value for name, value in values.items() if value is not None}


class Errors:
    """Codes of errors."""

    PARSE = -32700
    INVALID_REQUEST = -32600
    NO_METHOD = -32601
    INVALID_PARAMS = -32602
    INTERNAL = -32603
    NOT_INITIALIZED = -32002
    FAILED = -32803
    CANCELLED = -32800


ERROR, WARNING, LOG = 1, 2, 4  # kinds of messages for the editor's log
COMPLETION_KINDS = {
    "file": 17,
    "alias": 18,
    "heading": 22,
    "block": 21,
    "topic": 9,
    "reason": 20,
    "property": 10,
    "value": 12,
    "tag": 14,
    "callout": 15,
    "section": 7,
}
SYMBOL_FILE, SYMBOL_STRING = 1, 15
AUTOMATIC = 2  # how code actions are asked for: nobody chose to
