"""When each file of a vault came into its repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.git.command import fields
from vaultlint.git.repository import find_repository

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMMIT = "\x02"


def births(root: str) -> Mapping[str, int]:
    """The number of the commit, counted from the first, that added each vault path; empty where git does not know.

    A renamed file counts from its new name on.
    """
    repository = find_repository(root)
    if repository is None or repository.shallow:
        return {}
    asked = ("log", "--reverse", "--no-renames", "--diff-filter=A", "--relative", "--name-only", "-z")
    try:
        rows = fields(repository.git(*asked, "--format=%x02", "--", "."))
    except VaultlintError:  # a repository without a commit, or one that git cannot read in full
        return {}
    found: dict[str, int] = {}
    number = 0
    for row in rows:
        for part in row.split("\n"):
            if part == _COMMIT:
                number += 1
            elif part:
                found[part] = number
    return found
