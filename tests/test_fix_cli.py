"""`vaultlint fix` and `check --fix` as a person uses them."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from vaultlint.cli.main import main

SETTINGS = 'sections = []\n[lint]\nselect = ["trailing-space", "heading-spacing", "skipped-heading-level"]\n'
A = "# 一 \n正文\n"
FIXED = "# 一\n\n正文\n"


class Result(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "vaultlint.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "a.md").write_text(A, encoding="utf-8")
    (tmp_path / "子").mkdir()
    (tmp_path / "子" / "b c.md").write_text("x \n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(vault: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*arguments: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = main(arguments)
        return Result(status, *capfd.readouterr())

    return call


def read(path: str) -> str:
    return Path(path).read_bytes().decode()


@pytest.mark.parametrize("command", [("fix",), ("check", "--fix")])
def test_fix_writes_and_reports_what_is_left(run: Run, command: tuple[str, ...]) -> None:
    Path("a.md").write_text(A + "\n### 三\n", encoding="utf-8")
    result = run(*command, "--output-format", "concise")
    assert (read("a.md"), read("子/b c.md")) == (FIXED + "\n### 三\n", "x\n")
    assert result.out.startswith("a.md:5:1: warning skipped-heading-level:")
    assert "Found 4 problems (3 fixed, 1 remaining).\n" in result.err
    assert result.status == 1


def test_a_second_fix_writes_nothing(run: Run) -> None:
    run("fix")
    before = os.stat("a.md")
    assert run("fix").status == 0
    assert (os.stat("a.md").st_mtime_ns, os.stat("a.md").st_ino) == (before.st_mtime_ns, before.st_ino)


def test_paths_narrow_what_is_edited(run: Run) -> None:
    run("fix", "子")
    assert (read("a.md"), read("子/b c.md")) == (A, "x\n")


@pytest.mark.parametrize("command", [("fix", "--diff"), ("check", "--diff"), ("check", "--fix", "--diff")])
def test_diff_writes_nothing_and_stands_alone(run: Run, command: tuple[str, ...]) -> None:
    Path("a.md").write_text(A + "\n### 三\n", encoding="utf-8")
    result = run(*command)
    assert read("a.md") == A + "\n### 三\n"
    assert "-# 一 \n+# 一\n+\n 正文\n" in result.out
    assert result.err == "Would fix 3 problems in 2 notes (1 would remain).\n"
    assert result.status == 1


@pytest.mark.parametrize(("terminal", "seen"), [(True, "-一␛[2J·\n"), (False, "-一\x1b[2J \n")])
def test_the_diff_cannot_move_the_cursor(run: Run, monkeypatch: pytest.MonkeyPatch, terminal: bool, seen: str) -> None:
    Path("a.md").write_text("一\x1b[2J \n", encoding="utf-8")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    monkeypatch.setenv("NO_COLOR", "1")
    assert seen in run("fix", "--diff").out


def test_the_diff_has_colours_on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.md").write_text("-- one  \n", encoding="utf-8")
    monkeypatch.setenv("FORCE_COLOR", "1")
    lines = run("fix", "--diff").out.splitlines()
    assert lines[:2] == ["\x1b[1m--- a/a.md\x1b[0m", "\x1b[1m+++ b/a.md\x1b[0m"]
    assert lines[3:5] == ["\x1b[1;31m--- one··\x1b[0m", "\x1b[32m+-- one\x1b[0m"]


def test_a_diff_of_nothing_says_so(run: Run) -> None:
    Path("a.md").write_text("### 三\n", encoding="utf-8")
    Path("子/b c.md").write_text("# 一\n\n### 三\n", encoding="utf-8")
    result = run("fix", "--diff")
    assert (result.out, result.err) == ("", "Nothing would be fixed (1 problem would remain).\n")


def test_the_diff_can_be_applied(run: Run, vault: Path) -> None:
    Path("crlf.md").write_bytes(b"a \r\nb\r\n")
    Path("end.md").write_bytes("a \n\u2028b".encode())
    diff = run("fix", "--diff").out
    subprocess.run(
        ["git", "apply", "-"], input=diff.encode(), check=True, env={**os.environ, "GIT_DIR": str(vault / "no")}
    )
    assert (read("a.md"), read("子/b c.md"), read("crlf.md")) == (FIXED, "x\n", "a\r\nb\r\n")
    assert read("end.md") == "a\n\u2028b"


def test_show_fixes(run: Run) -> None:
    lines = run("fix", "--show-fixes").err.splitlines()
    assert lines[:5] == [
        "Fixed 3 problems:",
        "- a.md:",
        "    1 × heading-spacing",
        "    1 × trailing-space",
        "- 子/b c.md:",
    ]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [((), 0), (("--exit-non-zero-on-fix",), 1), (("--diff",), 1), (("--diff", "--exit-zero"), 0)],
)
def test_exit_status(run: Run, arguments: tuple[str, ...], status: int) -> None:
    assert run("fix", *arguments).status == status
    if "--diff" not in arguments:
        assert run("fix", *arguments).status == 0


@pytest.mark.parametrize("arguments", [("--unfixable", "trailing-space"), ("--fixable", "heading-spacing")])
def test_fixable_and_unfixable(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("fix", *arguments).status == 1
    assert (read("a.md"), read("子/b c.md")) == ("# 一 \n\n正文\n", "x \n")


def test_an_unknown_rule_is_an_error(run: Run) -> None:
    result = run("fix", "--unfixable", "trailing-spaces")
    assert result.status == 2
    assert "trailing-space" in result.err
    assert read("a.md") == A


def test_stdin(run: Run) -> None:
    result = run("fix", "--stdin-filename", "a.md", "-", stdin="甲 \r\n\r\n# 二\r\n\r\n### 三\r\n".encode())
    assert result.out == "甲\r\n\r\n# 二\r\n\r\n### 三\r\n"
    assert "skipped-heading-level" in result.err
    assert read("a.md") == A
    assert result.status == 1


def test_stdin_without_anything_to_fix_comes_back(run: Run) -> None:
    result = run("fix", "--stdin-filename", "子/new.md", "-q", "-", stdin=b"x")
    assert result == Result(0, "x", "")


def test_stdin_outside_the_vault_is_an_error(run: Run) -> None:
    assert run("fix", "--root", ".", "--stdin-filename", "/elsewhere/x.md", "-", stdin=b"x").status == 2


def test_check_reads_a_note_from_stdin(run: Run) -> None:
    result = run("check", "--stdin-filename", "a.md", "--output-format", "concise", "-", stdin=b"x \n")
    assert result.out.startswith("a.md:1:2: warning trailing-space")


def test_what_is_staged_is_not_fixed(run: Run) -> None:
    assert run("fix", "--staged").status == 2
    assert read("a.md") == A


def test_a_note_that_cannot_be_written_is_named_and_still_reported(run: Run) -> None:
    os.chmod("a.md", 0o444)
    result = run("fix", "--output-format", "concise")
    assert "vaultlint: cannot write a.md: it is read-only\n" in result.err
    assert "a.md:1:4: warning trailing-space" in result.out
    assert "Found 3 problems (1 fixed, 2 remaining)." in result.err
    assert (result.status, read("子/b c.md")) == (2, "x\n")


def test_leftovers_are_removed_even_if_there_is_nothing_to_fix(run: Run) -> None:
    run("fix")
    Path("子/.vaultlint-tmp-4194305-0").write_text("x")
    assert run("fix").status == 0
    assert os.listdir("子") == ["b c.md"]


def test_suppressed_findings_are_not_fixed(run: Run) -> None:
    text = "%% vaultlint-ignore trailing-space %%\n文 \n"
    Path("a.md").write_text(text, encoding="utf-8")
    assert run("fix").status == 0
    assert read("a.md") == text


def test_a_refused_fix_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.bad_rules import replacing
    from vaultlint.rules import RULES

    bad = replacing("heading-spacing", "正文", "文")
    monkeypatch.setattr("vaultlint.lint.selection.RULES", tuple(bad if r.name == bad.name else r for r in RULES))
    result = run("fix")
    assert "vaultlint: a.md: a fix of heading-spacing not made: the note's text would have changed" in result.err
    assert "fixable" not in result.err
    assert read("a.md") == "# 一\n正文\n"


HARD = [
    "见[说明](我的Note v2.md#1.2 K8s实现)，又见【【我的Note v2】】。\n",
    "\n---\ntitle: _a_\ntags:\n- b\n---\n\nx \n",
    "$$\na\n+ b\n$$\n* c \n\n**甲：**乙**丙：**丁\n",
    "<%*\nlet a\n+ 1\n%>\n*  x\r\n",
]


@pytest.mark.parametrize("text", HARD)
def test_a_note_from_stdin_is_fixed_as_in_the_vault(run: Run, text: str) -> None:
    Path("vaultlint.toml").write_text('sections = []\n[lint]\nselect = ["all"]\n', encoding="utf-8")
    Path("我的Note v2.md").write_text("## 1.2 K8s实现\n", encoding="utf-8")
    Path("h.md").write_bytes(text.encode())
    shown = run("fix", "--stdin-filename", "h.md", "-", stdin=text.encode()).out
    run("fix", "h.md")
    assert shown == read("h.md")


CONFLICT = "# 题\n<<<<<<< HEAD\n* 我 \n=======\n* 他 \n>>>>>>> other\n尾 \n"


def test_a_note_in_conflict_is_reported_and_not_edited(run: Run) -> None:
    Path("vaultlint.toml").write_text('sections = []\n[lint]\nselect = ["all"]\n', encoding="utf-8")
    Path("k.md").write_text(CONFLICT, encoding="utf-8")
    result = run("fix", "--unsafe-fixes", "k.md", "--output-format", "json")
    assert read("k.md") == CONFLICT
    assert "conflict-marker" in result.out and '"applicability"' not in result.out


@pytest.mark.parametrize("options", [(), ("--select", "trailing-space")], ids=" ".join)
def test_what_check_has_found_is_not_looked_for_again(
    run: Run, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only notes of which something can be fixed are linted, and what comes of it is the same as without a store."""
    from vaultlint.fix.settle import FixingLinter, Settled

    linted: list[str] = []
    lint_all = FixingLinter.lint_all

    def counting(self: FixingLinter, files: Sequence[tuple[str, bytes]]) -> list[Settled]:
        linted.extend(path for path, _ in files)
        return lint_all(self, files)

    monkeypatch.setattr(FixingLinter, "lint_all", counting)
    Path("Good.md").write_text("# Good\n\nText, and a [[Good]].\n", encoding="utf-8")
    fresh = run("fix", "--diff", "--show-fixes", *options)
    assert {"a.md", "Good.md"} < set(linted)
    linted.clear()
    run("check", *options)
    known = run("fix", "--diff", "--show-fixes", *options)
    assert "Good.md" not in linted
    assert "a.md" in linted
    assert known.out == fresh.out != ""
    run("fix", *options)
    run("check", *options)
    linted.clear()
    assert not run("fix", "--diff", *options).out
    assert not linted
