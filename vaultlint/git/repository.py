"""The repository that holds a vault. The vault may be a folder of it: all paths here are relative to the vault."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultlint.disk.read import read_file
from vaultlint.errors import VaultlintError
from vaultlint.git.command import (
    GitError,
    ask_owner,
    fields,
    has_filters,
    how_to_fetch,
    is_partial,
    no_repository,
    run_git,
)
from vaultlint.git.locate import Place, is_repository, locate
from vaultlint.language import Message, say
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@frozen
class Repository:
    """A vault in a git repository.

    `root` is the vault's folder on disk and `top` the repository's; `prefix` is the vault's path in the repository, ""
    or with a `/` at its end. `index` is the index file that a running `git commit` uses, or "" for the usual one.
    `partial` says that the clone may lack objects.
    """

    root: str
    place: Place
    shallow: bool
    partial: bool = False
    index: str = ""

    @property
    def top(self) -> str:
        """The repository's folder on disk."""
        return self.place.top

    @property
    def prefix(self) -> str:
        """The vault's path in the repository."""
        return self.place.prefix

    def git(self, *arguments: str, data: bytes | None = None, index: str | None = None) -> bytes:
        """What git, run in the vault's folder, prints; `index` is another index file to use."""
        return run_git(self.place, *arguments, index=index or self.index, data=data)

    def commit(self, ref: str) -> str:
        """The hash of the commit that `ref` names."""
        if ref and not ref.startswith("-"):
            try:
                return self.git("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").decode().strip()
            except GitError as error:
                if error.status != 1 and "bad revision" not in error.output:
                    raise
        raise VaultlintError(self._no_commit(ref))

    def merge_base(self, ref: str) -> str:
        """The hash of the best common ancestor of `ref` and HEAD."""
        head = self.head()
        if ref == "HEAD":
            return head
        commit = self.commit(ref)
        try:
            return self.git("merge-base", commit, head).decode().split()[0]
        except GitError as error:
            if error.status != 1 and "is a tree" not in error.output:  # HEAD, before the first commit of a branch
                raise
        if self.shallow:
            raise VaultlintError(
                say(
                    "this clone is shallow, and the merge base of `{ref}` and HEAD is not in it: fetch it with `git "
                    "fetch --unshallow` (or `git fetch --deepen=100`); in GitHub Actions give actions/checkout "
                    "`fetch-depth: 0`",
                    ref=ref,
                )
            )
        raise VaultlintError(say("`{ref}` and HEAD have no commit in common, so nothing can be compared", ref=ref))

    def head(self) -> str:
        """The hash of HEAD, or of the empty tree before the first commit."""
        try:
            return self.git("rev-parse", "--verify", "--quiet", "HEAD^{commit}").decode().strip()
        except GitError as error:
            if error.status != 1:
                raise
        return self.git("hash-object", "-t", "tree", "--stdin", data=b"").decode().strip()

    def missing(self, *of: str) -> frozenset[str]:
        """The hashes of what a partial clone lacks of commits, or with `--indexed-objects` of the index.

        git is asked in the one way that fetches nothing.
        """
        if not self.partial:
            return frozenset()
        said = self.git("rev-list", "--objects", "--no-walk", "--missing=print", *of)
        return frozenset(line[1:].decode() for line in said.split(b"\n") if line[:1] == b"?")

    def lacks(self, paths: Sequence[str]) -> VaultlintError:
        """The error for files whose content a partial clone lacks."""
        if len(paths) == 1:
            return VaultlintError(
                say("git does not have the content of `{path}`: {how}", path=paths[0], how=how_to_fetch())
            )
        return VaultlintError(
            say(
                "git does not have the content of `{path}` and {more} more: {how}",
                path=paths[0],
                more=f"{len(paths) - 1:,}",
                how=how_to_fetch(),
            )
        )

    def _no_commit(self, ref: str) -> Message:
        remote, slash, branch = ref.partition("/")
        if slash and remote == "origin":
            return say(
                "git knows no commit `{ref}`: fetch it with `git fetch origin {branch}:refs/remotes/{ref}`, or correct "
                "the name",
                branch=branch,
                ref=ref,
            )
        if self.shallow:
            return say(
                "git knows no commit `{ref}`: this clone is shallow, so fetch it with `git fetch --unshallow`, or "
                "correct the name",
                ref=ref,
            )
        return say("git knows no commit `{ref}`: correct the name, or fetch it first", ref=ref)

    def filtered(self, paths: Iterable[str]) -> frozenset[str]:
        """Those of `paths` that a filter turns into something else when git stores them."""
        if not has_filters(self.place):
            return frozenset()
        data = b"".join(os.fsencode(path) + b"\0" for path in paths)
        rows = fields(self.git("check-attr", "-z", "--stdin", "filter", data=data))
        values = zip(rows[::3], rows[2::3], strict=True)
        return frozenset(path for path, value in values if value not in ("unspecified", "unset") and "\n" not in path)

    def tracked(self) -> list[str]:
        """The files in the index."""
        return fields(self.git("ls-files", "-z", "--cached", "--", "."))

    def untracked(self) -> list[str]:
        """The files that git would add: neither in the index nor ignored."""
        return fields(self.git("ls-files", "-z", "--others", "--exclude-standard", "--", "."))

    def unstaged(self) -> dict[str, str]:
        """The files that differ between index and disk, deleted ones included, with git's letter for what they are.

        An `A` is a file that is only meant to be added (`git add --intent-to-add`): no commit has it.
        """
        options = ("--no-ext-diff", "--name-status", "-z", "--relative", "--no-renames")
        rows = iter(fields(self.git("diff", *options, "--", ".")))
        return {path: letter for letter, path in zip(rows, rows, strict=True)}


