"""The READMEs are true: what they show is what the commands print, and both say the same."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from vaultlint.cli.main import COMMANDS

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")


def blocks(readme: str, language: str) -> list[str]:
    text = (ROOT / readme).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


LANGUAGES = {"README.md": "en", "README.zh-CN.md": "zh"}


def check_sample(readme: str = "README.md") -> subprocess.CompletedProcess[str]:
    """The main command of the README, run with this interpreter instead of a new virtual environment."""
    command = next(line for line in blocks(readme, "bash") if ".venv/bin/vaultlint check" in line)
    arguments = shlex.split(command.rpartition("&&")[2])
    assert arguments[0] == ".venv/bin/vaultlint"
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR", "NO_COLOR")}
    return subprocess.run(
        [sys.executable, "-m", "vaultlint", *arguments[1:], "--no-cache", "--lang", LANGUAGES[readme]],
        cwd=ROOT,
        env=kept,
        capture_output=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("readme", READMES)
def test_the_main_command_finds_what_is_shown(readme: str) -> None:
    done = check_sample(readme)
    assert done.returncode == 1, done.stderr
    assert blocks(readme, "text")[0].strip() in done.stdout


def test_the_note_shown_is_in_the_sample_vault() -> None:
    note = ROOT / "fixtures/vaults/llm-wiki/01-博客/茶馆/怎样泡一壶绿茶.md"
    shown = blocks("README.md", "markdown")[0].split("\n\n")
    assert all(part.strip() in note.read_text(encoding="utf-8") for part in shown)


@pytest.mark.parametrize("language", ["bash", "markdown", "toml", "yaml"])
def test_both_readmes_show_the_same_commands(language: str) -> None:
    assert sorted(blocks(READMES[0], language)) == sorted(blocks(READMES[1], language))


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_listed(readme: str) -> None:
    listed = re.findall(r"^\| `vaultlint ([a-z-]+)", (ROOT / readme).read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(listed) == sorted(COMMANDS)


@pytest.mark.parametrize("readme", READMES)
def test_links_lead_somewhere(readme: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / readme).read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


def test_ci_runs_the_readmes_test_command() -> None:
    command = next(line for line in blocks("README.md", "bash") if "pytest" in line).strip()
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    pattern = re.search(r"grep -m1 -E '([^']+)'", script)
    assert pattern is not None
    assert re.search(pattern[1], command)


def test_nothing_is_installed_from_an_index_that_does_not_have_it() -> None:
    """A stranger could take the name there: vaultlint is installed from its repository until it is published."""
    pages = [path for name in ("*.md", "docs/**/*.md", "skills/**/*.md", "packaging/**/*") for path in ROOT.glob(name)]
    pages += [ROOT / "action.yml", *ROOT.glob("vaultlint/**/*.py"), *ROOT.glob("vaultlint/locale/**/*.po")]
    told = re.compile(r"(?:pip|pipx|uv tool|uv pip) install [^`\n]*obsidian-vaultlint[^`\n]*")
    texts = [path.read_text(encoding="utf-8") for path in pages if path.is_file()]
    found = [match.group() for text in texts for match in told.finditer(text)]
    assert found
    assert [command for command in found if "git+" not in command] == []
