"""Moving and removing files so that git knows of it."""

from __future__ import annotations

from vaultlint.errors import VaultlintError
from vaultlint.git.command import GitError
from vaultlint.git.repository import Repository, find_repository


def git_move(root: str, old: str, new: str) -> bool:
    """Move the file or folder `old` of the vault at `root` to `new` with `git mv`.

    False, with nothing done, where there is no repository or git does not track what is to be moved.
    """
    repository = _tracking(root, old)
    if repository is None:
        return False
    try:
        repository.git("mv", "--", old, new)
    except GitError as error:
        raise VaultlintError(f"git could not move {old}: {error.output or error}") from None
    return True


def git_remove(root: str, path: str) -> bool:
    """Remove the file `path` of the vault at `root` with `git rm`, which refuses if it would lose changes.

    False, with nothing done, where there is no repository or git does not track the file.
    """
    repository = _tracking(root, path)
    if repository is None:
        return False
    try:
        repository.git("rm", "-q", "--", f":(literal){path}")
    except GitError as error:
        raise VaultlintError(f"git could not remove {path}: {error.output or error}") from None
    return True


def _tracking(root: str, path: str) -> Repository | None:
    """The repository that tracks the file or folder, or None."""
    repository = find_repository(root)
    try:
        return repository if repository and repository.git("ls-files", "-z", "--", f":(literal){path}") else None
    except GitError:
        return None
