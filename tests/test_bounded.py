"""A note with very many findings of one rule: the first are listed, and the last of them says that there are more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.helpers import lint, settings_for
from vaultlint.cli.main import main
from vaultlint.finding import Problem
from vaultlint.lint.bounded import MOST_LISTED, bounded
from vaultlint.workspace.rows import pack_findings, unpack_findings

if TYPE_CHECKING:
    from pathlib import Path

MORE = "there are more"
NOTES = {"own": "字\u200b" * (MOST_LISTED + 10) + "\n", "vault": "[[无]] " * (MOST_LISTED + 10) + "\n"}
RULES = {"own": "invisible-character", "vault": "broken-link"}


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_are_left_as_they_are(count: int) -> None:
    problems = [Problem(place, place + 1, "odd") for place in range(count)]
    assert bounded(iter(problems), 2) == problems


def test_the_last_of_many_says_so() -> None:
    first, last = bounded((Problem(place, place + 1, "odd") for place in range(9)), 2)
    assert (str(first.message), last.start) == ("odd", 1)
    assert MORE in str(last.message)


@pytest.mark.parametrize("kind", NOTES)
def test_a_list_is_bounded_in_every_format(kind: str, vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (vault / "n.md").write_text(NOTES[kind], encoding="utf-8")
    main(["check", "--select", RULES[kind], "--output-format", "concise"])
    lines = capsys.readouterr().out.splitlines()
    assert (len(lines), sum(MORE in line for line in lines)) == (MOST_LISTED, 1)
    main(["check", "--select", RULES[kind], "--output-format", "json"])
    messages = [finding["message"] for finding in json.loads(capsys.readouterr().out)]
    assert (len(messages), sum(MORE in message for message in messages)) == (MOST_LISTED, 1)


@pytest.mark.parametrize("kind", NOTES)
def test_suppressed_findings_hide_no_others(kind: str, vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    silent = f"%% vaultlint-ignore {RULES[kind]} %%\n{NOTES[kind]}"
    (vault / "n.md").write_text(f"{silent}\n字\u200b字 [[无]]\n", encoding="utf-8")
    main(["check", "--select", RULES[kind], "--output-format", "concise"])
    assert [line.split(":")[1] for line in capsys.readouterr().out.splitlines()] == ["4"]


def test_what_a_plugin_writes_hides_no_others(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (vault / "n.md").write_text(f"%% Begin list %%\n{NOTES['vault']}\n%% End list %%\n\n[[无]]\n", encoding="utf-8")
    main(["check", "--select", "broken-link", "--output-format", "concise"])
    assert [line.split(":")[1] for line in capsys.readouterr().out.splitlines()] == ["6"]


def test_findings_in_one_long_line_repeat_none_of_it() -> None:
    found = lint({"n.md": "[[无]] " * 2000 + "\n"}, settings_for("broken-link")).findings
    data = pack_findings(found)
    assert len(data) < 2000 * 400 < sum(len(finding.source) for finding in found)
    assert unpack_findings("n.md", data) == list(found)
