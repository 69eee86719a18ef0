"""Moving and removing files so that git knows of it."""

from __future__ import annotations

from vaultlint.errors import VaultlintError
from vaultlint.git.command import GitError, run_git


def git_move(root: str, old: str, new: str) -> bool:
    """Move the file or folder `old` of the vault at `root` to `new` with `git mv`.

    False, with nothing done, where there is no repository or git does not track what is to be moved.
    """
    try:
        tracked = run_git(root, "ls-files", "-z", "--", f":(literal){old}")
    except GitError:
        return False
    if not tracked:
        return False
    try:
        run_git(root, "mv", "--", old, new)
    except GitError as error:
        raise VaultlintError(f"git could not move {old}: {error.output or error}") from None
    return True


def git_remove(root: str, path: str) -> bool:
    """Remove the file `path` of the vault at `root` with `git rm`, which refuses if it would lose changes.

    False, with nothing done, where there is no repository or git does not track the file.
    """
    try:
        if not run_git(root, "ls-files", "-z", "--", f":(literal){path}"):
            return False
    except GitError:
        return False
    try:
        run_git(root, "rm", "-q", "--", f":(literal){path}")
    except GitError as error:
        raise VaultlintError(f"git could not remove {path}: {error.output or error}") from None
    return True
