"""`vaultlint rule`, and the pages on a terminal."""

from __future__ import annotations

import json

import pytest

from vaultlint.cli.main import main
from vaultlint.report.columns import columns
from vaultlint.report.rule_pages import rule_page
from vaultlint.report.terminal_markdown import render_markdown, wrapped
from vaultlint.rules import RULES

PAGE = """\
# a-rule

One `code` and **bold** with [a link](x.md), 中文也要换行，标点不在行首。

- item one that is long enough to be wrapped
- two

| option | meaning |
| --- | --- |
| `a` | with \\| in it |

```md Some note.md
[[x]] **stays**
```
"""
SHOWN = """\
a-rule

One `code` and bold with a
link, 中文也要换行，标点不在
行首。

- item one that is long
  enough to be wrapped
- two

  option  meaning
  `a`     with | in it

    Some note.md
    [[x]] **stays**
"""


def test_rendering() -> None:
    assert render_markdown(PAGE, 28, color=False) == SHOWN


def test_a_table_that_is_too_wide_becomes_entries() -> None:
    table = (
        "| option | type | meaning |\n| --- | --- | --- |\n| `some-long-name` | list of things | what it says here |\n"
    )
    assert render_markdown(table, 44, color=False).splitlines() == [
        "  `some-long-name`",
        "      type: list of things",
        "      what it says here",
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_page_fits_the_terminal_and_loses_nothing(rule) -> None:  # type: ignore[no-untyped-def]
    text = render_markdown(rule_page(rule), 80, color=False)
    assert "```" not in text.split("\nBad\n")[0]
    for heading in ("Bad", "Good"):
        assert (f"\n{heading}\n" in text) is (f"## {heading}\n" in rule.page)
    assert all(line in text for line in (rule.example("Good").splitlines() if "## Good" in rule.page else ()))


def test_wrapping_keeps_every_word() -> None:
    text = "a `code with spaces` 中文，" * 20
    lines = wrapped(text, 30)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(columns, lines)) <= 30


def test_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "orphan-note"]) == 0
    assert capsys.readouterr().out.startswith("orphan-note\n\nA note that no other note links to.\n")


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule"]) == 0
    table = capsys.readouterr().out.rpartition("\n\n")[0].splitlines()
    named = [line.split()[0] for line in table if line[:2] == "  " and line[2] != " "]
    assert named == [rule.name for rule in RULES]


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "--output-format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows] == [rule.name for rule in RULES]
    assert main(["rule", "orphan-note", "--output-format", "json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["category"], row["severity"], row["default"], row["fix"]) == ("graph", "info", False, None)
    assert row["options"][0]["name"] == "allow"


@pytest.mark.parametrize(
    ("name", "hint"),
    [("orphan-ntoe", "did you mean `orphan-note`?"), ("x\x1b[31m", "`x\\x1b[31m`: `vaultlint rule` lists them")],
)
def test_unknown_rule(capsys: pytest.CaptureFixture[str], name: str, hint: str) -> None:
    assert main(["rule", name]) == 2
    out, err = capsys.readouterr()
    assert out == "" and hint in err and "\x1b" not in err
