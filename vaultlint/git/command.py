"""Running git: quiet, without locks, in the C locale, and with errors that say what to do."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_OPTIONS = ("-c", "core.quotepath=false", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false")
# A hook gets these from git; they describe the repository of the commit, and would hide the one that holds the vault.
_INHERITED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_INDEX_FILE")


class GitError(VaultlintError):
    """git ended with an error. `status` is its exit status, `output` what it wrote to its error stream."""

    def __init__(self, message: str, status: int = 128, output: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.output = output


def run_git(folder: str, *arguments: str, extra: Mapping[str, str] | None = None, data: bytes | None = None) -> bytes:
    """What `git ARGUMENTS`, run in `folder`, prints; `extra` are environment variables, `data` goes to its input."""
    try:
        done = subprocess.run(
            command_line(arguments), cwd=folder, env=environment(extra), input=data, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise _not_runnable(folder) from None
    if done.returncode:
        raise _explained(folder, arguments, done.returncode, done.stderr.decode(errors="replace").strip())
    return done.stdout


def command_line(arguments: Iterable[str]) -> list[str]:
    """The command that runs git with `arguments`, whatever the user's settings are."""
    return ["git", *_OPTIONS, *arguments]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment git runs in."""
    inherited = dict(os.environ)
    if not (os.environ.get("GIT_DIR") and os.environ.get("GIT_WORK_TREE")):
        for name in _INHERITED:
            inherited.pop(name, None)
    return {**inherited, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", **(extra or {})}


def fields(output: bytes) -> list[str]:
    """The parts of an output made with `-z`; bytes that are not UTF-8 survive as they do in file names."""
    return [os.fsdecode(part) for part in output.split(b"\0")[:-1]]


def _not_runnable(folder: str) -> GitError:
    if not os.path.isdir(folder):
        return GitError(f"there is no folder {folder}")
    return GitError("git is not installed, or not on PATH: install it, or leave out the options that need it")


def _explained(folder: str, arguments: tuple[str, ...], status: int, output: str) -> GitError:
    if "dubious ownership" in output or "safe.directory" in output:
        text = (
            f"git refuses to read {folder}, because another user owns the repository: "
            f"run `git config --global --add safe.directory {_top_of(output) or folder}`"
        )
    elif "not a git repository" in output:
        text = f"{folder} is not in a git repository: run `git init`, or leave out the options that need git"
    elif "must be run in a work tree" in output:
        text = f"{folder} is not in the working tree of a git repository"
    else:
        said = output.splitlines()[0] if output else f"exit status {status}"
        text = f"`git {arguments[0]}` failed in {folder}: {said.removeprefix('fatal: ')}"
    return GitError(text, status, output)


def _top_of(output: str) -> str:
    """The repository that git names in its message about ownership."""
    parts = output.split("'")
    return parts[1] if len(parts) > 2 else ""
