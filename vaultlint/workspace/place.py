"""Where what was worked out before is kept: one folder of files that vaultlint made, and nothing else in it is touched.

The folder is the user's own (`disk.folders`), unless `VAULTLINT_CACHE_DIR` or the setting `cache-dir` name another one.
A folder inside the vault came with the vault, maybe from a stranger: it is used only if it is a real folder, no symlink
on the way to it, git does not track anything of it, and it carries the mark of this machine's user.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from vaultlint.disk.folders import cache_folder, key_of, state_folder
from vaultlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG_NAME = "CACHEDIR.TAG"
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache made by vaultlint.\n"
_OURS = lazy_regex(r"vault-[0-9a-f]{24}\.sqlite(?:-journal)?")
_IGNORE = "# Made by vaultlint.\n*\n"


def store_file(root: str, setting: str | None = None) -> str | None:
    """The file for the vault at `root`; None where there can be none. `setting` is `cache-dir`, below the root."""
    folder = folder_of(root, setting)
    if folder is None or not _prepare(folder, root):
        return None
    return os.path.join(folder, f"vault-{key_of(root)}.sqlite")


def folder_of(root: str, setting: str | None = None) -> str | None:
    """The folder that is used for the vault at `root`; None where the one that is set must not be used."""
    if setting and "VAULTLINT_CACHE_DIR" not in os.environ:
        folder = os.path.join(os.path.abspath(root), setting)
        return folder if _is_real(folder, root) else None
    return cache_folder()


def _is_real(folder: str, root: str) -> bool:
    """Whether a folder lies in the vault and is reached from its root without a symlink, as far as it is there."""
    base = os.path.realpath(root)
    inside = os.path.relpath(os.path.abspath(folder), os.path.abspath(root))
    if inside == os.curdir or inside.startswith(os.pardir):
        return False
    path = base
    for name in inside.split(os.sep):
        path = os.path.join(path, name)
        if os.path.islink(path) or (os.path.exists(path) and not os.path.isdir(path)):
            return False
    return True


def _prepare(folder: str, root: str) -> bool:
    """Make and mark the folder; whether it may be used. One with files in it but without the mark is not ours."""
    tag = os.path.join(folder, _TAG_NAME)
    text = _TAG + _mark(folder, root)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if not os.listdir(folder):
            _write(os.path.join(folder, ".gitignore"), _IGNORE)
            _write(tag, text)
        return not os.path.islink(tag) and _read(tag) == text
    except OSError:
        return False


def _mark(folder: str, root: str) -> str:
    """A line that only this user on this machine can write, for a folder inside a vault; "" elsewhere."""
    inside = (os.path.realpath(folder) + os.sep).startswith(os.path.realpath(root) + os.sep)
    if not inside:
        return ""
    secret = _secret()
    name = hashlib.blake2b(os.path.realpath(folder).encode(errors="surrogateescape"), key=secret, digest_size=16)
    return f"# {name.hexdigest()}\n"


def _secret() -> bytes:
    """Random bytes in the user's state folder, made when they are first needed."""
    path = os.path.join(state_folder(), "cache-key")
    with suppress(OSError), open(path, "rb") as file:
        found = file.read(64)
        if len(found) == 32:
            return found
    secret = os.urandom(32)
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
    return secret


def _write(path: str, text: str) -> None:
    with open(path, "x", encoding="utf-8") as file:
        file.write(text)


def _read(path: str) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read(1000)


def our_files(folder: str) -> Iterator[str]:
    """The stores in a folder, and what belongs to them; none where the folder does not carry our mark."""
    try:
        if not _read(os.path.join(folder, _TAG_NAME)).startswith(_TAG):
            return
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        path = os.path.join(folder, name)
        if _OURS.fullmatch(name) and os.path.isfile(path) and not os.path.islink(path):
            yield path


def remove_ours(path: str) -> None:
    """Remove a store that `our_files` gave; raises OSError."""
    os.remove(path)
