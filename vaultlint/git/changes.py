"""What differs between a commit and the working tree or the index, renames followed."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import field, replace
from typing import TYPE_CHECKING

from vaultlint.disk.folders import cache_folder
from vaultlint.disk.read import read_file
from vaultlint.errors import VaultlintError
from vaultlint.git.command import GitError, fields
from vaultlint.lazy_regex import lazy_regex
from vaultlint.paths import is_note
from vaultlint.values import NamedTuple, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.git.repository import Repository

# `-l0`: renames of edited files are found by the thousand, too
_DIFF = ("diff", "--no-ext-diff", "--no-textconv", "--name-status", "-z", "-l0")
_VAULT, _WHOLE = ("--relative", "."), ("--no-relative", ":/")
_MERGED = lazy_regex("GITHEAD_[0-9a-f]{40,64}")
_SIMILAR, _SAME = "-M", "-M100%"


class Change(NamedTuple):
    """One row of a diff: git's letter (A, D, M, R, T …), the old path and, for R and C, the new one."""

    letter: str
    path: str
    new_path: str = ""


@frozen
class Difference:
    """What became of the files of a commit: `gone` and `modified` paths, and `renamed` ones with their new path.

    A submodule is one path. `added` files were not there. `moved` are the folders, with a `/` at their end, of the
    submodules that are at another commit.
    """

    gone: frozenset[str] = frozenset()
    modified: frozenset[str] = frozenset()
    renamed: dict[str, str] = field(default_factory=dict)
    moved: tuple[str, ...] = ()
    added: frozenset[str] = frozenset()

    @property
    def everything(self) -> frozenset[str]:
        """The paths of all files that differ, old and new ones."""
        return self.gone | self.modified | self.added | {*self.renamed, *self.renamed.values()}

    def touched(self, path: str) -> bool:
        """Whether the file at this path of the commit is not there any more as it was."""
        if path in self.modified or path in self.gone or path in self.renamed:
            return True
        return bool(self.moved) and path.startswith(self.moved)


def difference(repository: Repository, commit: str, *, staged: bool = False) -> Difference:
    """What differs between `commit` and the working tree, or the index if `staged`.

    An error where a partial clone lacks the old content of a note: what was wrong in it could not be known.
    """
    lacking = [path for path in _lacking(repository, commit, ("--cached",) if staged else ()) if is_note(path)]
    if lacking:
        raise repository.lacks(lacking)
    changes = list(_diff(repository, commit, staged))
    if not staged and any(change.letter == "D" for change in changes) and repository.untracked():
        changes = list(_diff_with_untracked(repository, commit))
    return Difference(
        frozenset(change.path for change in changes if change.letter == "D"),
        frozenset(change.path for change in changes if change.letter in "MTUX"),
        {change.path: change.new_path for change in changes if change.letter == "R"},
        added=frozenset(change.path for change in changes if change.letter == "A"),
    )


def whole_difference(repository: Repository, commit: str, *, staged: bool = False) -> list[Change]:
    """What differs between `commit` and the working tree, or the index, anywhere in the repository.

    Paths are those from its top. Of the files that git does not track those of the vault count.
    """
    if staged or not repository.untracked():
        return list(_diff(repository, commit, staged, whole=True))
    return list(_diff_with_untracked(repository, commit, whole=True))


def with_submodules(differing: Difference, submodules: Iterable[str]) -> Difference:
    """`differing`, which knows that the submodules in these folders are at another commit if they are."""
    moved = (path for path in submodules if path.rstrip("/") in differing.modified | differing.gone)
    return replace(differing, moved=tuple(sorted(moved)))


def staged_notes(repository: Repository) -> list[str]:
    """The files that the commit in preparation adds, changes or renames, by their new paths.

    In a merge these are the files that are as in none of its parents: what the other side brings is not this commit's.
    Files in conflict are none: what they say is not decided.
    """
    found: set[str] | None = None
    for parent in (repository.head(), *merged_heads(repository)):
        changes = list(_diff(repository, parent, staged=True))
        own = {change.new_path or change.path for change in changes if change.letter not in "DU"}
        found = own if found is None else found & own
    return sorted(found or ())


def merged_heads(repository: Repository) -> list[str]:
    """The commits besides HEAD that the commit in preparation will have as its parents: those of a merge in progress.

    git notes them in MERGE_HEAD; while a hook of `git merge` runs, it has only named them in the environment.
    """
    named = [name.removeprefix("GITHEAD_") for name in os.environ if _MERGED.fullmatch(name)]
    with suppress(OSError, ValueError):
        named += read_file(os.path.join(repository.place.git_dir, "MERGE_HEAD"), 100_000).decode("ascii").split()
    return [commit for commit in dict.fromkeys(named) if _is_commit(repository, commit)]


def _is_commit(repository: Repository, name: str) -> bool:
    try:
        return repository.commit(name) != repository.head()
    except VaultlintError:
        return False


def nothing_to_compare(repository: Repository, commit: str, *, staged: bool = False) -> bool:
    """Whether `commit`, the index and, unless `staged`, the disk are the same tree, and no merge is in progress.

    Nothing can be new then: there is no need to lint. Files that git does not know count as a difference.
    """
    options = ("--quiet", "--no-ext-diff", "--no-textconv")
    try:
        repository.git("diff", *options, "--cached", commit, "--", ".")
        if not staged:
            repository.git("diff", *options, "--", ".")
    except GitError as error:
        if error.status != 1:
            raise
        return False
    return not merged_heads(repository) and (staged or not repository.untracked())


def read_changes(rows: list[str]) -> Iterator[Change]:
    """The changes in the fields of `--name-status -z`."""
    parts = iter(rows)
    for status in parts:
        letter = status.strip()[:1]
        yield Change(letter, next(parts), next(parts) if letter in "RC" else "")


def _diff(
    repository: Repository, commit: str, staged: bool, index: str | None = None, *, whole: bool = False
) -> Iterator[Change]:
    cached = ("--cached",) if staged else ()
    similar = _SAME if _lacking(repository, commit, cached) else _SIMILAR
    relative, place = _WHOLE if whole else _VAULT
    return read_changes(fields(repository.git(*_DIFF, relative, similar, *cached, commit, "--", place, index=index)))


def _lacking(repository: Repository, commit: str, cached: tuple[str, ...]) -> list[str]:
    """The changed files whose old content a partial clone lacks: git would fetch it to see what was renamed."""
    missing = repository.missing(commit)
    if not missing:
        return []
    rows = iter(
        fields(repository.git("diff-index", "--raw", "-z", "--no-abbrev", "--relative", *cached, commit, "--", "."))
    )
    return [path for status, path in zip(rows, rows, strict=False) if status.split(" ")[2] in missing]


def _diff_with_untracked(repository: Repository, commit: str, *, whole: bool = False) -> list[Change]:
    """As `_diff`, with the untracked files known to a copy of the index, so that git sees unstaged renames."""
    with _own_folder() as folder:
        index = os.path.join(folder, "index")
        here = repository.index or os.path.join(repository.place.git_dir, "index")
        shutil.copy2(here, index)  # its time tells git which files to look into
        repository.git("add", "--intent-to-add", "--", ".", index=index)
        return list(_diff(repository, commit, False, index, whole=whole))


def _own_folder() -> tempfile.TemporaryDirectory[str]:
    """A temporary folder among the user's own files: what the index names is nobody else's business."""
    own = cache_folder()
    with suppress(OSError):
        os.makedirs(own, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix="index-", dir=own if os.access(own, os.W_OK) else None)
