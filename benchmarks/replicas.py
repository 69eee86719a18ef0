"""Build a larger vault out of copies of a vault, with the links kept inside each copy.

    python -m benchmarks.replicas VAULT FOLDER COPIES

Copy k lives in the folder `rk/`. Every wiki link that resolves is rewritten to the full path inside its own copy, so
that ten copies have ten times the links of one and no link is ambiguous.
"""

from __future__ import annotations

import os
import shutil
import sys

from vaultlint.finding import Edit
from vaultlint.fix.edits import apply_edits
from vaultlint.markdown.note import Note
from vaultlint.markdown.parse import parse_note
from vaultlint.vault.resolve import Resolver
from vaultlint.vault.source import DiskSource
from vaultlint.vault.vault import is_note


def build(vault: str, folder: str, copies: int) -> None:
    source = DiskSource(vault)
    paths = sorted(entry.path for entry in source.entries())
    resolver = Resolver(paths)
    notes = {path: parse_note(path, source.read(path)) for path in paths if is_note(path)}
    for copy in range(copies):
        prefix = f"r{copy}/"
        for path in paths:
            target = os.path.join(folder, prefix + path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            note = notes.get(path)
            if note is None or not note.decodable:
                shutil.copyfile(source.absolute(path), target)
                continue
            with open(target, "w", encoding="utf-8", newline="") as file:
                file.write(relinked(note, resolver, prefix))
    os.makedirs(os.path.join(folder, ".obsidian"), exist_ok=True)


def relinked(note: Note, resolver: Resolver, prefix: str) -> str:
    edits = []
    for link in note.links:
        target = resolver.resolve(link.path, note.path).target if link.form == "wiki" and link.path else None
        if target is not None:
            subpath = note.text[link.target_start : link.target_end].partition("#")
            written = prefix + target.removesuffix(".md") + subpath[1] + subpath[2]
            edits.append(Edit(link.target_start, link.target_end, written))
    return apply_edits(note.text, edits)


if __name__ == "__main__":
    build(sys.argv[1], sys.argv[2], int(sys.argv[3]))
