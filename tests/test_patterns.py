"""The vault's own patterns: which of them run, and that the cheap look before the search loses nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import assert_linear, lint
from vaultlint.config.load import settings_from_text
from vaultlint.lint.selection import Selection
from vaultlint.rules.content._literals import needed_literals

CONFIG = """
[[patterns]]
name = "no-foo"
pattern = 'foo'
[[patterns]]
name = "no-bar"
pattern = 'bar'
severity = "info"
"""
NOTE = {"Note.md": "foo bar\n"}


@pytest.mark.parametrize(
    ("lint_table", "expected"),
    [
        ("", {"no-foo"}),
        ("select = ['patterns']", {"no-foo"}),
        ("select = ['content']", {"no-foo"}),
        ("select = ['no-bar']", {"no-bar"}),
        ("select = ['graph']", set()),
        ("select = ['graph']\nextend-select = ['no-foo']", {"no-foo"}),
        ("select = ['content']\nignore = ['no-foo']", set()),
        ("ignore = ['patterns']", set()),
        ("severity = { no-bar = 'error' }", {"no-foo", "no-bar"}),
    ],
)
def test_patterns_are_selected_like_rules(lint_table: str, expected: set[str]) -> None:
    settings = settings_from_text(f"[lint]\n{lint_table}\n{CONFIG}")
    assert {pattern.name for pattern in Selection(settings).patterns} == expected
    assert Selection(settings, show_info=True).patterns or not expected


def test_findings_carry_the_patterns_name_and_severity() -> None:
    settings = settings_from_text(f"[lint]\nselect = ['patterns']\nseverity = {{ no-foo = 'error' }}\n{CONFIG}")
    found = [(finding.rule, finding.severity.word) for finding in lint(NOTE, settings).findings]
    assert found == [("no-foo", "error"), ("no-bar", "info")]


def test_a_note_type_switches_a_pattern_off() -> None:
    note_type = "[[note-types]]\nname = 'a'\npaths = ['**']\noff = ['no-foo']\n"
    settings = settings_from_text(f"[lint]\nselect = ['patterns']\n{note_type}{CONFIG}")
    assert [finding.rule for finding in lint(NOTE, settings).findings] == ["no-bar"]


def test_a_suppression_of_a_pattern_that_matches_nothing_is_unused() -> None:
    settings = settings_from_text(f"[lint]\nselect = ['patterns', 'vaultlint']\n{CONFIG}")
    note = {"Note.md": "%% vaultlint-ignore no-foo %%\nnothing\n\n%% vaultlint-ignore no-baz %%\nx\n"}
    assert [finding.rule for finding in lint(note, settings).findings] == ["unused-suppression", "unknown-rule"]


LITERALS = [
    ("跳至主要内容|返回主菜单", ("跳至主要内容", "返回主菜单")),
    (r"^登录$", ("登录",)),
    (r"正文（|（提取）", ("正文（", "（提取）")),
    (r"foo\.bar+", ("foo.bar",)),
    (r"ab?cd", ("cd",)),
    (r"ab{0,2}cde", ("cde",)),
    (r"(foo|bar)baz", ("baz",)),
    (r"[abc]def[^\]x]", ("def",)),
    (r"foo|\d+", ()),
    (r"(?i)foo", ()),
    (r"(?x) foo", ()),
    (r"(?i:foo)bar", ()),
    (r"(?!foo)", ()),
    (r"", ()),
]


@pytest.mark.parametrize(("pattern", "expected"), LITERALS)
def test_literals(pattern: str, expected: tuple[str, ...]) -> None:
    assert needed_literals(pattern, ignore_case=False) == expected


def test_without_regard_to_case_only_letters_without_case_help() -> None:
    assert needed_literals("目录", ignore_case=True) == ("目录",)
    assert needed_literals("Foo", ignore_case=True) == ()


PIECES = st.sampled_from(
    ["a", "b", "中", r"\.", ".", "[ab]", "[^]a]", "(a|b)", "(?:中b)?", "|", "*", "?", "{0,1}", "^", "$", r"\b"]
)


@given(st.lists(PIECES, max_size=6).map("".join), st.text("ab中.]", max_size=8), st.booleans())
def test_what_matches_holds_one_of_the_literals(pattern: str, text: str, ignore_case: bool) -> None:
    try:
        regex = re.compile(pattern, re.IGNORECASE if ignore_case else re.NOFLAG)
    except re.error:
        return
    literals = needed_literals(pattern, ignore_case)
    if regex.search(text) and literals:
        assert any(literal in text for literal in literals)


def test_a_long_note_full_of_masked_matches_takes_linear_time() -> None:
    settings = settings_from_text(f"[lint]\nselect = ['no-foo']\n{CONFIG}")
    assert_linear(lambda size: lint({"Note.md": "`foo` text\n" * (2_500 * size)}, settings))
