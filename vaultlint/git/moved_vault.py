"""The tree of a commit that has the vault in another folder: it was renamed, or the notes were put into one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.git.changes import Difference, whole_difference
from vaultlint.git.source import TreeSource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.git.changes import Change
    from vaultlint.git.repository import Repository


def vault_in(
    repository: Repository, commit: str, differing: Difference, *, staged: bool
) -> tuple[TreeSource, Difference]:
    """The vault's tree in `commit`, and what differs from it: `differing`, unless the vault was in another folder.

    That is where most of its files come from, if the commit has nothing at all in the folder of today.
    """
    tree = TreeSource(repository, commit)
    if tree.oids or not repository.prefix or repository.partial:
        return tree, differing
    moved = [
        change
        for change in whole_difference(repository, commit, staged=staged)
        if change.letter == "R" and change.new_path.startswith(repository.prefix)
    ]
    folder = _folder_before(repository.prefix, moved)
    if folder is None or len(moved) * 2 <= len({*repository.tracked(), *repository.untracked()}):
        return tree, differing
    tree = TreeSource(repository, commit, folder)
    return tree, _difference(tree, folder, repository.prefix, moved, differing)


def _folder_before(prefix: str, moved: Iterable[Change]) -> str | None:
    """The folder, "" or with a `/` at its end, that most files come from whose path in the vault is the same."""
    folders: Counter[str] = Counter()
    for change in moved:
        folder = change.path.removesuffix(change.new_path[len(prefix) :])
        if folder != change.path and folder[-1:] in ("", "/"):
            folders[folder] += 1
    return max(folders, key=folders.__getitem__, default=None)


def _difference(
    tree: TreeSource, folder: str, prefix: str, moved: Iterable[Change], differing: Difference
) -> Difference:
    """What differs between the vault in its old folder and that of today. What only moved along counts as modified."""
    today = {
        change.path[len(folder) :]: change.new_path[len(prefix) :]
        for change in moved
        if change.path.startswith(folder) and change.path[len(folder) :] in tree.oids
    }
    return Difference(
        gone=frozenset(tree.oids).difference(today),
        modified=frozenset(old for old, new in today.items() if old == new),
        renamed={old: new for old, new in today.items() if old != new},
        added=differing.added.difference(today.values()),
    )
