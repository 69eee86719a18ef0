"""`check --add-ignore`: what is shown is suppressed, and nothing else about a note changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import write_files
from vaultlint.cli.main import main

CONFIG = 'sections = []\nlint.select = ["broken-link", "empty-note", "skipped-heading-level", "undecodable-file"]\n'
NOTES: dict[str, str | bytes] = {
    "list.md": "---\ntitle: x\n---\n\n- [[none]] and [[gone]]\r\n- text\n",
    "sub/heading.md": "# A\n\n### [[none]]\n",
    "sub/table.md": "| a |\n| --- |\n| [[none]] |\n",
    "sub/break.md": "[[none]]  \nmore\n",
    "sub/open.md": "[[none]]\n\n```text\ncode",
    "bytes.md": b"\xff [[none]]\n",
    "fine.md": "# Fine\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_files(tmp_path, {**NOTES, "vaultlint.toml": CONFIG}))
    return tmp_path


def texts(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in NOTES}


def test_every_finding_is_suppressed_and_no_line_is_lost(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = texts(folder)
    assert main(["check", "--add-ignore=to be written"]) == 1
    err = capsys.readouterr().err
    assert "bytes.md is left as it is" in err and "5 notes" in err
    after = texts(folder)
    assert after["list.md"] == before["list.md"].replace(
        b"[[gone]]\r", b"[[gone]] %% vaultlint-ignore broken-link: to be written %%\r"
    )
    for path in ("sub/heading.md", "sub/table.md", "sub/break.md"):
        assert b"%% vaultlint-ignore-file broken-link" in after[path]
    for path, data in before.items():
        kept = iter(after[path].splitlines())
        assert all(any(line in candidate for candidate in kept) for line in data.splitlines()), path
    main(["check", "--output-format", "concise"])
    assert {line.partition(":")[0] for line in capsys.readouterr().out.splitlines()} == {"bytes.md"}
    assert main(["undo"]) == 0
    assert texts(folder) == before


def test_only_what_is_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = texts(folder)
    assert main(["check", "--add-ignore", "list.md"]) == 0
    assert "%% vaultlint-ignore broken-link %%" in (folder / "list.md").read_text(encoding="utf-8")
    assert {path for path, data in texts(folder).items() if data != before[path]} == {"list.md"}
    assert "Suppressed 2 problems in 1 note;" in capsys.readouterr().err


@pytest.mark.parametrize("reason", ["a %% b", "a --> b", "a\nb"])
def test_reasons_that_would_end_the_comment(folder: Path, reason: str) -> None:
    before = texts(folder)
    assert main(["check", f"--add-ignore={reason}"]) == 2
    assert texts(folder) == before


def test_it_stands_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--add-ignore", "--since", "HEAD"]) == 2
    assert "cannot be combined with --since" in capsys.readouterr().err


def test_blanks_at_a_line_end_do_not_widen_the_comments_of_other_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = 'sections = []\nlint.select = ["broken-link", "trailing-space"]\n'
    monkeypatch.chdir(write_files(tmp_path, {"a.md": "See [[none]].\n\n> A quote.\n> \n", "vaultlint.toml": config}))
    assert main(["check", "--add-ignore"]) == 0
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert "See [[none]]. %% vaultlint-ignore broken-link %%\n" in text
    assert "%% vaultlint-ignore-file trailing-space %%\n" in text
    assert main(["check"]) == 0
