"""A vault in a git repository of its own, for tests."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
# git must neither read the settings of the person who runs the tests nor believe that it runs in a hook
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "PRE_COMMIT"))},
    "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])),
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A. Writer",
    "GIT_AUTHOR_EMAIL": "writer@example.org",
    "GIT_COMMITTER_NAME": "A. Writer",
    "GIT_COMMITTER_EMAIL": "writer@example.org",
}


class Result(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def run(command: list[str], cwd: Path, said: bytes = b"", **extra: str) -> Result:
    done = subprocess.run(command, cwd=cwd, env={**ENVIRONMENT, **extra}, input=said, capture_output=True, check=False)
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


@dataclass
class GitVault:
    """`folder` is the repository; the vault is its folder `inside`. `cache` allows vaultlint its cache."""

    folder: Path
    inside: str = ""
    cache: bool = False

    def __post_init__(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    @property
    def root(self) -> Path:
        return self.folder / self.inside

    def git(self, *arguments: str) -> str:
        done = run(["git", *arguments], self.folder)
        assert done.status == 0, done.err
        return done.out.strip()

    def write(self, files: dict[str, str]) -> GitVault:
        for path, text in files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(text, encoding="utf-8", newline="")
        return self

    def commit(self, files: dict[str, str] | None = None, message: str = "change") -> str:
        self.write(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def vaultlint(self, *arguments: str, **extra: str) -> Result:
        return run([sys.executable, "-m", "vaultlint", *arguments], self.root, **extra)

    def check(self, *arguments: str, **extra: str) -> list[str]:
        """The findings in the concise format."""
        cache = () if self.cache else ("--no-cache",)
        return self.vaultlint("check", "--output-format", "concise", *cache, *arguments, **extra).lines
