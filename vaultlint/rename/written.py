"""How a link to a path is written anew, in the style in which it was written before (`docs/obsidian.md`, 60–62)."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.language import say
from vaultlint.paths import stem
from vaultlint.vault.resolve import fold, normalize

if TYPE_CHECKING:
    from vaultlint.vault.resolve import Resolution, Resolver


def is_ambiguous(found: Resolution) -> bool:
    """Whether several files answer to a link path, so that Obsidian writes the whole path (33, 61)."""
    return not found.exact and len(found.candidates) > 1


def link_path(
    written: str,
    target: str,
    new_target: str,
    source: str,
    new_source: str,
    resolver: Resolver,
    *,
    near: bool = False,
) -> str:
    """The link path from the note `new_source` to `new_target`, where `written` stood for `target` in `source`.

    All are vault paths but `written`, which is decoded. A relative path stays relative, a path from the root stays one,
    a bare name stays bare if `resolver`, which knows the new files, finds the target and no other file by it, or if the
    target is `near`, in the note's folder, where other renderers look first; otherwise the full path is used.
    VaultlintError where no link can open the target.
    """
    keep_extension = _ends_with_extension(written)
    folder = posixpath.dirname(new_source)
    if is_relative(written) or _meant_from_folder(written, target, source):
        relative = posixpath.relpath(new_target, folder or ".")
        if written.startswith("./") and not relative.startswith("../"):
            relative = "./" + relative
        for found in (_shortened(relative, keep_extension), relative):
            if resolver.resolve(found, new_source).target == new_target:
                return found
    full = _shortened(new_target, keep_extension)
    if written.startswith("/"):
        return _sure("/", full, new_target, new_source, resolver)
    if "/" not in written.strip("/"):
        name = posixpath.basename(full)
        resolution = resolver.resolve(name, new_source)
        is_near = near and posixpath.dirname(new_target) == folder
        if resolution.target == new_target and (is_near or not is_ambiguous(resolution)):
            return name
    return _sure("", full, new_target, new_source, resolver)


def _sure(root: str, full: str, target: str, source: str, resolver: Resolver) -> str:
    """The full path, with its ending if only so it opens the target."""
    for path in (root + full, root + target, "/" + full, "/" + target):
        if resolver.resolve(path, source).target == target:
            return path
    other = resolver.resolve(root + full, source).target
    raise VaultlintError(
        say(
            "no link can open {target}: `{full}` opens {other}; choose another name",
            target=target,
            full=full,
            other=other or say("nothing"),
        )
    )


def is_relative(written: str) -> bool:
    """Whether a link path is marked as relative."""
    return written.startswith(("./", "../"))


def _meant_from_folder(written: str, target: str, source: str) -> bool:
    """Whether a path without `./` was meant from the source's folder: it holds from there, and not from the root."""
    folder = posixpath.dirname(source)
    if "/" not in written or not folder:
        return False
    spellings = {fold(target), fold(_shortened(target, keep_extension=False))}
    from_folder = fold(normalize(posixpath.normpath(posixpath.join(folder, written))))
    return from_folder in spellings and fold(normalize(written)) not in spellings


def _ends_with_extension(written: str) -> bool:
    return written[-3:].lower() == ".md"


def _shortened(path: str, keep_extension: bool) -> str:
    return path if keep_extension else stem(path)


def display_name(path: str) -> str:
    """The name under which a file is shown: without folder, and without `.md`."""
    return _shortened(posixpath.basename(path), keep_extension=False)


def heading_in_link(heading: str) -> str:
    """A heading as Obsidian writes it in a link: characters that end a link path become spaces (50)."""
    for mark in ("%%", "[[", "]]"):
        heading = heading.replace(mark, " ")
    for character in ":#|^\\\r\n":
        heading = heading.replace(character, " ")
    return " ".join(heading.split())
