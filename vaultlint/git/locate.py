"""Finding the repository that holds a folder, without asking git.

git, started in a folder of committed files named `HEAD`, `config`, `objects/` and `refs/`, takes it for a bare
repository and runs the commands that its `config` names. So the repository is looked for here, by its `.git`, which
nobody can commit, and git is told where it is.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultlint.disk.read import read_file
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_POINTER = b"gitdir:"
_LONGEST_POINTER = 8192


class Place(NamedTuple):
    """A folder in a working tree: its real path, the working tree's `top`, and the repository's own folder.

    `found` says that the repository was found by its `.git`, not named by the environment.
    """

    folder: str
    top: str
    git_dir: str
    found: bool = True

    @property
    def prefix(self) -> str:
        """The folder's path in the working tree, "" or with a `/` at its end."""
        inside = os.path.relpath(self.folder, self.top).replace(os.sep, "/")
        return "" if inside == "." else inside + "/"

    @property
    def common(self) -> str:
        """The folder that all working trees of the repository share."""
        named = _line(os.path.join(self.git_dir, "commondir"))
        return os.path.join(self.git_dir, named) if named else self.git_dir


def locate(folder: str) -> Place | None:
    """The repository that holds `folder`, or None.

    `GIT_DIR` together with `GIT_WORK_TREE` names it, if the folder lies in that tree. Otherwise it is the nearest one
    upwards: what a hook hands down may be about another repository. Where there is none, `GIT_DIR` alone counts, with
    the working directory as the tree, as for git.
    """
    here = os.path.realpath(folder)
    named, tree = os.environ.get("GIT_DIR"), os.environ.get("GIT_WORK_TREE")
    if named and tree and _holds(os.path.realpath(tree), here):
        return Place(here, os.path.realpath(tree), os.path.realpath(named), found=False)
    for top in _upwards(here):
        git_dir = _git_dir(os.path.join(top, ".git"))
        if git_dir:
            return Place(here, top, git_dir)
    if named and not tree and _holds(os.getcwd(), here) and is_repository(os.path.realpath(named)):
        return Place(here, os.getcwd(), os.path.realpath(named), found=False)
    return None


def _upwards(folder: str) -> Iterator[str]:
    """The folder and those that it lies in, up to what `GIT_CEILING_DIRECTORIES` forbids."""
    ceilings = {
        os.path.realpath(each) for each in os.environ.get("GIT_CEILING_DIRECTORIES", "").split(os.pathsep) if each
    }
    yield folder
    while (parent := os.path.dirname(folder)) != folder and parent not in ceilings:
        yield (folder := parent)


def _git_dir(path: str) -> str | None:
    """The repository's own folder for a `.git`: itself, or what a file of that name (worktree, submodule) names."""
    if not os.path.isdir(path):
        named = _line(path)
        if not named.startswith(_POINTER.decode()):
            return None
        path = os.path.join(os.path.dirname(path), named.removeprefix(_POINTER.decode()).strip())
    return os.path.realpath(path) if is_repository(path) else None


def is_repository(path: str) -> bool:
    """Whether git would take the folder for a repository."""
    named = _line(os.path.join(path, "commondir"))
    common = os.path.join(path, named) if named else path
    return os.path.lexists(os.path.join(path, "HEAD")) and all(
        os.path.isdir(os.path.join(common, name)) for name in ("objects", "refs")
    )


def _holds(top: str, folder: str) -> bool:
    return folder == top or folder.startswith(top.rstrip(os.sep) + os.sep)


def _line(path: str) -> str:
    """The first line of a small file; "" where there is none."""
    try:
        data = read_file(path, _LONGEST_POINTER)
    except OSError:
        return ""
    return os.fsdecode(data.split(b"\n", 1)[0]).rstrip("\r")
