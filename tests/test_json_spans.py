"""JSON with places: the same values as Python's reader, and every character where it stands in the file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from vaultlint.markdown.json_spans import JsonError, JsonNode, Places, quoted, read_json


def plain(node: JsonNode | JsonError) -> Any:
    assert isinstance(node, JsonNode)
    if node.kind == "object":
        return {key.text: plain(value) for key, value in node.members}
    if node.kind == "array":
        return [plain(item) for item in node.items]
    return node.text if node.kind == "string" else json.loads(node.text)


@pytest.mark.parametrize(
    "text",
    [
        '{"nodes":[{"id":"1","text":"a\\nb","styleAttributes":{"shape":null}}],"edges":[]}',
        '\t{\n  "a" : [1, -2.5e3, true, false, null, [], {}, [[]]]\r\n}\n',
        '"\\u00e9 \\ud83c\\udf75 \\u0041\\/ \\"q\\" \\\\ \\t"',
        '["泡茶 🍵", "e\u0301", ""]',
        "12",
        '{"a": 1, "a": 2}',
    ],
)
def test_the_same_values_as_json(text: str) -> None:
    assert plain(read_json(text)) == json.loads(text)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("", 0),
        ("{", 1),
        ('{"a" 1}', 5),
        ("{'a': 1}", 1),
        ('{"a": 1,}', 8),
        ("[1,]", 3),
        ("[1 2]", 3),
        ('["a\nb"]', 1),
        ('["\\x"]', 1),
        ("[01]", 2),
        ("truely", 0),
        ("{} {}", 3),
        ("[}", 1),
        ('{"a":1]', 6),
        ("\x00", 0),
    ],
)
def test_what_is_no_json_is_said_where(text: str, start: int) -> None:
    error = read_json(text)
    assert isinstance(error, JsonError)
    assert error.start == start


def test_deep_nesting_is_refused_and_long_input_is_not() -> None:
    assert isinstance(read_json("[" * 100_000), JsonError)
    assert isinstance(read_json('{"a":' * 100_000), JsonError)
    found = read_json("[" + ",".join(['"text"'] * 50_000) + "]")
    assert isinstance(found, JsonNode)
    assert len(found.items) == 50_000


def test_the_last_of_repeated_keys_counts() -> None:
    node = read_json('{"file": "a.md", "file": "b.md"}')
    assert isinstance(node, JsonNode)
    value = node.string("file")
    assert value is not None
    assert value.text == "b.md"
    assert node.string("text") is None
    assert node.array("file") == ()


def test_characters_of_a_value_are_found_in_the_file() -> None:
    text = '["a\\n[[\\u8336]] \\ud83c\\udf75!\\"", 1]'
    node = read_json(text)
    assert isinstance(node, JsonNode)
    value, places = node.items[0], Places(text, node.items[0])
    assert value.text == 'a\n[[茶]] 🍵!"'
    written = [text[places.offset(index) : places.offset(index + 1)] for index in range(len(value.text))]
    assert written == ["a", "\\n", "[", "[", "\\u8336", "]", "]", " ", "\\ud83c\\udf75", "!", '\\"']
    assert text[places.offset(len(value.text))] == '"'


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    node = read_json('"\\ud83c\\u0041\\udf75"')
    assert isinstance(node, JsonNode)
    assert node.text == "\ufffdA\ufffd"


def test_quoting_is_undone_by_reading() -> None:
    text = '泡茶 "x" \\ \n e\u0301'
    assert plain(read_json(quoted(text))) == text
