"""What a person means by OLD and NEW, and whether NEW is a good name."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.paths import is_note
from vaultlint.vault.resolve import normalize

if TYPE_CHECKING:
    from vaultlint.vault.vault import Vault

_UNLINKABLE = "#^[]|"
_FORBIDDEN = '*"\\<>:?'


def existing_path(vault: Vault, name: str) -> str:
    """The vault path of the file or folder that `name`, a path or a name as in a link, means; folders end with `/`."""
    path = normalize(name.removeprefix("./"))
    if path in vault.files:
        return path
    if any(file.startswith(path + "/") for file in vault.files):
        return path + "/"
    resolution = vault.resolver.resolve(path, "")
    if resolution.target is None:
        raise VaultlintError(f"there is no note, folder or attachment “{name}” in this vault")
    if len(resolution.candidates) > 1 and not resolution.exact:
        raise VaultlintError(f"“{name}” may be " + " or ".join(resolution.candidates[:4]) + ": give the path")
    return resolution.target


def new_path(old: str, name: str) -> str:
    """The vault path that `name` means for the file or folder at `old`.

    A name without `/` stays in the folder of `old`; one that ends with `/` is a folder to move into; a leading `/`
    means the vault's root. A note keeps its `.md`.
    """
    folder_wanted = name.endswith("/") and not old.endswith("/")
    path = normalize(name)
    if folder_wanted:
        path = posixpath.join(path, posixpath.basename(old)) if path else posixpath.basename(old)
    elif "/" not in name.strip().removesuffix("/") and not name.startswith("/"):
        path = posixpath.join(posixpath.dirname(old.rstrip("/")), path)
    if is_note(old) and not is_note(path):
        path += ".md"
    elif not old.endswith("/") and not is_note(old) and not posixpath.splitext(path)[1]:
        path += posixpath.splitext(old)[1]
    check_name(path)
    return path


def check_name(path: str) -> None:
    """Raise where a new path could not be linked, or not exist on every system."""
    if not path or path.startswith("../") or any(part in ("", ".", "..") for part in path.split("/")):
        raise VaultlintError(f"“{path}” is no path inside the vault")
    for part in path.split("/"):
        bad = next(
            (character for character in part if character in _UNLINKABLE + _FORBIDDEN or ord(character) < 32), None
        )
        if bad is not None:
            why = "no link can name it" if bad in _UNLINKABLE else "it is not allowed on every system"
            raise VaultlintError(f"“{part}” contains `{bad}`: {why}; choose another name")
        if part.startswith("."):
            raise VaultlintError(f"“{part}” starts with a dot: Obsidian does not show such files")
        if part != part.strip() or part.removesuffix(".md").endswith((".", " ")):
            raise VaultlintError(f"“{part}” begins or ends with a space or a dot: choose another name")
