"""What differs between a commit and the working tree or the index, renames followed."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from vaultlint.git.command import fields
from vaultlint.paths import is_note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.git.repository import Repository

_DIFF = ("diff", "--no-ext-diff", "--no-textconv", "--name-status", "-z", "--relative")
_SIMILAR, _SAME = "-M", "-M100%"


class Change(NamedTuple):
    """One row of a diff: git's letter (A, D, M, R, T …), the old path and, for R and C, the new one."""

    letter: str
    path: str
    new_path: str = ""


@dataclass(frozen=True)
class Difference:
    """What became of the files of a commit: `gone` and `modified` paths, and `renamed` ones with their new path."""

    gone: frozenset[str] = frozenset()
    modified: frozenset[str] = frozenset()
    renamed: dict[str, str] = field(default_factory=dict)

    def touched(self, path: str) -> bool:
        """Whether the file at this path of the commit is not there any more as it was."""
        return path in self.modified or path in self.gone or path in self.renamed


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
    )


def staged_notes(repository: Repository) -> list[str]:
    """The files that the commit in preparation adds, changes or renames, by their new paths."""
    changes = _diff(repository, repository.head(), staged=True)
    return sorted(change.new_path or change.path for change in changes if change.letter != "D")


def read_changes(rows: list[str]) -> Iterator[Change]:
    """The changes in the fields of `--name-status -z`."""
    parts = iter(rows)
    for status in parts:
        letter = status.strip()[:1]
        yield Change(letter, next(parts), next(parts) if letter in "RC" else "")


def _diff(repository: Repository, commit: str, staged: bool, index: str | None = None) -> Iterator[Change]:
    cached = ("--cached",) if staged else ()
    similar = _SAME if _lacking(repository, commit, cached) else _SIMILAR
    return read_changes(fields(repository.git(*_DIFF, similar, *cached, commit, "--", ".", index=index)))


def _lacking(repository: Repository, commit: str, cached: tuple[str, ...]) -> list[str]:
    """The changed files whose old content a partial clone lacks: git would fetch it to see what was renamed."""
    missing = repository.missing(commit)
    if not missing:
        return []
    rows = iter(
        fields(repository.git("diff-index", "--raw", "-z", "--no-abbrev", "--relative", *cached, commit, "--", "."))
    )
    return [path for status, path in zip(rows, rows, strict=False) if status.split(" ")[2] in missing]


def _diff_with_untracked(repository: Repository, commit: str) -> list[Change]:
    """As `_diff`, with the untracked files known to a copy of the index, so that git sees unstaged renames."""
    with tempfile.TemporaryDirectory(prefix="vaultlint-") as folder:
        index = os.path.join(folder, "index")
        here = repository.index or os.path.join(repository.place.git_dir, "index")
        shutil.copy2(here, index)  # its time tells git which files to look into
        repository.git("add", "--intent-to-add", "--", ".", index=index)
        return list(_diff(repository, commit, False, index))
