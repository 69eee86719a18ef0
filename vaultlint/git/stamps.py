"""Telling, without running git, whether git may say something else about renames than before."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultlint.git.locate import locate

if TYPE_CHECKING:
    from vaultlint.git.locate import Place

_DONE = ("HEAD", "logs/HEAD", "index")


def git_stamps(folder: str) -> list[list[int]]:
    """Sizes and times of the files in which git notes what it has done and what it ignores.

    They are those of the repository that holds `folder`; without one there are none.
    """
    place = locate(folder)
    if place is None:
        return []
    noted = [os.path.join(place.git_dir, name) for name in _DONE]
    ignoring = [os.path.join(each, ".gitignore") for each in _between(folder, place)]
    return [_stamp(file) for file in (*noted, os.path.join(place.common, "info", "exclude"), *ignoring)]


def _between(folder: str, place: Place) -> list[str]:
    """The folder and those that it lies in, up to the repository's own."""
    parts = place.prefix.split("/")[:-1]
    return [folder, *(os.path.join(place.top, *parts[:count]) for count in range(len(parts) - 1, -1, -1) if parts)]


def _stamp(path: str) -> list[int]:
    try:
        status = os.stat(path)
    except OSError:
        return [0, 0, 0]
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns]
