"""The tutorials are true: their notes are written, their commands run, and what they show is what comes."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.git_vault import ROOT, run
from vaultlint.project import PROJECT_URL

TUTORIALS = sorted(path for folder in ("docs", "docs/zh") for path in (ROOT / folder / "tutorials").glob("*.md"))
_PACKAGES = (f"git+{PROJECT_URL}", f"'obsidian-vaultlint[mcp] @ git+{PROJECT_URL}'")
INSTALLS = {f"{tool} {package}" for tool in ("uv tool install", "pipx install") for package in _PACKAGES}
# what `git commit` and a check that finds something end with, too
MAY_FAIL = re.compile(r"^vaultlint (check|fix)\b")


def fences(path: Path) -> list[tuple[str, str, str]]:
    """Language, title and content of every code block."""
    tokens = MarkdownIt("commonmark").parse(path.read_text(encoding="utf-8"))
    infos = [(token.info.strip().partition(" "), token.content) for token in tokens if token.type == "fence"]
    return [(language, title, content) for (language, _, title), content in infos]


def exchanges(console: str) -> list[tuple[str, list[str]]]:
    """Each command, and the lines that are shown below it."""
    parts = re.split(r"^\$ ", console, flags=re.MULTILINE)
    assert not parts[0], "a console begins with a command"
    return [(part.splitlines()[0], part.splitlines()[1:]) for part in parts[1:]]


def fits(shown: list[str], output: str) -> bool:
    """Whether the output is what is shown, where `…` stands for any text, and a line of it for any lines."""
    lines = ["(?:.*\n)*" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + "\n" for line in shown]
    return re.fullmatch("".join(lines), output if not output or output.endswith("\n") else output + "\n") is not None


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "vaultlint").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vaultlint "$@"\n', encoding="utf-8")
    (folder / "vaultlint").chmod(0o755)
    return folder


@pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: path.relative_to(ROOT / "docs").as_posix())
def test_tutorial(path: Path, tmp_path: Path, programs: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    variables = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "VAULTLINT_CACHE_DIR": str(tmp_path / "cache"),
        "VAULTLINT_STATE_DIR": str(tmp_path / "state"),
        "VAULTLINT_LANG": "zh" if "zh" in path.relative_to(ROOT).parts else "en",
        "HOME": str(tmp_path),
    }
    commands = 0
    for language, title, content in fences(path):
        if title:
            file = vault / title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
        elif language in ("sh", "powershell"):
            assert content.strip() in INSTALLS
        elif language == "console":
            for command, shown in exchanges(content):
                done = run(["bash", "-c", f"({command}) 2>&1"], vault, **variables)
                assert done.status == 0 or (MAY_FAIL.match(command) and done.status == 1), f"{command}\n{done.out}"
                assert fits(shown, done.out), f"$ {command}\n{done.out}"
                commands += 1
    assert commands


def test_every_tutorial_is_there() -> None:
    assert {"own-vault.md", "pull-request.md", "editor.md", "agent.md"} <= {path.name for path in TUTORIALS}


@pytest.mark.parametrize(
    ("shown", "output", "right"),
    [
        (["a", "…", "z"], "a\nb\nc\nz\n", True),
        (["a", "…", "z"], "a\nz\n", True),
        (["a … c"], "a b c\n", True),
        (["a"], "a\nb\n", False),
        ([], "", True),
        ([], "a\n", False),
        (["a"], "ab\n", False),
    ],
)
def test_what_is_shown_is_compared(shown: list[str], output: str, right: bool) -> None:
    assert fits(shown, output) is right
