"""What comes first where not everything fits: in annotations, in a comment and in the summary of a job."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.git_vault import GitVault
from tests.report_runs import finding, problem, render, run_of
from vaultlint.report.urgency import by_urgency

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = 'sections = ["Text"]\n[lint]\nselect = ["links", "missing-section", "list-marker"]\n'
TEXT = "# 标题\n\n- [[甲]]；关联理由：引用；说明：好。\nlast  \n"


@pytest.fixture
def vault(tmp_path: Path) -> GitVault:
    made = GitVault(tmp_path / "vault")
    made.commit({"vaultlint.toml": CONFIG, "z.md": "## Text\n\n[[gone]]\n", "gone.md": "## Text\n"})
    made.git("rm", "-q", "gone.md")
    return made.write({f"n{number:02}.md": "* a\n" for number in range(12)})


def test_one_of_each_rule_in_turn() -> None:
    rows = [finding(problem(TEXT, "甲", f"{number}"), rule="placeholder-text") for number in range(3)]
    other = finding(problem(TEXT, "last"), rule="list-marker")
    assert [row.rule for row in by_urgency(run_of(*rows, other))][:2] == ["placeholder-text", "list-marker"]


def test_what_broke_in_an_untouched_note_is_annotated(vault: GitVault) -> None:
    lines = vault.vaultlint("check", "--no-cache", "--since", "HEAD", "--output-format", "github").lines
    errors = [line for line in lines if line.startswith("::error")]
    assert len(errors) == 10
    assert any("file=z.md" in line for line in errors)


@pytest.mark.parametrize(("name", "most"), [("markdown", 65_536), ("job-summary", 1_048_576)])
def test_errors_come_before_warnings(name: str, most: int) -> None:
    warnings = [finding(problem(TEXT, "甲", "w" * 300), path=f"a{number}.md", severity=2) for number in range(9000)]
    text = render(name, run_of(*warnings, finding(problem(TEXT, "甲", "worst"), path="z.md")))
    assert text.index("worst") < text.index("wwww")
    assert most * 0.9 < len(text.encode()) < most
    assert text.splitlines()[-1].startswith("<!-- error=1 warning=9000" if name == "job-summary" else "…and ")


def test_a_change_of_the_settings_is_said(vault: GitVault) -> None:
    vault.write({"vaultlint.toml": CONFIG + "\n", "sub/.gitignore": "x\n"}).git("add", "-A")
    result = vault.vaultlint("check", "--no-cache", "--since", "HEAD", "--output-format", "markdown")
    assert "[!WARNING]" in result.out
    assert (
        "This change touches what decides which problems are reported: `sub/.gitignore`, `vaultlint.toml`."
        in result.err
    )


def test_a_repository_inside_of_the_workspace(vault: GitVault) -> None:
    server = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": "abc"}
    options = ("check", "--no-cache", "--since", "HEAD", "--output-format", "markdown")
    result = vault.vaultlint(*options, GITHUB_WORKSPACE=str(vault.folder.parent), **server)
    assert "https://github.com/o/r/blob/abc/z.md?plain=1#L3" in result.out
