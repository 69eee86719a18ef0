"""A vault in a folder of something else: it is found, and its paths can be clicked."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.git_vault import GitVault, Result, run

CONFIG = 'sections = []\n[rules.consecutive-blank-lines]\nstyle = "strict"\n'


@pytest.fixture
def code(tmp_path: Path) -> GitVault:
    """A repository of code whose notes are in a folder."""
    made = GitVault(tmp_path / "code", "notes")
    made.write({"vaultlint.toml": CONFIG, "a.md": "[[gone]]\n", "sub/b.md": "[[a]] [[lost]]\n"})
    (made.folder / "README.md").write_text("[[not a note]]\n", encoding="utf-8")
    made.commit()
    return made


def check(folder: Path, *arguments: str) -> Result:
    command = [sys.executable, "-m", "vaultlint", "check", "--no-cache", "--output-format", "concise", *arguments]
    return run(command, folder)


def places(result: Result) -> list[str]:
    return [line.split(": ")[0] for line in result.lines]


def test_the_only_one_below_is_found(code: GitVault) -> None:
    result = check(code.folder)
    assert places(result) == ["notes/a.md:1:3", "notes/sub/b.md:1:9"]
    assert "the only one below it is notes, which is checked" in result.err
    assert "only one" not in check(code.folder, "--quiet").err


def test_several_need_a_word(code: GitVault) -> None:
    (code.folder / "wiki" / ".obsidian").mkdir(parents=True)
    result = check(code.folder)
    assert (result.status, result.out) == (2, "")
    assert "several vaults below this folder: notes, wiki: say which one with `--root`" in result.err
    assert places(check(code.folder, "--root", "notes")) == ["notes/a.md:1:3", "notes/sub/b.md:1:9"]


def test_what_lies_upwards_goes_first(code: GitVault) -> None:
    (code.folder / "vaultlint.toml").write_text(CONFIG, encoding="utf-8")
    assert "README.md:1:3" in places(check(code.folder))


@pytest.mark.parametrize("hidden", [".cache/x", "node_modules/x", "a/b/c/d/e/f"])
def test_what_is_hidden_or_deep_is_not_looked_for(tmp_path: Path, hidden: str) -> None:
    (tmp_path / hidden).mkdir(parents=True)
    (tmp_path / hidden / "vaultlint.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "n.md").write_text("[[gone]]\n", encoding="utf-8")
    assert "n.md:1:3" in places(check(tmp_path))


def test_from_within(code: GitVault) -> None:
    assert places(check(code.root / "sub")) == ["../a.md:1:3", "b.md:1:9"]


def test_from_elsewhere(code: GitVault, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert places(check(tmp_path / "other", "--root", str(code.root)))[0] == f"{code.root}/a.md:1:3"


def test_formats_for_programs_keep_the_root(code: GitVault) -> None:
    found = json.loads(check(code.folder, "--output-format", "json").out)
    assert [each["filename"] for each in found] == ["a.md", "sub/b.md"]


class TestStaged:
    """What is about to be committed decides, not what lies on the disk."""

    OPTIONS = ("--staged", "--since", "HEAD")

    def test_configuration(self, code: GitVault) -> None:
        code.write({"a.md": "[[gone]] [[more]]\n"}).git("add", "-A")
        code.write({"vaultlint.toml": CONFIG + '[lint]\nignore = ["broken-link"]\n'})
        assert len(code.check(*self.OPTIONS)) == 1
        code.git("add", "-A")
        assert code.check(*self.OPTIONS) == []
        code.write({"vaultlint.toml": "nonsense ="})
        assert code.check(*self.OPTIONS) == []

    def test_baseline(self, code: GitVault) -> None:
        code.write({"a.md": "[[gone]] [[more]]\n"}).vaultlint("baseline")
        code.git("add", "notes/a.md")
        assert len(code.check(*self.OPTIONS)) == 1
        code.git("add", "-A")
        (code.root / ".vaultlint-baseline.json").unlink()
        assert code.check(*self.OPTIONS) == []
        assert len(code.check("--since", "HEAD")) == 1

    def test_a_baseline_of_what_is_staged(self, code: GitVault) -> None:
        code.write({"new.md": "[[nowhere]]\n"})
        assert "Recorded 2 problems" in code.vaultlint("baseline", "--tracked").err
        assert "Recorded 3 problems" in (made := code.vaultlint("baseline")).err and "1 of them new" in made.err
        assert "Recorded 2 problems" in code.vaultlint("baseline", "--staged").err
        shown = code.vaultlint("baseline", "show")
        assert shown.lines == ["a.md: broken-link: gone", "sub/b.md: broken-link: lost"]
        assert "holds 2 entries about 2 files" in shown.err


@pytest.mark.parametrize("options", [("--since", "HEAD"), ("--staged", "--since", "HEAD")])
def test_the_vault_has_another_folder(code: GitVault, options: tuple[str, ...]) -> None:
    """What was wrong in it stays old, when it is renamed and when it comes into a folder at all."""
    inner = GitVault(code.folder, "notes/inner")
    for path in ("vaultlint.toml", "a.md", "sub"):
        code.git("mv", f"notes/{path}", "notes/inner/")
    assert inner.check(*options) == []
    inner.commit()
    code.git("mv", "notes", "wiki")
    moved = GitVault(code.folder, "wiki/inner")
    assert moved.check(*options) == []
    code.git("reset", "-q")
    assert moved.check("--since", "HEAD") == []
    moved.write({"a.md": "[[gone]] [[new]]\n"})
    assert len(moved.check("--since", "HEAD")) == 1


class TestOnlyNew:
    def test_repairs_what_the_change_brought(self, code: GitVault) -> None:
        old = "# Old\n\ntext\n\n\n\nend\n"
        code.commit({"n.md": old})
        code.write({"n.md": old + "\nnew\n\n\n\n\ntext\n"})
        code.vaultlint("fix", "--only-new", "--since", "HEAD")
        assert (code.root / "n.md").read_text() == old + "\nnew\n\ntext\n"

    def test_with_a_baseline(self, code: GitVault) -> None:
        code.write({"n.md": "old\n\n\n\nx\n"}).vaultlint("baseline")
        code.write({"m.md": "new\n\n\n\nx\n"}).vaultlint("fix", "--only-new")
        assert (code.root / "n.md").read_text() == "old\n\n\n\nx\n"
        assert (code.root / "m.md").read_text() == "new\n\nx\n"

    def test_an_old_problem_on_a_line_like_a_new_one_is_left(self, code: GitVault) -> None:
        code.commit({"n.md": "## Old\n\nsame\u200bline\n"})
        code.write({"n.md": "## Old\n\nsame\u200bline\n\n## New\n\nsame\u200bline\n"})
        code.vaultlint("fix", "--only-new", "--since", "HEAD", "--select", "invisible-character")
        assert (code.root / "n.md").read_text(encoding="utf-8") == ("## Old\n\nsame\u200bline\n\n## New\n\nsameline\n")

    def test_with_nothing_to_compare_with(self, code: GitVault) -> None:
        result = code.vaultlint("fix", "--only-new")
        assert result.status == 2 and "--only-new needs something to compare with" in result.err


def test_a_repaired_problem_is_reported_once(code: GitVault, tmp_path: Path) -> None:
    """As pre-commit runs the two hooks: one process starts both."""
    code.write({"n.md": "a\n\n\n\n[[nowhere]]\n"}).git("add", "-A")
    script = tmp_path / "hooks.py"
    lines = ["import subprocess, sys", "run = lambda *a: subprocess.run([sys.executable, '-m', 'vaultlint', *a])"]
    lines += ["run('fix', '--staged', '--exit-non-zero-on-fix', '--fail-on', 'never', '--quiet')"]
    lines += ["print('--', flush=True)", "run('check', '--staged', '--since', 'HEAD', '--output-format', 'concise')"]
    script.write_text("\n".join(lines), encoding="utf-8")
    hook = {"PRE_COMMIT": "1", "VAULTLINT_STATE_DIR": str(tmp_path / "state")}
    result = run([sys.executable, str(script)], code.root, **hook)
    assert [line.split()[2] for line in result.out.partition("--\n")[2].splitlines()] == ["broken-link:"]
    assert "Repaired on the disk and not staged yet: 1 problem." in result.err
    again = code.vaultlint("check", *TestStaged.OPTIONS, "--output-format", "concise", **hook)
    assert [line.split()[2] for line in again.lines] == ["consecutive-blank-lines:", "broken-link:"]
