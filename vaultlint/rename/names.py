"""What a person means by OLD and NEW, and whether NEW is a good name."""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.language import Message, listed, say
from vaultlint.paths import is_device, is_note, stem
from vaultlint.vault.resolve import fold, normalize

if TYPE_CHECKING:
    from vaultlint.vault.vault import Vault

_UNLINKABLE = "#^[]|"
_FORBIDDEN = '*"\\<>:?'
_LONGEST = 255  # bytes of a name, on nearly all disks


def existing_path(vault: Vault, name: str) -> str:
    """The vault path of the file or folder that `name`, a path or a name as in a link, means; folders end with `/`."""
    path = normalize(name.removeprefix("./"))
    if path in vault.files:
        return path
    if any(file.startswith(path + "/") for file in vault.files):
        return path + "/"
    resolution = vault.resolver.resolve(path, "")
    if not path or resolution.target is None:
        raise VaultlintError(say("there is no note, folder or attachment “{name}” in this vault", name=name))
    if len(resolution.candidates) > 1 and not resolution.exact:
        found = listed(resolution.candidates[:4], last="or")
        raise VaultlintError(say("“{name}” may be {candidates}: give the path", name=name, candidates=found))
    return resolution.target


def new_path(old: str, name: str) -> str:
    """The vault path that `name` means for the file or folder at `old`.

    A name without `/` stays in the folder of `old`; one that ends with `/` is a folder to move into; a leading `/`
    means the vault's root. A note keeps its `.md`.
    """
    folder_wanted = name.endswith("/")
    path = normalize(name)
    if folder_wanted:
        path = posixpath.join(path, posixpath.basename(old.rstrip("/")))
    elif "/" not in name.strip().removesuffix("/") and not name.startswith("/"):
        path = posixpath.join(posixpath.dirname(old.rstrip("/")), path)
    if is_note(old) and not is_note(path):
        path += ".md"
    elif not old.endswith("/") and not is_note(old) and not posixpath.splitext(path)[1]:
        path += posixpath.splitext(old)[1]
    check_name(path)
    return path


def refuse_taken(vault: Vault, old: str, new: str) -> None:
    """Raise VaultlintError where something else stands at `new`, or where nothing can stand there.

    `old` is the vault path of a file or, with `/` at its end, of a folder. Names that differ in case only are one name,
    because on other systems they are (9).
    """
    moved = old.rstrip("/")
    wanted = fold(new)
    parents = {wanted[:index] for index, character in enumerate(wanted) if character == "/"}
    for path in sorted(vault.files):
        if path == moved or path.startswith(moved + "/"):
            continue
        folded = fold(path)
        if folded == wanted:
            raise VaultlintError(say("there is a file {path} already: choose another name", path=path))
        if is_note(new) and folded == fold(stem(new)):
            raise VaultlintError(
                say(
                    "links to {new} would open the file {path}, which takes its name: choose another name",
                    new=new,
                    path=path,
                )
            )
        if folded.startswith(wanted + "/"):
            raise VaultlintError(
                say(
                    "there is a folder {path} already: `{new}/` moves into it, or choose another name",
                    path=path[: len(new)],
                    new=new,
                )
            )
        if folded in parents:
            raise VaultlintError(
                say("{path} is a file, so that nothing can be inside of it: choose another folder", path=path)
            )
    _refuse_on_disk(vault, moved, new)


def _refuse_on_disk(vault: Vault, old: str, new: str) -> None:
    """As above for what is no file of the vault: a hidden file, an empty folder, a broken link."""
    root = getattr(vault.source, "root", "")
    target = os.path.join(root, new)
    if not root or not os.path.lexists(target):
        return
    if os.path.exists(target) and os.path.samefile(target, os.path.join(root, old)):
        return
    if os.path.isdir(target):
        raise VaultlintError(
            say("there is a folder {new} already: `{new}/` moves into it, or choose another name", new=new)
        )
    raise VaultlintError(say("there is a file {new} already: choose another name", new=new))


def check_name(path: str) -> None:
    """Raise where a new path could not be linked, or not exist on every system."""
    if not path or path.startswith("../") or any(part in ("", ".", "..") for part in path.split("/")):
        raise VaultlintError(say("“{path}” is no path inside the vault", path=path))
    for part in path.split("/"):
        bad = next(
            (character for character in part if character in _UNLINKABLE + _FORBIDDEN or ord(character) < 32), None
        )
        if bad is not None:
            raise VaultlintError(_bad_character(part, bad))
        if part.startswith("."):
            raise VaultlintError(say("“{part}” starts with a dot: Obsidian does not show such files", part=part))
        if part != part.strip() or part.removesuffix(".md").endswith((".", " ")):
            raise VaultlintError(say("“{part}” begins or ends with a space or a dot: choose another name", part=part))
        if (length := len(part.encode(errors="surrogatepass"))) > _LONGEST:
            raise VaultlintError(
                say("a name of {length} bytes is too long for most disks: choose another name", length=length)
            )
        if is_device(part):
            raise VaultlintError(say("“{part}” is the name of a device on Windows: choose another name", part=part))


def _bad_character(part: str, bad: str) -> Message:
    if bad in _UNLINKABLE:
        return say("“{part}” contains `{bad}`: no link can name it; choose another name", part=part, bad=bad)
    return say("“{part}” contains `{bad}`: it is not allowed on every system; choose another name", part=part, bad=bad)
