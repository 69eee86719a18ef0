"""The hooks, installed by pre-commit and by prek from a clone of this repository, and what a person sees of them.

Installing takes the packages that vaultlint needs from the package index; without it these tests are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.git_vault import ENVIRONMENT, ROOT, GitVault, Result, run

BIN = Path(sys.executable).parent
TOOLS = ("pre-commit", "prek")
NOTE = "## Text\n\n" + "".join(f"line {number}\n" for number in range(30))
CONFIG = 'sections = ["Text"]\n'


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

    def test_only_staged_notes_are_fixed(self, hooked: Hooked) -> None:
        hooked.vault.write({"新.md": "## Text\n\ntext\n\n\n\nend\n"}).git("add", "新.md")
        hooked.vault.write({"乙.md": NOTE + "乙\n\n\n\nnot staged\n", "Hub.md": "## Text\n\n\n\nnot staged\n"})
        result = hooked.commit(add=False)
        assert result.status == 1
        assert "conflict" not in result.out.lower() and "rolling back" not in result.out.lower()
        assert (hooked.vault.root / "新.md").read_text(encoding="utf-8") == "## Text\n\ntext\n\nend\n"
        assert (hooked.vault.root / "Hub.md").read_text(encoding="utf-8") == "## Text\n\n\n\nnot staged\n"
