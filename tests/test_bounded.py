"""A note with very many findings of one rule: the first are listed, and the last of them says that there are more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from vaultlint.cli.main import main
from vaultlint.finding import Problem
from vaultlint.lint.bounded import MOST_LISTED, bounded

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


def test_suppressed_findings_hide_no_others(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    silent = "%% vaultlint-ignore invisible-character %%\n" + NOTES["own"]
    (vault / "n.md").write_text(f"{silent}\n字\u200b字\n", encoding="utf-8")
    main(["check", "--select", "invisible-character", "--output-format", "concise"])
    assert [line.split(":")[1] for line in capsys.readouterr().out.splitlines()] == ["4"]
