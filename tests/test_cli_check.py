"""`vaultlint check` as a person uses it: options, exit status, what goes where."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.helpers import write_files
from vaultlint.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """\
sections = []
exclude = ["old/"]

[[patterns]]
name = "no-x"
pattern = "X"
message = "no X here"
replacement = "Y"

[[patterns]]
name = "no-z"
pattern = "Z"
message = "no Z here"
severity = "error"
"""
NOTES = {"a.md": "X\n", "dir/b.md": "X and Z\n", "dir/c.md": "fine\n", "old/d.md": "X\n"}


class Result(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("FORCE_COLOR", "NO_COLOR", "COLUMNS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(variable, raising=False)
    root = write_files(tmp_path / "vault", {"vaultlint.toml": CONFIG, **NOTES})
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def check(vault: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def run(*arguments: str) -> Result:
        status = main(["check", "--select", "patterns", *arguments])
        return Result(status, *capsys.readouterr())

    return run


def process(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "vaultlint", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, env={**os.environ, **environment}, timeout=60)


LINES = """\
a.md:1:1: warning no-x: no X here
dir/b.md:1:1: warning no-x: no X here
dir/b.md:1:7: error no-z: no Z here
"""


def test_findings_on_stdout_and_summary_on_stderr(check) -> None:  # type: ignore[no-untyped-def]
    result = check("--output-format", "concise")
    assert (result.status, result.out) == (1, LINES)
    lines = result.err.splitlines()
    assert lines[0].startswith("Found 3 problems (1 error, 2 warnings) in 2 of 3 notes (")
    assert lines[1:] == ["[*] 2 fixable with `vaultlint fix --unsafe-fixes`.", "Left out: 1 note by `exclude`."]


@pytest.mark.parametrize(
    ("arguments", "status", "lines"),
    [
        (["a.md"], 1, 1),
        (["dir"], 1, 2),
        (["dir/"], 1, 2),
        (["."], 1, 3),
        (["dir/c.md"], 0, 0),
        (["dir/c.md", "a.md"], 1, 1),
        (["--severity", "error"], 1, 1),
        (["--severity", "error", "a.md"], 0, 0),
        (["--fail-on", "error"], 1, 3),
        (["--fail-on", "error", "a.md"], 0, 1),
        (["--fail-on", "never"], 0, 3),
        (["--exit-zero"], 0, 3),
        (["--config", "lint.fail-on = 'never'"], 0, 3),
        (["--config", "exclude = []"], 1, 4),
    ],
)
def test_what_is_reported(check, arguments: list[str], status: int, lines: int) -> None:  # type: ignore[no-untyped-def]
    result = check("--output-format", "concise", *arguments)
    assert (result.status, len(result.out.splitlines())) == (status, lines), result.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.md"], "there is no file or folder nowhere.md"),
        ([".."], "lies outside the vault"),
        (
            ["--select", "orphan-ntoe"],
            "--select: there is no rule or category `orphan-ntoe`: did you mean `orphan-note`?",
        ),
        (["--ignore", "qqqq"], "--ignore: there is no rule or category `qqqq`: `vaultlint rule` lists them"),
        (["--extend-select", "grahp"], "did you mean `graph`?"),
        (["--config", "lint.fail-onn = 'x'"], "fail-on"),
        (["--config", "gone.toml"], "gone.toml"),
        (["--output-format", "xml"], "xml"),
        (["--fail-on", "fatal"], "fatal"),
        (["--output-file", "no/such/folder/x"], "cannot write no/such/folder/x"),
        (["--no-such-option"], "--no-such-option"),
    ],
)
def test_what_cannot_be_done(check, arguments: list[str], message: str) -> None:  # type: ignore[no-untyped-def]
    root = ["--root", "."] if arguments == [".."] else []
    result = check(*root, *arguments)
    assert (result.status, result.out) == (2, "")
    assert message in result.err


def test_quiet_prints_findings_only(check) -> None:  # type: ignore[no-untyped-def]
    assert check("-q", "--output-format", "concise") == (1, LINES, "")


def test_output_file(check, vault: Path) -> None:  # type: ignore[no-untyped-def]
    assert check("--output-format", "concise", "--output-file", "report.txt").out == ""
    assert (vault / "report.txt").read_text(encoding="utf-8") == LINES


def test_all_is_fine(check) -> None:  # type: ignore[no-untyped-def]
    assert check("--ignore", "patterns").err.startswith("All 3 notes are fine (")


def test_statistics(check) -> None:  # type: ignore[no-untyped-def]
    assert check("--statistics").out == "2  [-]  warning  no-x\n1  [ ]  error    no-z\n"
    counts = json.loads(check("--statistics", "--output-format", "json").out)
    assert [(row["code"], row["count"], row["unsafe_fixable"]) for row in counts] == [("no-x", 2, 2), ("no-z", 1, 0)]


def test_show_files(check) -> None:  # type: ignore[no-untyped-def]
    assert check("--show-files").out == "a.md\ndir/b.md\ndir/c.md\n"
    assert check("--show-files", "dir/c.md").out == "dir/c.md\n"


def test_verbose_and_timings(check, vault: Path) -> None:  # type: ignore[no-untyped-def]
    err = check("--verbose", "--timings").err
    assert f"Root: {vault}\nConfiguration: " in err and "linting\n" in err
    assert re.search(r"^ +\d\.\d{3} s  patterns$", err, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["old"], "No note was checked, for these are left out: 1 note by `exclude`."),
        (["empty"], "No note was checked: there is no `.md` file here."),
    ],
)
def test_nothing_was_checked(check, vault: Path, arguments: list[str], line: str) -> None:  # type: ignore[no-untyped-def]
    (vault / "empty").mkdir()
    assert check(*arguments)[::2] == (2, line + "\n")
    assert check(*arguments, "-q")[::2] == (2, line + "\n")
    assert check(*arguments, "--allow-empty")[0] == 0


def test_root_is_found_from_the_path(check, vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    assert check("--output-format", "concise", "vault/dir/b.md").out == "".join(
        f"vault/{line}" for line in LINES.splitlines(keepends=True)[1:]
    )


def test_ignoring_in_the_configuration_yields_to_selecting_by_name(check, vault: Path) -> None:  # type: ignore[no-untyped-def]
    ignored = ["--config", "lint.ignore = ['patterns']"]
    assert check(*ignored, "--output-format", "concise").out == LINES


def test_hint_for_a_vault_with_other_sections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / "note.md").write_text("# Title\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for arguments, hint in ([], True), (["--config", "sections = []"], False):
        main(["check", *arguments])
        assert ("Hardly a note here has the sections 摘要" in capsys.readouterr().err) is hint


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser reads everything")
def test_unreadable_note_is_named_and_the_rest_goes_on(check, vault: Path) -> None:  # type: ignore[no-untyped-def]
    (vault / "a.md").chmod(0)
    result = check("--output-format", "concise")
    assert result.status == 2
    assert "cannot read a.md: Permission denied" in result.err
    assert result.out == "".join(LINES.splitlines(keepends=True)[1:])


def test_unreadable_note(check, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from vaultlint.vault.source import DiskSource

    read = DiskSource.read

    def refuse(self: DiskSource, path: str) -> bytes:
        if path == "a.md":
            raise PermissionError(13, "Permission denied")
        return read(self, path)

    monkeypatch.setattr(DiskSource, "read", refuse)
    result = check("--output-format", "concise", "--jobs", "1", "--no-cache")
    assert (result.status, result.out) == (2, "".join(LINES.splitlines(keepends=True)[1:]))
    assert "cannot read a.md: Permission denied" in result.err


def test_colors_follow_the_environment(check, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in check("--output-format", "concise").out
    monkeypatch.delenv("FORCE_COLOR")
    assert "\x1b[" not in check("--output-format", "concise").out


@pytest.mark.parametrize("output_format", ["full", "concise", "json", "sarif", "github", "junit"])
def test_c_locale_and_names_that_are_not_utf_8(vault: Path, output_format: str) -> None:
    name = os.fsencode("中") + b"\xff\n\x1b.md"
    try:
        (vault / os.fsdecode(name)).write_text("X\n", encoding="utf-8")
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    result = process("check", "--output-format", output_format, cwd=vault, LC_ALL="C", PYTHONUTF8="0")
    assert result.returncode == 1, result.stderr
    assert b"\x1b" not in result.stdout + result.stderr
    assert result.stdout.decode("utf-8")


def test_closed_pipe_is_no_error(vault: Path) -> None:
    (vault / "a.md").write_text("X\n" * 20000, encoding="utf-8")
    command = [sys.executable, "-m", "vaultlint", "check", "-q"]
    with subprocess.Popen(command, cwd=vault, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout and running.stderr
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(60) == 1


def test_a_fault_of_the_tool_is_not_taken_for_findings(check, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("vaultlint.cli.scope.scope_of", lambda *_, **__: 1 / 0)
    monkeypatch.delenv("VAULTLINT_DEBUG", raising=False)
    result = check()
    assert (result.status, result.out) == (2, "")
    assert "ZeroDivisionError" in result.err and "Traceback" not in result.err


def test_heavy_modules_stay_out(vault: Path) -> None:
    code = (
        "import sys; from vaultlint.cli.main import main; main(['check', '--select', 'patterns', '-q'])\n"
        "print([name for name in ('networkx', 'rich', 'rapidfuzz', 'watchfiles') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=vault, capture_output=True, text=True)
    assert result.stdout.splitlines()[-1] == "[]", result.stderr


def test_findings_in_other_files_are_not_counted_as_notes(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("con.png", "aux.pdf", "nul.png", "prn.pdf"):
        (vault / name).write_bytes(b"x")
    main(["check", "--select", "unportable-filename", "--no-cache"])
    assert " in 4 files (3 notes checked) (" in capsys.readouterr().err


def test_exclude_on_the_command_line(check) -> None:  # type: ignore[no-untyped-def]
    assert check("--show-files", "--exclude", "dir/", "--exclude", "/none.md").out == "a.md\n"
    assert "dir/b.md" not in check("--output-format", "concise", "--exclude", "dir/b.md").out
    assert check("--show-files").out == "a.md\ndir/b.md\ndir/c.md\n"
