"""Files that the command line asks for: reports, exports, baselines. Put in place in one step, or not at all."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from vaultlint.disk.announced import announced
from vaultlint.disk.interrupts import deferred_interrupts
from vaultlint.disk.read import read_file
from vaultlint.disk.temporary import flush_folder, remove_leftovers, temporary_name, write_fresh, write_temporary
from vaultlint.errors import VaultlintError, reason_of
from vaultlint.language import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What people write, draw or collect, and what says how that is checked: never the place for a report.
_KEPT = frozenset(
    {"md", "canvas", "base", "toml", "avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp", "pdf"}
    | {"flac", "m4a", "mp3", "ogg", "wav", "webm", "3gp", "mkv", "mov", "mp4", "ogv"}
)
MARK = b"<!-- vaultlint"  # what a Markdown report of vaultlint begins with


def write_output(file: str, pieces: Iterable[bytes], root: str | None = None) -> None:
    """Write a file that an option names; VaultlintError where it would replace something of the vault at `root`.

    Devices and pipes are written as they are. What stood in the file stays there until all is written.
    """
    check_output(file, root)
    try:
        status = os.stat(file)
    except OSError:
        status = None
    if status is not None and not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        with open(file, "wb") as stream:
            stream.writelines(pieces)
        return
    try:
        with deferred_interrupts() as interrupts:
            data = b"".join(pieces)
            interrupts.heed()
            _put(file, data, exists=status is not None)
    except OSError as error:
        raise VaultlintError(say("cannot write {file}: {reason}", file=file, reason=reason_of(error))) from None


def write_folder(folder: str, files: Mapping[str, bytes], ending: str) -> None:
    """Write files into a folder of pages that are all made, and remove those with this ending that no longer are."""
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        if name.endswith(ending) and name not in files:
            os.remove(os.path.join(folder, name))
    for name, data in files.items():
        write_output(os.path.join(folder, name), [data])


def _put(file: str, data: bytes, *, exists: bool) -> None:
    target = os.path.realpath(file)
    folder = os.path.dirname(target)
    remove_leftovers([folder])
    name = temporary_name()
    with announced(os.path.join(folder, name)):
        temporary = write_temporary(target, data, name) if exists else write_fresh(target, data, name=name)
        try:
            temporary.flush()
            temporary.replace()
        except BaseException:
            temporary.remove()
            raise
    flush_folder(folder)


def check_output(file: str, root: str | None) -> None:
    """Raise VaultlintError where a report in `file` would replace something of the vault, or leave it by a link."""
    if root is None:
        return
    top, target = os.path.realpath(root), os.path.realpath(file)
    written = (
        os.path.abspath(file),
        os.path.join(os.path.realpath(os.path.dirname(file) or "."), os.path.basename(file)),
    )
    inside = any(_is_below(place, each) for place in written for each in (top, os.path.abspath(root)))
    if inside and not _is_below(target, top):
        raise VaultlintError(
            say("{file} is a link that leads out of the vault: nothing is written through it", file=file)
        )
    if os.path.exists(target) and _is_below(target, top) and _is_kept(target, top):
        raise VaultlintError(
            say("{file} is a file of the vault and is not overwritten: choose another name", file=file)
        )


def _is_below(path: str, top: str) -> bool:
    return path.startswith(top.rstrip(os.sep) + os.sep)


def _is_kept(target: str, top: str) -> bool:
    """Whether a file of the vault is somebody's work, or decides how the vault is seen."""
    if os.path.relpath(target, top).split(os.sep)[0].startswith((".obsidian", ".git")):
        return True
    if os.path.splitext(target)[1][1:].lower() not in _KEPT:
        return False
    if not target.lower().endswith(".md"):
        return True
    return not read_file(target).startswith(MARK)
