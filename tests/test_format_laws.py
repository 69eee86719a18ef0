"""Laws of the format and cjk rules: safe fixes leave what a note says, and a second pass finds nothing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers import TODAY, settings_for
from vaultlint.finding import Applicability
from vaultlint.fix.choose import Policy
from vaultlint.fix.rounds import fix_vault
from vaultlint.markdown.parse import parse_text
from vaultlint.markdown.rendering import events, render
from vaultlint.rules import RULES
from vaultlint.rules.rule import Rule
from vaultlint.vault.source import MemorySource

FORMATTERS = [rule for rule in RULES if rule.category in ("format", "cjk")]
FRONTS = st.sampled_from(
    [
        "",
        "",
        "",
        "- ",
        "* ",
        "-   ",
        "1.  ",
        "> ",
        "    ",
        "## ",
        "##",
        "```",
        "---",
        "***",
        "| a | b |",
        "| - | - |",
        "\t",
    ]
)
WORDS = st.sampled_from(
    [
        *(
            "中文",
            "abc",
            "，",
            "：",
            "。",
            "“",
            "”",
            "（",
            "）",
            " ",
            "  ",
            "年",
            "3",
            "10%",
            "C++",
            "１",
            "⼀",
            "\u00a0",
            "\u200b",
        ),
        *("**", "*", "_", "`", "[[甲|乙]]", "[x](y)", "#标", "https://a.b/中", "$x$", "，，", "~~"),
    ]
)
LINES = st.tuples(FRONTS, st.lists(WORDS, max_size=8).map("".join)).map("".join)
HEADS = st.sampled_from(["", "", "---\ntitle: 甲\n---\n", "---\n\ntitle: 甲\n---\n\n"])
NOTES = st.tuples(HEADS, st.lists(LINES, max_size=8), st.sampled_from(["\n", "\n", "\n\n", "\r\n"])).map(
    lambda parts: parts[0].replace("\n", "\r\n" if parts[2] == "\r\n" else "\n") + parts[2].join(parts[1]) + parts[2]
)


def fixed(text: str, rule: Rule) -> str:
    outcome = fix_vault(
        MemorySource({"Note.md": text}),
        settings_for(rule.name),
        Policy(Applicability.SAFE),
        show_info=True,
        today=TODAY,
    )
    assert outcome.restless == ()
    return next((change.after.decode() for change in outcome.changes), text)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.category in ("format", "cjk")], ids=lambda rule: rule.name
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=NOTES)
def test_safe_fixes(rule: Rule, text: str) -> None:
    after = fixed(text, rule)
    assert fixed(after, rule) == after
    if rule.category == "format" and rule.name != "heading-marker-space":
        assert render(events(body(after))).flow == render(events(body(text))).flow


def body(text: str) -> str:
    return text[parse_text("Note.md", text).body_start :]
