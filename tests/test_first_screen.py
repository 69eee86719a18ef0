"""What a terminal shows of very many findings, and where paths lead."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.helpers import write_files
from vaultlint.cli.main import main
from vaultlint.cli.output import knows_links, target_for
from vaultlint.report.columns import columns
from vaultlint.report.target import Target

CONFIG = 'sections = []\nlint.select = ["broken-link", "trailing-space", "redundant-display"]\n'


def vault(folder: Path, errors: int, warnings: int) -> Path:
    files = {"vaultlint.toml": CONFIG, "b.md": "word \n\n" * warnings}
    return write_files(folder, files | {f"folder/a{n}.md": f"Text before it, [[none {n}]].\n" for n in range(errors)})


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _stream: True)
    for name, value in {"NO_COLOR": "1", "COLUMNS": "80", "FORCE_HYPERLINK": "0"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def check(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> str:
    main(["check", "--root", str(folder), *arguments])
    return capsys.readouterr().out


@pytest.mark.parametrize("arguments", [(), ("--no-cache",)])
def test_few_errors_have_their_frames(
    terminal: None, capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    for _ in range(2):  # the second time from the cache
        text = check(capsys, vault(tmp_path, 2, 300), *arguments)
        assert text.count("/folder/a") == 2
        assert "\n300  [*]  warning  trailing-space\n  2  [ ]  error    broken-link\n" in text
        steps = [line.split("  ")[1] for line in text.partition("Next steps\n")[2].splitlines()]
        assert steps[:3] == ["vaultlint check --severity error", "vaultlint fix --diff", "vaultlint baseline"]


@pytest.mark.parametrize("errors", [40, 500])
def test_many_errors_fit_the_screen(
    terminal: None, capsys: pytest.CaptureFixture[str], tmp_path: Path, errors: int
) -> None:
    lines = check(capsys, vault(tmp_path, errors, 300)).splitlines()
    assert sum(-(-columns(line) // 80) or 1 for line in lines) <= 56
    shown = sum(" error broken-link: " in line for line in lines)
    assert f"{errors - shown} more errors: `--severity error` shows them." in lines


def screen_rows(text: str) -> int:
    return sum(-(-columns(line) // 80) or 1 for line in text.splitlines())


@pytest.mark.parametrize(("errors", "warnings"), [(0, 30), (4, 20), (12, 0), (30, 30), (90, 3), (0, 199)])
def test_what_does_not_fit_is_a_choice(
    terminal: None, capsys: pytest.CaptureFixture[str], tmp_path: Path, errors: int, warnings: int
) -> None:
    text = check(capsys, vault(tmp_path, errors, warnings))
    assert "Next steps" in text
    assert screen_rows(text) <= 52
    whole = check(capsys, tmp_path, "--all")
    assert "Next steps" not in whole
    assert whole.count("there is no note `none ") == errors
    assert whole.count("warning[trailing-space]") == warnings
    assert check(capsys, tmp_path) == text  # what was kept of the one run is not shown for the other


def test_all_findings_are_there_where_a_line_each_fits(
    terminal: None, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = check(capsys, vault(tmp_path, 1, 15))
    assert text.count(" warning trailing-space: ") == 15
    assert text.count(" error broken-link: ") == 1


def test_what_fits_is_listed(terminal: None, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = check(capsys, vault(tmp_path, 1, 3))
    assert "Next steps" not in text
    assert text.count("warning[trailing-space]") == 3


@pytest.mark.parametrize("arguments", [("b.md",), ("--select", "trailing-space"), ("--severity", "warning")])
def test_a_list_that_was_asked_for_may_be_longer(
    terminal: None,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:
    monkeypatch.chdir(vault(tmp_path, 1, 40))
    text = check(capsys, tmp_path, *arguments)
    assert "Next steps" not in text
    assert text.count("warning[trailing-space]") == 40


def test_long_advice_leaves_room(terminal: None, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ignores = "".join(f'"no-such-folder-{number}/**" = ["all"]\n' for number in range(40))
    (vault(tmp_path, 20, 300) / "vaultlint.toml").write_text(f"{CONFIG}[lint.per-path-ignores]\n{ignores}")
    text = check(capsys, tmp_path)
    assert "Next steps" in text
    assert text.startswith("`no-such-folder-0/**` in `lint.per-path-ignores` matches nothing.\n")
    assert screen_rows(text) <= 56


def test_the_advice_comes_first(terminal: None, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    links = "".join(f"[[no/{number}]]\n" for number in range(300))
    main(["check", "--root", str(write_files(tmp_path, {"a.md": links, "b.md": "text\n"}))])
    out, err = capsys.readouterr()
    assert out.startswith("Hardly a note here has the sections")
    assert "Hardly" not in err


def test_without_errors_the_first_step_is_another(
    terminal: None, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "  vaultlint check --statistics  nothing is broken" in check(capsys, vault(tmp_path, 0, 300))


@pytest.mark.parametrize(
    ("arguments", "errors"),
    [
        (("--all",), 2),
        (("--severity", "error"), 201),
        (("--output-format", "concise"), 2),
        (("--quiet",), 2),
        (("folder",), 200),
    ],
)
def test_what_was_asked_for_is_listed(
    terminal: None,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    errors: int,
) -> None:
    monkeypatch.chdir(vault(tmp_path, errors, 300))
    text = check(capsys, tmp_path, *arguments)
    assert "Next steps" not in text
    assert text.count("there is no note `none ") == errors


def test_a_pipe_has_everything(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert check(capsys, vault(tmp_path, 0, 300)).count("warning[trailing-space]") == 300


def test_links_of_terminals() -> None:
    target = Target(links="file://host/v/", here="v/")
    assert target.place("a b.md", 1, 2) == "\x1b]8;;file://host/v/a%20b.md\x1b\\v/a b.md:1:2\x1b]8;;\x1b\\"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7200"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4000"}, False),
        ({"TERM": "screen-256color", "TERM_PROGRAM": "WezTerm"}, False),
        ({"TERM": "xterm", "TERM_PROGRAM": "vscode"}, True),
        ({"TERM": "xterm", "WT_SESSION": "x"}, True),
        ({"TERM": "screen", "FORCE_HYPERLINK": "1"}, True),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, False),
    ],
)
def test_terminals_that_know_links(environment: Mapping[str, str], expected: bool) -> None:
    assert knows_links(environment) is expected


def test_links_are_for_terminals(terminal: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    assert target_for(str(tmp_path), False).links == ""  # no colours, no links
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert target_for(str(tmp_path), False).links.endswith(f"{os.path.basename(tmp_path)}/")
    assert target_for(str(tmp_path), True).links == ""