def open_repository(root: str) -> Repository:
    """The repository that holds the vault at `root`; an error that says what to do where there is none."""
    place = locate(root)
    if place is None:
        raise GitError(no_repository(root))
    shallow = ask_owner(place).strip() == b"true"
    return Repository(root, place, shallow, is_partial(place), _running_index(place.git_dir))


def find_repository(root: str) -> Repository | None:
    """The repository that holds the vault, or None where there is none that git can read."""
    try:
        return open_repository(root)
    except VaultlintError:
        return None


def submodule_with(repository: Repository, folder: str, commit: str) -> Repository | None:
    """The submodule in a folder of the vault, for the tree of a commit that it was at.

    One that is not checked out (any more) may still be among what git keeps of the enclosing repository; None where it
    is not. An error where the one that is checked out lacks the commit.
    """
    place = os.path.join(repository.root, folder)
    here = os.path.lexists(os.path.join(place, ".git"))
    found = open_repository(place) if here else _kept_submodule(repository, folder)
    try:
        return found if found and found.commit(commit) else None
    except VaultlintError:
        if not here:
            return None
    path = folder.rstrip("/")
    raise VaultlintError(
        say(
            "the submodule `{path}` lacks its older commit {commit}: fetch it with `git -C {path} fetch origin "
            "{commit}`",
            path=path,
            commit=commit,
        )
    )


def _kept_submodule(repository: Repository, folder: str) -> Repository | None:
    """A submodule that is not checked out, as far as git has kept it under the name of its folder."""
    git_dir = os.path.join(repository.place.common, "modules", repository.prefix + folder.rstrip("/"))
    if not is_repository(git_dir):
        return None
    place = Place(repository.place.folder, repository.place.folder, os.path.realpath(git_dir), found=False)
    return Repository(repository.root, place, shallow=False, partial=is_partial(place))


def _running_index(git_dir: str) -> str:
    """The index that `git commit -a` or `git commit PATH` made for its hooks, if it is not another repository's.

    A hook of one repository may call for another one: the enclosing one, or a submodule.
    """
    index = os.environ.get("GIT_INDEX_FILE")
    if not index:
        return ""
    path = os.path.realpath(index)
    folder = os.path.dirname(path)
    if folder != os.path.realpath(git_dir) and (is_repository(folder) or not _is_index(path)):
        return ""
    return path


def _is_index(path: str) -> bool:
    try:
        return read_file(path).startswith(b"DIRC")
    except OSError:
        return False
