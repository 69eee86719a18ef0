"""Build a larger vault out of copies of a vault, with the links kept inside each copy.

    python -m benchmarks.replicas VAULT FOLDER COPIES

Copy k lives in the folder `rk/`. Every wiki link that resolves is rewritten to the full path inside its own copy, and
so is every Markdown link that is no relative path, so that ten copies have ten times the links of one and no link is
ambiguous.
"""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import sys

from vaultlint.finding import Edit
from vaultlint.fix.edits import apply_edits
from vaultlint.markdown.elements import Link
from vaultlint.markdown.note import Note
from vaultlint.markdown.parse import parse_note
from vaultlint.paths import is_note
from vaultlint.vault.resolve import Resolver
from vaultlint.vault.source import DiskSource

_ACTIVE = re.compile(r"[\s()<>%#^\[\]]")  # in a Markdown link's destination


def build(vault: str, folder: str, copies: int) -> None:
    """Write the copies of `vault` to `folder`; the vault itself is only read."""
    source = DiskSource(vault)
    paths = sorted(entry.path for entry in source.entries() if not entry.error)
    resolver = Resolver(paths)
    notes = {path: parse_note(path, source.read(path)) for path in paths if is_note(path)}
    for copy in range(copies):
        prefix = f"r{copy}/"
        for path in paths:
            target = os.path.join(folder, prefix + path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            note = notes.get(path)
            if note is None or not note.decodable:
                shutil.copyfile(os.path.join(source.root, path), target)
                continue
            with open(target, "w", encoding="utf-8", newline="") as file:
                file.write(relinked(note, resolver, prefix))
    os.makedirs(os.path.join(folder, ".obsidian"), exist_ok=True)


def relinked(note: Note, resolver: Resolver, prefix: str) -> str:
    """The text of a note whose links lead to the copy in the folder `prefix`."""
    edits = []
    for link in note.links:
        target = resolver.resolve(link.path, note.path).target if link.path else None
        if target is not None and not _stays(link, note, target):
            written = note.text[link.target_start : link.target_end]
            path = prefix + target.removesuffix(".md") if link.form == "wiki" else _escaped(prefix + target)
            edits.append(Edit(link.target_start, link.target_end, path + "".join(written.partition("#")[1:])))
    return apply_edits(note.text, edits)


def _stays(link: Link, note: Note, target: str) -> bool:
    """Whether a link that is left as it is leads to the same note of the copy; a definition's is left alone."""
    relative = posixpath.normpath(posixpath.join(note.folder, link.path))
    return link.form == "reference" or (link.form == "markdown" and relative == target)


def _escaped(path: str) -> str:
    """A path as the destination of a Markdown link."""
    return _ACTIVE.sub(lambda match: f"%{ord(match[0]):02X}", path)


if __name__ == "__main__":
    build(sys.argv[1], sys.argv[2], int(sys.argv[3]))
