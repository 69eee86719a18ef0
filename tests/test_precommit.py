"""The hooks, installed by pre-commit and by prek from a clone of this repository, and what a person sees of them.

Installing takes the packages that vaultlint needs from the package index; without it these tests are skipped.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.git_vault import ENVIRONMENT, ROOT, GitVault, Result, run

BIN = Path(sys.executable).parent
TOOLS = ("pre-commit", "prek")
NOTE = "## Text\n\n" + "".join(f"line {number}\n" for number in range(30))
CONFIG = 'sections = ["Text"]\n[rules.consecutive-blank-lines]\nstyle = "strict"\n'


def program(name: str) -> str | None:
    return shutil.which(name, path=f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> GitVault:
    """This repository as it is on disk, in a commit of its own."""
    made = GitVault(tmp_path_factory.mktemp("hooks") / "vaultlint")
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    ).stdout.decode()
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file() and not name.startswith(("tests/", "fixtures/", "docs/rules/")):
            (made.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, made.folder / name)
    made.commit()
    return made


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the tools keep their environments: made once for all tests."""
    return str(tmp_path_factory.mktemp("home"))


class Hooked:
    """A vault whose commits go through the hooks."""

    def __init__(self, tool: str, folder: Path, clone: GitVault, home: str) -> None:
        self.vault = GitVault(folder)
        self.tool = tool
        path = f"{BIN}{os.pathsep}{ENVIRONMENT['PATH']}"
        self.extra = {"PRE_COMMIT_HOME": home, "PREK_HOME": home + "/prek", "PATH": path, "PYTHONPATH": ""}
        config = f"repos:\n  - repo: {clone.folder}\n    rev: {clone.git('rev-parse', 'HEAD')}\n    hooks:\n"
        config += "      - id: vaultlint-fix\n      - id: vaultlint\n"
        files = {"Hub.md": "## Text\n\n- [[甲]]\n- [[乙]]\n- [[old]]\n", "甲.md": NOTE, "乙.md": NOTE + "乙\n"}
        self.vault.commit({"vaultlint.toml": CONFIG, ".pre-commit-config.yaml": config, **files})
        installed = run([tool, "install", "--install-hooks"], folder, **self.extra)
        if installed.status:
            pytest.skip(f"the hooks cannot be installed here: {installed.out}{installed.err}"[-2000:])

    def commit(self, files: dict[str, str] | None = None, *, add: bool = True) -> Result:
        self.vault.write(files or {})
        if add:
            self.vault.git("add", "-A")
        result = run(["git", "commit", "-m", "change"], self.vault.folder, **self.extra)
        return Result(result.status, result.out + result.err, "")


@pytest.fixture(scope="module")
def hooked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, clone: GitVault, home: str
) -> Hooked:
    tool = program(request.param)
    if tool is None:
        pytest.skip(f"{request.param} is not installed")
    return Hooked(tool, tmp_path_factory.mktemp("work") / "vault", clone, home)


@pytest.fixture(autouse=True)
def clean(hooked: Hooked) -> None:
    """Every test starts from the first commit."""
    run(["git", "checkout", "-q", "-f", "main"], hooked.vault.folder)
    first = hooked.vault.git("rev-list", "--max-parents=0", "HEAD")
    hooked.vault.git("reset", "-q", "--hard", first)
    hooked.vault.git("clean", "-q", "-fd")


