"""Telling, without running git, whether git may say something else about renames than before."""

from __future__ import annotations

import os

_DONE = ("HEAD", "logs/HEAD", "index")


def git_stamps(folder: str) -> list[list[int]]:
    """Sizes and times of the files in which git notes what it has done and what it ignores.

    They are those of the repository that holds `folder`; without one there are none.
    """
    ignoring = []
    while folder:
        ignoring.append(os.path.join(folder, ".gitignore"))
        if os.path.exists(os.path.join(folder, ".git")):
            own = _git_folder(folder)
            common = os.path.join(own, _line(os.path.join(own, "commondir")))
            noted = [os.path.join(own, name) for name in _DONE]
            return [_stamp(file) for file in (*noted, os.path.join(common, "info", "exclude"), *ignoring)]
        folder = os.path.dirname(folder) if folder != os.path.dirname(folder) else ""
    return []


def _git_folder(top: str) -> str:
    """The repository's own folder; in a linked working tree and in a submodule `.git` is a file that names it."""
    path = os.path.join(top, ".git")
    return path if os.path.isdir(path) else os.path.join(top, _line(path).removeprefix("gitdir:").strip())


def _line(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.readline().rstrip("\n")
    except OSError:
        return ""


def _stamp(path: str) -> list[int]:
    try:
        status = os.stat(path)
    except OSError:
        return [0, 0, 0]
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns]
