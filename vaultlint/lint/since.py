"""Only what is new: the findings of the working tree (or the index) that a commit did not have.

Both trees are linted with the same settings. Of the old one only the notes that differ are parsed; the results of the
others are those of the run at hand.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from vaultlint.git.changes import Difference, difference, merged_heads, nothing_to_compare, with_submodules
from vaultlint.git.repository import Repository, open_repository, submodule_with
from vaultlint.git.source import Index, TreeSource
from vaultlint.lint.changes import Changes
from vaultlint.lint.subtract import subtract
from vaultlint.vault.source import Entry, is_hidden, linked_folders

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.lint.engine import Run
    from vaultlint.vault.source import Source


_SETTINGS = ("vaultlint.toml", "pyproject.toml", ".obsidian/app.json", ".obsidian/types.json")
_EVERYWHERE = (".gitignore", ".gitattributes")


class Compared(NamedTuple):
    """The commit that a run is compared with: as it was asked for, its hash, and what differs from it."""

    ref: str
    base: str
    differing: Difference


def only_since(run: Run, root: str, ref: str, *, staged: bool = False) -> Run:
    """`run` without the findings that the merge base of `ref` and HEAD had.

    `root` is the vault's folder. `staged` says that `run` is about the index, not the working tree. While a merge is in
    progress, what the commits have that are merged is not new either.
    """
    repository = open_repository(root)
    base = repository.merge_base(ref)
    found = _compared(run, repository, Base(ref, base, staged))
    for parent in merged_heads(repository):
        other = _compared(run, repository, Base(ref, parent, staged))
        new = {id(finding) for finding in other.findings}
        found = replace(found, findings=tuple(finding for finding in found.findings if id(finding) in new))
    return found


class Base(NamedTuple):
    """The commit to compare with, what asked for it, and whether the index is compared, not the working tree."""

    ref: str
    commit: str
    staged: bool


def _compared(run: Run, repository: Repository, base: Base) -> Run:
    """`run` with those findings only that the tree of `base` does not have."""
    differing = difference(repository, base.commit, staged=base.staged)
    same = not differing.everything and nothing_to_compare(repository, base.commit, staged=base.staged)
    before = run if same else lint_before(run, repository, base.commit, differing)
    return new_findings(run, before, Compared(base.ref, base.commit, differing))


def new_findings(run: Run, before: Run, compared: Compared) -> Run:
    """`run` with those findings only that `before` does not have."""
    ref, base, differing = compared
    new, gone = subtract(run.findings, before.findings, differing.renamed)
    fixed = tuple(old for old in gone if differing.renamed.get(old.path, old.path) in run.vault.files)
    settings = tuple(sorted(path for path in differing.everything if _decides(path, run)))
    written = differing.modified | differing.added
    changes = Changes(ref, base, fixed, before, run, differing.renamed, written, settings)
    return replace(run, findings=new, changes=changes)


def _decides(path: str, run: Run) -> bool:
    """Whether the file at a vault path decides which problems are found and reported."""
    return path in (*_SETTINGS, run.selection.settings.baseline) or path.rpartition("/")[2] in _EVERYWHERE


def lint_before(run: Run, repository: Repository, base: str, differing: Difference) -> Run:
    """Lint the tree of the commit `base` with the settings of `run`, from which `differing` tells it apart."""
    if run.workspace is None:
        raise ValueError("this run cannot be compared: it has no workspace")
    source = Before(run, repository, TreeSource(repository, base), differing)
    before = run.workspace.over(source, source.differing.touched)
    before.refresh()
    return before.run()


class Before:
    """The vault as it was: the commit's tree, with the settings of today and with what git knows nothing about.

    Files that git ignores, and those behind symlinks, have no history: they count as having been there. A submodule has
    one of its own: where it is at another commit now, its files are those of the commit at which it was. One that is
    not checked out has no files, neither now nor before.
    """

    def __init__(self, run: Run, repository: Repository, tree: TreeSource, differing: Difference) -> None:
        self.now: Source = run.vault.source
        self.tree = tree
        self.tracked = tree.oids
        self.leading_out: frozenset[str] = getattr(self.now, "leading_out", frozenset())
        self.linked_folders = linked_folders(self.now)
        index = Index(repository)
        self.differing = with_submodules(differing, {**tree.submodules, **index.submodules})
        self.submodules = {
            folder: TreeSource(submodule, tree.submodules[folder])
            for folder in self.differing.moved
            if folder in tree.submodules and (submodule := submodule_with(repository, folder, tree.submodules[folder]))
        }
        known = {*repository.tracked(), *repository.untracked()}
        links = {path for path in tree.symlinks if path not in index and os.path.islink(f"{repository.root}/{path}")}
        outside = (path for path in run.listing.files if path not in known or path in links)
        self.outside = frozenset(path for path in outside if not path.startswith(self.differing.moved or "\0"))

    def entries(self) -> Iterable[Entry]:
        """The files of the commit, and those outside of git."""
        found = [*self.tree.entries(), *(Entry(path) for path in sorted(self.outside.difference(self.tree.oids)))]
        for folder, tree in self.submodules.items():
            found += [Entry(folder + entry.path) for entry in tree.entries()]
        return found

    def read(self, path: str) -> bytes:
        """The bytes of a file as it was; unchanged ones come from where the run got them."""
        if is_hidden(path) or not self.differing.touched(path):
            return self.now.read(path)
        if path in self.tree.oids:
            return self.tree.read(path)
        for folder, tree in self.submodules.items():
            if path.startswith(folder):
                return tree.read(path[len(folder) :])
        return self.now.read(path)

    def exists(self, path: str) -> bool:
        """Whether there was such a file; dot files outside of git count as having been there."""
        if self.tree.exists(path) or path in self.outside or (is_hidden(path) and self.now.exists(path)):
            return True
        return any(
            path.startswith(folder) and tree.exists(path[len(folder) :]) for folder, tree in self.submodules.items()
        )