@pytest.mark.parametrize("hooked", TOOLS, indirect=True, scope="module")
class TestCommit:
    def test_good(self, hooked: Hooked) -> None:
        result = hooked.commit({"新.md": NOTE + "[[甲]]\n"})
        assert result.status == 0, result.out
        assert "Passed" in result.out and "Failed" not in result.out

    def test_bad(self, hooked: Hooked) -> None:
        result = hooked.commit({"新.md": "no section [[nowhere]]\n"})
        assert result.status == 1
        assert "新.md:1:14" in result.out and "broken-link" in result.out and "missing-section" in result.out
        assert "Hub.md" not in result.out  # its broken link was there before

    def test_deletion_only(self, hooked: Hooked) -> None:
        hooked.vault.git("rm", "-q", "乙.md")
        result = hooked.commit(add=False)
        assert result.status == 1
        assert "Hub.md:4:5" in result.out and "broken-link" in result.out

    def test_rename_only(self, hooked: Hooked) -> None:
        hooked.vault.git("mv", "甲.md", "丙.md")
        result = hooked.commit(add=False)
        assert result.status == 1
        assert "Hub.md:3:5" in result.out and "丙" in result.out

    def test_untracked_notes_hide_nothing(self, hooked: Hooked) -> None:
        hooked.vault.write({"untracked.md": NOTE, "新.md": NOTE + "[[untracked]]\n"}).git("add", "新.md")
        result = hooked.commit(add=False)
        assert result.status == 1
        assert "新.md:33:3" in result.out and "untracked" in result.out

    def test_fixable(self, hooked: Hooked) -> None:
        result = hooked.commit({"新.md": "## Text\ntext  \n\n\n\nend"})
        assert result.status == 1
        assert "files were modified by this hook" in result.out.lower()
        assert "Stage the fixed notes with `git add`, and commit again." in result.out
        again = hooked.commit()
        assert again.status == 0, again.out

    def test_a_repaired_problem_is_reported_once(self, hooked: Hooked) -> None:
        result = hooked.commit({"新.md": "## Text\n\ntext\n\n\n\nend\n"})
        assert result.status == 1
        assert "新.md:4:1" not in result.out
        assert re.search(r"^vaultlint\.+Passed", result.out, re.MULTILINE)
        assert hooked.commit(add=False).status == 1  # nobody has staged it

    def test_only_staged_notes_are_fixed(self, hooked: Hooked) -> None:
        hooked.vault.write({"新.md": "## Text\n\ntext\n\n\n\nend\n"}).git("add", "新.md")
        hooked.vault.write({"乙.md": NOTE + "乙\n\n\n\nnot staged\n", "Hub.md": "## Text\n\n\n\nnot staged\n"})
        result = hooked.commit(add=False)
        assert result.status == 1
        assert "conflict" not in result.out.lower() and "rolling back" not in result.out.lower()
        assert (hooked.vault.root / "新.md").read_text(encoding="utf-8") == "## Text\n\ntext\n\nend\n"
        assert (hooked.vault.root / "Hub.md").read_text(encoding="utf-8") == "## Text\n\n\n\nnot staged\n"


