"""Which folder is the vault that an editor has open."""

from __future__ import annotations

import os
from itertools import islice

from vaultlint.config.load import find_file, find_root
from vaultlint.errors import VaultlintError
from vaultlint.language import say, words

_LOOKED_AT = 200  # names in a folder that is no vault, among which a note is looked for


def root_of(folder: str) -> str:
    """The vault that an open folder is, lies in, or holds; VaultlintError where there is none.

    A folder with notes in it but without settings is taken for a vault, unless it is somebody's home or a whole disk.
    """
    folder = os.path.abspath(folder)
    if not os.path.isdir(folder):
        raise VaultlintError(words(say("There is no folder {folder}.", folder=folder)))
    found = find_root(folder)
    if is_vault(found) and (folder + os.sep).startswith(found.rstrip(os.sep) + os.sep):
        return found
    if is_vault(found) and found.startswith(folder.rstrip(os.sep) + os.sep):
        return found
    if folder not in (os.path.expanduser("~"), os.path.dirname(folder)) and _holds_notes(folder):
        return folder
    raise VaultlintError(words(say("{folder} is no vault, so that nothing in it is checked.", folder=folder)))


def root_of_file(file: str) -> str | None:
    """The vault that a file lies in; None where it lies in none."""
    folder = os.path.dirname(file)
    while True:
        if is_vault(folder):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def is_vault(folder: str) -> bool:
    """Whether a folder has settings of Obsidian or vaultlint."""
    return find_file(folder) is not None or os.path.isdir(os.path.join(folder, ".obsidian"))


def _holds_notes(folder: str) -> bool:
    """Whether there is a note in a folder, or in a folder of it."""
    for _, folders, names in islice(os.walk(folder), 50):
        folders[:] = [each for each in folders if each[0] != "." and each != "node_modules"]
        if any(name.lower().endswith(".md") for name in names[:_LOOKED_AT]):
            return True
    return False
