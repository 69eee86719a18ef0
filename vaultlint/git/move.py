"""Telling git of files that were moved or removed: only its index changes, the files are vaultlint's own to move."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.git.command import GitError
from vaultlint.git.repository import find_repository
from vaultlint.language import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.git.repository import Repository


def track_moves(root: str, moves: Iterable[tuple[str, str]]) -> None:
    """What git tracks at an old path of the vault at `root` is tracked at the new one, as `git mv` would do it.

    Nothing happens where there is no repository or git does not track the file. VaultlintError where git refuses.
    """
    pairs = list(moves)
    repository = find_repository(root) if pairs else None
    if repository is None:
        return
    rows: list[bytes] = []
    for old, new in pairs:
        rows += _moved(repository, old, new)
    _update(repository, rows)


def _moved(repository: Repository, old: str, new: str) -> Iterable[bytes]:
    """The rows of the index with the new paths, and those that remove the old ones."""
    prefix = (repository.prefix + old).encode(errors="surrogateescape")
    target = (repository.prefix + new).encode(errors="surrogateescape")
    for row in _tracked(repository, old):
        head, _, path = row.partition(b"\t")
        yield b"0 " + head.split()[1] + b"\t" + path
        yield head + b"\t" + target + path[len(prefix) :]


def track_removals(root: str, paths: Iterable[str], *, undo: bool = False) -> None:
    """Files that git tracks are no longer tracked; with `undo`, they are again as in the last commit."""
    wanted = list(paths)
    repository = find_repository(root) if wanted else None
    if repository is None:
        return
    if undo:
        with suppress(GitError):  # before the first commit there is nothing to go back to
            repository.git("reset", "-q", "HEAD", "--", *_literal(wanted))
        return
    rows = [row for path in wanted for row in _tracked(repository, path)]
    _update(repository, [b"0 " + row.split()[1] + b"\t" + row.partition(b"\t")[2] for row in rows])


def refuse_to_lose(root: str, path: str) -> None:
    """Raise VaultlintError where git would lose changes that are not committed if the file were removed."""
    repository = find_repository(root)
    if repository is None or not _tracked(repository, path):
        return
    try:
        repository.git("rm", "--dry-run", "-q", "--", *_literal([path]))
    except GitError as error:
        raise VaultlintError(
            say(
                "nothing was changed: git could not remove {path}: {output}",
                path=path,
                output=error.output or str(error),
            )
        ) from None


def _literal(paths: Iterable[str]) -> list[str]:
    return [f":(literal){path}" for path in paths]


def _tracked(repository: Repository, path: str) -> list[bytes]:
    """The rows of the index at a path or below it, as `ls-files --stage` gives them."""
    try:
        found = repository.git("ls-files", "--full-name", "--stage", "-z", "--", *_literal([path]))
    except GitError:
        return []
    return found.split(b"\0")[:-1]


def _update(repository: Repository, rows: list[bytes]) -> None:
    if rows:
        repository.git("update-index", "-z", "--index-info", data=b"".join(row + b"\0" for row in rows))
