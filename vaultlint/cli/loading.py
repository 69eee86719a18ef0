"""Which vault a command is about, and its settings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultlint.language import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultlint.config.load import Loaded


def load_settings(root: str | None, config: tuple[str, ...], start: str = ".", *, staged: bool = False) -> Loaded:
    """The settings of the vault at `root`, or of the one that holds `start`; the `staged` ones if so asked."""
    from vaultlint.cli.spoken import heed
    from vaultlint.config.load import find_file, find_root, load, split_config

    root = root or find_root(start)
    overrides, named = split_config(config)
    heed(named or find_file(os.path.abspath(root)), overrides)
    return load(root, overrides, named, staged_reader(root) if staged else None)


def say_where(root: str | None, start: str) -> None:
    """Say which vault was taken, where it is none that holds `start` but the only one below it."""
    from vaultlint.cli.output import tell
    from vaultlint.config.load import find_root
    from vaultlint.report.escape import plain

    folder = os.path.abspath(start)
    found = folder if root else find_root(start)
    if found.startswith(folder.rstrip(os.sep) + os.sep):
        name = plain(os.path.relpath(found, folder))
        tell(say("This folder is no vault; the only one below it is {name}, which is checked.", name=name))


def staged_reader(root: str) -> Callable[[str], bytes]:
    """A function that reads a small file of the vault at `root` from the index; OSError where it is not there."""
    from vaultlint.git.command import GitError
    from vaultlint.git.repository import open_repository

    repository = open_repository(root)

    def read(path: str) -> bytes:
        try:
            return repository.git("cat-file", "blob", f":./{path}")
        except GitError as error:
            raise FileNotFoundError(path) from error

    return read
