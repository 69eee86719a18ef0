"""A repository in which everything that git can be told to run springs a trap, for tests of what is started."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

from tests.git_vault import ENVIRONMENT, GitVault, Result, run

HARDENED = (
    "--no-optional-locks",
    "--no-pager",
    "safe.bareRepository=explicit",
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "protocol.allow=never",
)
RECORDER = """#!/bin/sh
{ printf '%s\\037' "$GIT_DIR" "$GIT_ALLOW_PROTOCOL" "$PWD" "$@"; printf '\\n'; } >> "$RECORDS"
exec REAL "$@"
"""


class Hostile:
    """A repository with a vault in `notes/`, which git would take for a bare repository; both configure commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trap, self.records = folder / "PWNED", folder / "records"
        self.vault = GitVault(folder / "repository", "notes")
        self.own = [folder / name for name in ("cache", "state", "config")]
        self.fill()
        # what the enclosing repository smudges older notes with is run by `--since` on purpose: git-crypt lives there
        self.configure(self.vault.folder / ".git" / "config", smudging="")
        self.bin = folder / "bin"
        self.bin.mkdir()
        recorder = self.bin / "git"
        recorder.write_text(RECORDER.replace("REAL", str(shutil.which("git"))))
        recorder.chmod(recorder.stat().st_mode | stat.S_IXUSR)

    def fill(self) -> None:
        """Notes with a renamed target, a tracked folder of hooks, and the files of a bare repository."""
        vault = self.vault
        subprocess.run(["git", "init", "-q", "--bare", self.folder / "bare"], env=ENVIRONMENT, check=True)
        for name in ("HEAD", "objects", "refs"):
            source = self.folder / "bare" / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, vault.root / name)
        for name in ("objects", "refs"):
            (vault.root / name / "keep").write_text("")
        (vault.root / "config").write_text("[core]\n\tworktree = .\n\tbare = false\n")
        self.configure(vault.root / "config")
        text = "".join(f"sentence {number}\n" for number in range(30))
        vault.commit({"vaultlint.toml": "sections = []\n", "A.md": "[[Old]]\n", "Old.md": text, "B.md": "# b\n"})
        (vault.root / "Old.md").rename(vault.root / "New.md")
        vault.commit({".gitattributes": "*.md filter=x diff=x merge=x\n"})
        vault.write({"A.md": "[[Old]] [[B]] [[gone]]\n", "B.md": "# b\n\n* one\n", "untracked.md": "x\n"})

    def configure(self, file: Path, smudging: str | None = None) -> None:
        """Let everything that can be configured spring the trap."""
        hooks = self.folder / "hooks"
        hooks.mkdir(exist_ok=True)
        spring = f"touch {self.trap}; cat"
        smudging = f'\tsmudge = "{spring}"\n\tprocess = "{spring}"\n\trequired = true\n' if smudging is None else ""
        for name in ("post-index-change", "pre-commit", "fsmonitor-watchman"):
            (hooks / name).write_text(f"#!/bin/sh\n{spring}\n")
            (hooks / name).chmod(0o755)
        with file.open("a", encoding="utf-8") as opened:
            opened.write(
                f'[core]\n\thooksPath = {hooks}\n\tfsmonitor = {hooks}/fsmonitor-watchman\n\tpager = "{spring}"\n'
                f'\tsshCommand = "{spring}"\n[filter "x"]\n\tclean = "{spring}"\n{smudging}'
                f'[diff]\n\texternal = "{spring}"\n[diff "x"]\n'
                f'\ttextconv = "{spring}"\n\tcommand = "{spring}"\n[log]\n\tshowSignature = true\n[gpg]\n'
                f'\tprogram = "{spring}"\n[protocol]\n\tallow = always\n[protocol "file"]\n\tallow = always\n'
                f'[remote "origin"]\n\turl = {self.folder}/bare\n\tuploadpack = "{spring}"\n\tpromisor = true\n'
            )

    def environment(self) -> dict[str, str]:
        own = dict(zip(("VAULTLINT_CACHE_DIR", "VAULTLINT_STATE_DIR", "VAULTLINT_CONFIG_DIR"), map(str, self.own)))  # noqa: B905
        return {**own, "PATH": f"{self.bin}{os.pathsep}{ENVIRONMENT['PATH']}", "RECORDS": str(self.records)}

    def vaultlint(self, *arguments: str, before: tuple[str, ...] = (), said: bytes = b"") -> Result:
        command = [*before, sys.executable, "-m", "vaultlint", *arguments]
        return run(command, self.vault.root, said, **self.environment())