@pytest.mark.slow
@pytest.mark.parametrize("hooked", TOOLS, indirect=True, scope="module")
class TestKinds:
    """Further kinds of commits, and runs without one."""

    def run(self, hooked: Hooked, *arguments: str) -> Result:
        result = run(["git", *arguments], hooked.vault.folder, **hooked.extra)
        return Result(result.status, result.out + result.err, "")

    def tool(self, hooked: Hooked, *arguments: str) -> Result:
        result = run([hooked.tool, *arguments], hooked.vault.folder, **hooked.extra)
        return Result(result.status, result.out + result.err, "")

    def test_all_files(self, hooked: Hooked) -> None:
        result = self.tool(hooked, "run", "--all-files")
        assert result.status == 1 and "Hub.md:5:5" in result.out
        assert "Nothing is staged, so the whole vault is checked" in result.out

    def test_all_files_with_a_baseline(self, hooked: Hooked) -> None:
        run([sys.executable, "-m", "vaultlint", "baseline"], hooked.vault.folder)
        hooked.commit()
        result = self.tool(hooked, "run", "--all-files")
        assert result.status == 0, result.out

    def test_a_range(self, hooked: Hooked) -> None:
        self.run(hooked, "commit", "--no-verify", "--allow-empty", "-m", "x")
        hooked.vault.write({"新.md": "## Text\n\n[[nowhere]]\n"}).git("add", "-A")
        self.run(hooked, "commit", "--no-verify", "-m", "x")
        result = self.tool(hooked, "run", "--from-ref", "HEAD~1", "--to-ref", "HEAD")
        assert result.status == 1 and "新.md:3:3" in result.out and "Hub.md" not in result.out

    def test_commit_all(self, hooked: Hooked) -> None:
        hooked.vault.write({"乙.md": NOTE + "[[nowhere]]\n"})
        result = self.run(hooked, "commit", "-a", "-m", "x")
        assert result.status == 1 and "乙.md:33:3" in result.out

    def test_commit_of_one_path(self, hooked: Hooked) -> None:
        hooked.vault.write({"乙.md": NOTE + "[[nowhere]]\n", "甲.md": NOTE + "more\n"}).git("add", "-A")
        assert self.run(hooked, "commit", "-m", "x", "--", "甲.md").status == 0
        assert self.run(hooked, "commit", "-m", "x", "--", "乙.md").status == 1

    def test_amend(self, hooked: Hooked) -> None:
        hooked.vault.write({"乙.md": NOTE + "[[nowhere]]\n"}).git("add", "-A")
        assert self.run(hooked, "commit", "--amend", "-m", "x").status == 1

    def test_empty_commit(self, hooked: Hooked) -> None:
        assert self.run(hooked, "commit", "--allow-empty", "-m", "x").status == 0

    def test_partly_staged(self, hooked: Hooked) -> None:
        hooked.vault.write({"乙.md": NOTE + "staged\n"}).git("add", "-A")
        hooked.vault.write({"乙.md": NOTE + "staged\n[[nowhere]]\n"})
        assert self.run(hooked, "commit", "-m", "x").status == 0
        assert "[[nowhere]]" in (hooked.vault.root / "乙.md").read_text(encoding="utf-8")

    def test_no_note_is_left(self, hooked: Hooked) -> None:
        hooked.vault.git("rm", "-q", "Hub.md", "甲.md", "乙.md")
        result = hooked.commit({"code.py": "x = 1\n"})
        assert result.status == 0, result.out

    def test_a_file_that_is_no_note(self, hooked: Hooked) -> None:
        assert hooked.commit({"code.py": "x = 1\n"}).status == 0

    def test_an_attachment_is_deleted(self, hooked: Hooked) -> None:
        assert hooked.commit({"p.png": "x", "甲.md": NOTE + "![[p.png]]\n"}).status == 0
        hooked.vault.git("rm", "-q", "p.png")
        assert "broken-embed" in hooked.commit(add=False).out

    def test_configuration(self, hooked: Hooked) -> None:
        assert hooked.commit({"vaultlint.toml": CONFIG.replace('"Text"', '"Text", "End"')}).status == 0
        assert "nonsense" in hooked.commit({"vaultlint.toml": "nonsense = 1\n"}).out

    def test_a_heading_is_renamed(self, hooked: Hooked) -> None:
        assert hooked.commit({"乙.md": NOTE + "\n## End\n\n[[甲#Text]]\n"}).status == 0
        assert hooked.commit({"乙.md": NOTE + "\n## Ende\n\n[[甲#Text]]\n"}).status == 0
        result = hooked.commit({"甲.md": NOTE.replace("## Text", "## Text\n\n## Other")})
        assert "Hub.md" not in result.out

    def test_a_merge_without_conflict(self, hooked: Hooked) -> None:
        self.tool(hooked, "install", "-t", "pre-merge-commit")
        self.diverge(hooked, {"t.md": "## Text\n\n[[nowhere]]\n"}, {"乙.md": NOTE + "ours\n"})
        result = self.run(hooked, "merge", "--no-edit", "topic")
        assert result.status == 0, result.out

    def test_a_merge_that_breaks_a_link(self, hooked: Hooked) -> None:
        self.tool(hooked, "install", "-t", "pre-merge-commit")
        self.diverge(hooked, {"t.md": NOTE + "[[乙]]\n"}, {})
        hooked.vault.git("mv", "乙.md", "丙.md")
        hooked.vault.write({"Hub.md": "## Text\n\n- [[甲]]\n- [[丙]]\n- [[old]]\n"}).git("add", "-A")
        self.run(hooked, "commit", "--no-verify", "-m", "x")
        result = self.run(hooked, "merge", "--no-edit", "topic")
        assert result.status == 1 and "t.md:33:3" in result.out

    def test_a_merge_with_a_conflict(self, hooked: Hooked) -> None:
        blanks = "\n\n\n\nend\n"
        theirs = {"t.md": NOTE + blanks + "[[nowhere]]\n", "乙.md": NOTE + "theirs\n"}
        self.diverge(hooked, theirs, {"乙.md": NOTE + "ours\n"})
        assert self.run(hooked, "merge", "topic").status == 1
        hooked.vault.write({"乙.md": NOTE + "both\n"}).git("add", "乙.md")
        result = self.run(hooked, "commit", "--no-edit")
        assert result.status == 0, result.out
        assert blanks in (hooked.vault.root / "t.md").read_text(encoding="utf-8")

    def test_cherry_pick(self, hooked: Hooked) -> None:
        self.diverge(hooked, {"t.md": NOTE + "[[nowhere]]\n"}, {})
        hooked.vault.git("cherry-pick", "--no-commit", "topic")
        assert self.run(hooked, "commit", "-m", "x").status == 1

    def test_revert(self, hooked: Hooked) -> None:
        hooked.vault.commit({"t.md": NOTE, "甲.md": NOTE + "[[t]]\n"})
        self.run(hooked, "revert", "--no-commit", "HEAD")
        assert self.run(hooked, "commit", "-m", "x").status == 0

    def test_squash(self, hooked: Hooked) -> None:
        self.diverge(hooked, {"t.md": NOTE + "[[nowhere]]\n"}, {})
        self.run(hooked, "merge", "--squash", "topic")
        assert self.run(hooked, "commit", "-m", "x").status == 1

    def test_linked_working_tree(self, hooked: Hooked) -> None:
        place = hooked.vault.folder.parent / f"linked-{os.path.basename(hooked.tool)}"
        hooked.vault.git("worktree", "add", "-q", "-f", "-B", "linked", str(place))
        (place / "新.md").write_text("## Text\n\n[[nowhere]]\n", encoding="utf-8")
        run(["git", "add", "-A"], place)
        result = run(["git", "commit", "-m", "x"], place, **hooked.extra)
        assert result.status == 1 and "新.md:3:3" in result.out + result.err
        hooked.vault.git("worktree", "remove", "--force", str(place))

    def test_other_stages_do_not_run_it(self, hooked: Hooked) -> None:
        self.tool(hooked, "install", "-t", "commit-msg", "-t", "post-checkout")
        result = hooked.commit({"新.md": NOTE})
        assert len([line for line in result.out.splitlines() if line.startswith("vaultlint.")]) == 1
        assert "vaultlint" not in self.run(hooked, "checkout", "-q", "-b", "other").out

    def diverge(self, hooked: Hooked, theirs: dict[str, str], ours: dict[str, str]) -> None:
        """A branch `topic` with one commit, and perhaps a commit of one's own."""
        vault = hooked.vault
        here = vault.git("branch", "--show-current")
        vault.git("checkout", "-q", "-B", "topic")
        vault.write(theirs).git("add", "-A")
        self.run(hooked, "commit", "-q", "--no-verify", "-m", "theirs")
        vault.git("checkout", "-q", here)
        if ours:
            vault.write(ours).git("add", "-A")
            self.run(hooked, "commit", "-q", "--no-verify", "-m", "ours")
