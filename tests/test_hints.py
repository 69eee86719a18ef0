"""What is said of commands, paths, rules and lists that are not what they were meant to be."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.helpers import write_files
from vaultlint.cli.main import COMMANDS, main
from vaultlint.config.errors import ConfigError
from vaultlint.config.toml import parse_toml
from vaultlint.report.columns import columns
from vaultlint.rules import CATEGORIES, RULES


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {"vaultlint.toml": "sections = []\n", "Pots/Samovar.md": "# A\n\n[[none]]\n", "Start.md": "text\n"}
    monkeypatch.chdir(write_files(tmp_path, files))
    return tmp_path


def failed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err.removeprefix("vaultlint: ").rstrip("\n")


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ("chekc", "there is no command `chekc`: did you mean `check`?"),
        ("baselin", "there is no command `baselin`: did you mean `baseline`?"),
        ("lint Pots", "there is no command `lint`: did you mean `vaultlint check`?"),
        ("help", "there is no command `help`: did you mean `vaultlint --help`?"),
        ("help fix", "there is no command `help`: did you mean `vaultlint fix --help`?"),
        ("Pots", "there is no command `Pots`: did you mean `vaultlint check Pots`?"),
        ("zzz", "there is no command `zzz`: `vaultlint --help` lists them"),
        ("check Start", "there is no file or folder Start: did you mean `Start.md`?"),
        ("check start.md", "there is no file or folder start.md: did you mean `Start.md`?"),
        ("check Pots/Samover", "there is no file or folder Pots/Samover: did you mean `Pots/Samovar.md`?"),
        ("fix Pot/", "there is no file or folder Pot/: did you mean `Pots`?"),
        ("check no/where", "there is no file or folder no/where"),
        ("rule lnks", "there is no rule `lnks`: did you mean `links`?"),
    ],
)
def test_hints(folder: Path, capsys: pytest.CaptureFixture[str], arguments: str, hint: str) -> None:
    assert failed(capsys, *arguments.split()) == hint


def test_suppressions_have_the_same_hint(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("Start.md").write_text("%% vaultlint-ignore brokn-link %%\n", encoding="utf-8")
    assert main(["check", "Start.md", "--output-format", "concise"]) == 1
    assert "there is no rule `brokn-link`: did you mean `broken-link`?" in capsys.readouterr().out


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_category_lists_its_rules(capsys: pytest.CaptureFixture[str], category: str) -> None:
    assert main(["rule", category]) == 0
    lines = capsys.readouterr().out.partition("\n\n")[0].splitlines()
    assert lines[0] == category
    named = [line.split()[0] for line in lines[1:] if line[2] != " "]
    assert named == [rule.name for rule in RULES if rule.category == category]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_table_fits_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert main(["rule"]) == 0
    table = capsys.readouterr().out.rpartition("\n\n")[0].splitlines()
    assert max(map(columns, table)) <= min(max(width, 73), 100)


def test_help_is_grouped_and_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert "Check and repair:\n  check" in text
    assert all(f"\n  {name} " in text for name in COMMANDS)
    assert "Others:" not in text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('a = ["x", "y"\nb = 1\n', (1, 5)),
        ('[lint]\nselect = [\n  "x",\n  "y"\n\n[topics]\n', (2, 10)),
        ('exclude = ["a"\n', (1, 11)),
        ("a = [\n 'x]', # ]\n", (1, 5)),
        ("标题 = [1, [2]\n[[note-types]]\n", (1, 6)),
        ("a = [ 'x',\n摘要 = 3\n", (1, 5)),
    ],
)
def test_an_unclosed_list_is_named_where_it_begins(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_toml(text, "f")
    (mistake,) = caught.value.mistakes
    assert (mistake.line, mistake.column) == place
    assert "this list is not closed" in mistake.message


@pytest.mark.parametrize("text", ['a = ["x" "y"]\n', "a = b\n", 'a = "x\n', "a = [1, b]\n"])
def test_other_mistakes_are_no_unclosed_lists(text: str) -> None:
    with pytest.raises(ConfigError, match="this is not valid TOML"):
        parse_toml(text, "f")


@pytest.mark.parametrize(("command", "status"), [("check", 1), ("fix", 1)])
def test_a_dash_reads_the_standard_input(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, command: str, status: int
) -> None:
    (folder / "vaultlint.toml").write_text('sections = []\nlint.extend-select = ["trailing-space"]\n')
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"# A \n\n[[none]]\n")))
    assert main([command, "-"]) == status
    out, err = capfdbinary.readouterr()
    assert b"stdin.md:3:3" in out + err
    assert (out == b"# A\n\n[[none]]\n") is (command == "fix")
