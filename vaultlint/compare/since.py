"""Only what is new: the findings of the working tree (or the index) that a commit did not have.

Both trees are linted with the same settings. Of the old one only the notes that differ are parsed; the results of the
others are those of the run at hand.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from vaultlint.compare.subtract import subtract
from vaultlint.git.changes import Difference, difference, merged_heads, nothing_to_compare, with_submodules
from vaultlint.git.moved_vault import vault_in
from vaultlint.git.repository import Repository, open_repository, submodule_with
from vaultlint.git.source import Index, TreeSource
from vaultlint.values import NamedTuple
from vaultlint.vault.source import Entry, is_hidden, linked_folders
from vaultlint.workspace.run import Changes, run_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vaultlint.finding import Finding
    from vaultlint.workspace.run import Run
    from vaultlint.workspace.workspace import Workspace

    FindingsAt = Callable[[frozenset[str] | None], tuple[Finding, ...]]

_SETTINGS = ("vaultlint.toml", "pyproject.toml", ".obsidian/app.json", ".obsidian/types.json")
_EVERYWHERE = (".gitignore", ".gitattributes")


def only_since(run: Run, root: str, ref: str, *, staged: bool = False, findings_at: FindingsAt | None = None) -> Run:
    """`run` without the findings that the merge base of `ref` and HEAD had.

    `root` is the vault's folder. `staged` says that `run` is about the index, not the working tree. While a merge is in
    progress, what the commits have that are merged is not new either. With `findings_at`, `run` need not have any
    findings: only those of the files are asked for in which something may be new.
    """
    repository = open_repository(root)
    bases = repository.merge_base(ref), *merged_heads(repository)
    olds = [_old_state(run, repository, base, staged=staged) for base in bases]
    paths = _may_differ(olds)
    now = findings_at(paths) if findings_at else run.findings
    if paths is not None:
        now = tuple(finding for finding in now if finding.path in paths)
    found, *others = [_new_findings(run, ref, now, old, paths) for old in olds]
    for other in others:
        new = {id(finding) for finding in other.findings}
        found = replace(found, findings=tuple(finding for finding in found.findings if id(finding) in new))
    return found


class Old(NamedTuple):
    """A commit that a run is compared with, up to date and not put together; no workspace where it is the same tree.

    `base` is its hash, `differing` what differs from it. `paths` are the files in which something is found otherwise,
    by their paths of then; None where that may be all.
    """

    base: str
    differing: Difference
    workspace: Workspace | None
    paths: frozenset[str] | None


def _old_state(run: Run, repository: Repository, base: str, *, staged: bool) -> Old:
    """The tree of a commit with the settings of `run`."""
    differing = difference(repository, base, staged=staged)
    if not differing.everything and nothing_to_compare(repository, base, staged=staged):
        return Old(base, differing, None, frozenset())
    tree, differing = vault_in(repository, base, differing, staged=staged)
    source = Before(run, repository, tree, differing)
    before = run.workspace.over(source, source.differing.touched)
    before.refresh()
    stale = before.found.stale
    return Old(base, differing, before, None if stale is None else frozenset(stale))


def _may_differ(olds: Iterable[Old]) -> frozenset[str] | None:
    """The files that something may be new in, or gone from, by old and new paths; None for all."""
    found: set[str] = set()
    for old in olds:
        if old.paths is None:
            return None
        found |= old.paths | old.differing.everything
    return frozenset(found)


def _new_findings(run: Run, ref: str, now: tuple[Finding, ...], old: Old, paths: frozenset[str] | None) -> Run:
    """`run` with those of the findings `now` only that there were not before; all in which they differ are in `paths`.

    In all other files the same is found as before, and nothing is said of that.
    """
    differing = old.differing
    before = run_of(old.workspace, paths) if old.workspace else replace(run, findings=now)
    new, gone = subtract(now, before.findings, differing.renamed)
    there = set(run.listing.files)
    fixed = tuple(each for each in gone if differing.renamed.get(each.path, each.path) in there)
    settings = tuple(sorted(path for path in differing.everything if _decides(path, run)))
    written = differing.modified | differing.added
    changes = Changes(ref, old.base, fixed, before, run, differing.renamed, written, settings)
    return replace(run, findings=new, changes=changes)


def _decides(path: str, run: Run) -> bool:
    """Whether the file at a vault path decides which problems are found and reported."""
    return path in (*_SETTINGS, run.selection.settings.baseline) or path.rpartition("/")[2] in _EVERYWHERE


class Before:
    """The vault as it was: the commit's tree, with the settings of today and with what git knows nothing about.

    Files that git ignores, and those behind symlinks, have no history: they count as having been there. A submodule has
    one of its own: where it is at another commit now, its files are those of the commit at which it was. One that is
    not checked out has no files, neither now nor before.
    """

    def __init__(self, run: Run, repository: Repository, tree: TreeSource, differing: Difference) -> None:
        self.now = run.workspace.source
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
