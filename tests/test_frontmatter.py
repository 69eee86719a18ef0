"""Reading properties: places, types, the fast path, and hostile input."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers import assert_linear
from vaultlint.markdown.elements import Frontmatter, YamlError
from vaultlint.markdown.frontmatter import read_frontmatter
from vaultlint.markdown.plain_properties import plain_type, read_plain
from vaultlint.markdown.properties_block import find_block
from vaultlint.markdown.properties_handler import PropertiesHandler
from vaultlint.markdown.yaml_properties import read_yaml


def read(text: str) -> Frontmatter:
    found = read_frontmatter(text)
    assert found is not None
    return found


def block(yaml: str) -> Frontmatter:
    return read(f"---\n{yaml}\n---\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: 1\n---\n", (0, 4, 9, 12)),
        ("---\n---\n", (0, 4, 4, 7)),
        ("---\n---", (0, 4, 4, 7)),
        ("\ufeff---\na: 1\n---\n", (1, 5, 10, 13)),
        ("---  \r\na: 1\r\n---\t\r\n", (0, 7, 13, 17)),
        ("---\ra: 1\r---\r", (0, 4, 9, 12)),
        ("---\na: 1\n ---\n---", (0, 4, 14, 17)),
        ("---\na: 1\n--- x\n----\n", None),
        ("---\na: 1\n", None),
        ("----\na: 1\n---\n", None),
        ("--- #\na: 1\n---\n", None),
        ("---", None),
        ("\n---\na: 1\n---\n", None),
        ("", None),
    ],
)
def test_fences(text: str, expected: tuple[int, int, int, int] | None) -> None:
    assert find_block(text) == expected


@pytest.mark.parametrize(
    ("yaml", "key", "shape", "values"),
    [
        ("a: b # c", "a", "scalar", [("b", "text", "b")]),
        ("a: 'it''s'", "a", "scalar", [("it's", "text", "'it''s'")]),
        ("a: 😀x\nb: y", "b", "scalar", [("y", "text", "y")]),
        ("a:\n- x\n- 2\n# c\n", "a", "list", [("x", "text", "x"), ("2", "number", "2")]),
        ("a: [x, 'y', true]", "a", "list", [("x", "text", "x"), ("y", "text", "'y'"), ("true", "checkbox", "true")]),
        ("a:", "a", "scalar", [("", "empty", "")]),
        ("a: ~", "a", "scalar", [("~", "empty", "~")]),
        ("a: {b: c}", "a", "map", []),
        ("a: !!str 12", "a", "scalar", [("12", "text", "12")]),
        ("a: &x !foo 12", "a", "scalar", [("12", "text", "12")]),
        ("a: !!python/object/apply:os.system [x]", "a", "list", [("x", "text", "x")]),
        ("a: &x [1]\nb: *x", "b", "list", [("1", "number", "1")]),
        ("a: &x y\nb: *x", "b", "scalar", [("y", "text", "*x")]),
        ("a: x\u2028y", "a", "scalar", [("x\u2028y", "text", "x\u2028y")]),
        ("\ufeffa: x\nb: y", "b", "scalar", [("y", "text", "y")]),
        ("b: \uf8f1\x85", "b", "scalar", [("\u2028\x85", "text", "\uf8f1\x85")]),
        ("a: 1\na: 2", "a", "scalar", [("2", "number", "2")]),
        ("<<: {a: 1}", "<<", "map", []),
        ("标题: 一\r\n日期: 2026-13-40\r", "日期", "scalar", [("2026-13-40", "date", "2026-13-40")]),
    ],
)
def test_values(yaml: str, key: str, shape: str, values: list[tuple[str, str, str]]) -> None:
    text = f"---\n{yaml}\n---\n"
    prop = read(text).get(key)
    assert prop is not None
    assert text[prop.key_start : prop.key_end] == key
    found = [(value.text, value.type, text[value.start : value.end]) for value in prop.values]
    assert (prop.shape, found) == (shape, values)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("no", "text"), ("on", "text"), ("yes", "text"), ("12:30", "text"), ("12:30:45", "text"), ("1_000", "text"),
        ("0b1", "text"), ("=", "text"), ("1.2.3", "text"), ("2026-1-2", "text"), ("v1", "text"), (".", "text"),
        ("012", "number"), ("-1.5e3", "number"), (".5", "number"), ("0x1F", "number"), ("0o17", "number"),
        (".inf", "number"),
        ("True", "checkbox"), ("false", "checkbox"), ("", "empty"), ("~", "empty"), ("NULL", "empty"),
        ("2026-02-30", "date"), ("2026-02-22T10:00:00Z", "datetime"), ("2026-02-22 10:00", "datetime"),
    ],
)  # fmt: skip
def test_types_of_plain_values(value: str, expected: str) -> None:
    assert plain_type(value) == expected


@pytest.mark.parametrize(
    ("yaml", "place", "message"),
    [
        ("title: a: b", "b", "mapping values are not allowed"),
        ("a: 1\ntitle: @x", "@x", "cannot start any token"),
        ("\ta: 1", "\ta: 1", "cannot start any token"),
        ('title: "a', '"a', "quoted scalar"),
        ("a: [1", "", "flow sequence"),
        ("a: *nowhere", "*nowhere", "undefined alias"),
        ("- a\n- b", "- a\n- b", "this is a list"),
        ("only text", "only text", "a single value"),
        ("a: \x00", "\x00", "U+0000"),
        ("中: \x1b[0m", "\x1b", "U+001B"),
    ],
)
def test_errors_name_the_place(yaml: str, place: str, message: str) -> None:
    text = f"---\n{yaml}\n---\n"
    error = read(text).error
    assert error is not None
    assert message in error.message
    assert place in text[error.context if error.context >= 0 else error.start : error.end]
    assert 4 <= error.start < error.end <= 4 + len(yaml) + 1


_LAUGHS = "\n".join(f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 9) if i else 'lol'}]" for i in range(30))


@pytest.mark.parametrize(
    "yaml",
    [
        lambda n: "- " * (12_500 * n) + "x",
        lambda n: "? " * (12_500 * n) + "x",
        lambda n: "a: " + "[" * (12_500 * n),
        lambda n: "a: " + "{a: " * (6_250 * n),
        lambda n: "\n".join(" " * depth + "a:" for depth in range(125 * n)),
        lambda n: "\n".join("  " * depth + "- - - - - - - - - - - - a:" for depth in range(25 * n)),
        lambda n: "a: &b [" + "x, " * (1_250 * n) + "]\n" + "\n".join(f"k{i}: *b" for i in range(1_250 * n)),
        lambda n: "---" * (12_500 * n),
        lambda n: "a: b" + " " * (25_000 * n) + "# c",
        lambda n: "k" * (62_500 * n),
        lambda n: "a: " + "x:" * (25_000 * n),
        lambda n: "a: " + "b c " * (25_000 * n) + "\x00",
        lambda n: "\n".join(f'k{i}: "v"' for i in range(7_500 * n)),
        lambda n: "\n".join(f"k{i}:\n  - v" for i in range(1_000 * n)),
    ],
)
def test_long_hostile_blocks_cost_little(yaml: Callable[[int], str]) -> None:
    def work(size: int) -> None:
        block(yaml(size))
        read_frontmatter("---\n" + yaml(size))

    assert_linear(work)


@pytest.mark.parametrize(
    "yaml",
    [
        _LAUGHS,
        "a: &a [*a, *a]",
        "{{title}}",
        "title: {{title}}\ndate: {{date}}",
        "? [a]\n: b\n? {c: d}\n: e",
        "a: %tag\n%YAML 9.9",
        "a: &\nb: *\nc: !",
        "a: !<tag:yaml.org,2002:python/name:os.system> x",
        "\x85\u2028\u2029\ufeff: \ufeff",
        "a: ''' \"\\",
    ],
)
def test_hostile_blocks_raise_nothing(yaml: str) -> None:
    block(yaml)
    read_frontmatter("---\n" + yaml)


def test_a_deep_block_is_refused() -> None:
    assert "100 deep" in getattr(block("- " * 5000 + "x").error, "message", "")


def test_many_brackets_that_are_not_deep_are_fine() -> None:
    assert len(block("a:\n" + '  - "[[A]]"\n' * 500).properties[0].values) == 500


def test_the_handler_splits_and_loads() -> None:
    handler = PropertiesHandler()
    assert handler.detect("---\na: 1\n---\nx")
    assert handler.split("---\na: 1\n---\nx") == ("a: 1\n", "\nx")
    assert [prop.key for prop in handler.load("a: 1\n")] == ["a"]
    with pytest.raises(ValueError, match="does not open"):
        handler.split("x")


_CHARACTERS = st.sampled_from("ab1 0-:#\"'\\中，（.?!@&*[]{}|>%~\t\r\u3000\xa0\x85\u2028\ufeff\x00😀")
_WORDS = st.one_of(
    st.text(_CHARACTERS, max_size=8), st.sampled_from(["true", "2026-01-02", "12:30", "", "http://a.b/c#d"])
)
_VALUES = st.one_of(_WORDS, _WORDS.map(lambda word: f'"{word}"'), _WORDS.map(lambda word: f"'{word}'"))
_KEYS = st.one_of(
    _WORDS, st.text(st.sampled_from("ab1中 （-/.:"), min_size=1, max_size=4), st.sampled_from(["标题", "a b"])
)
_ENDS = st.sampled_from(["\n", " \n", "\r\n", "\n\n", "\n  - x\n"])
_ITEMS = st.tuples(st.sampled_from(["- ", "  - ", " -  ", "  -"]), _VALUES, _ENDS).map("".join)
_LISTS = st.tuples(
    _KEYS, st.sampled_from([":\n", ": \n", ":\n\n"]), st.lists(_ITEMS, min_size=1, max_size=3).map("".join)
)
_ENTRIES = st.tuples(_KEYS, st.sampled_from([": ", ":", ":  "]), _VALUES, _ENDS).map("".join) | _LISTS.map("".join)


@settings(deadline=None)
@given(st.lists(_ENTRIES, max_size=4).map("".join))
def test_the_fast_path_reads_what_yaml_reads(yaml: str) -> None:
    plain = read_plain(yaml, 0, len(yaml))
    assert plain is None or plain == read_yaml(yaml)


@pytest.mark.parametrize(
    "yaml",
    [
        "a:\n  - x\n  - https://a.b/c\n\n  - 2026-01-02\nb: 1\n",
        'a:\r\n- "say \\"yes\\""\r\n- "C:\\\\x"\r\n',
        'a: "one \\\\ and \\""\nb:\n -   x  \n',
    ],
)
def test_plain_lists_and_quotes_in_quotes_need_no_yaml(yaml: str) -> None:
    plain = read_plain(yaml, 0, len(yaml))
    assert plain is not None
    assert plain == read_yaml(yaml)


@settings(deadline=None)
@given(st.text(st.one_of(_CHARACTERS, st.just("\n"))))
def test_no_text_raises(text: str) -> None:
    loaded = read_yaml(text)
    if isinstance(loaded, YamlError):
        assert 0 <= loaded.start <= loaded.end <= max(len(text), 1)
        return
    for prop in loaded:
        assert 0 <= prop.key_start <= prop.key_end <= len(text)
        assert all(0 <= value.start <= value.end <= len(text) for value in prop.values)
