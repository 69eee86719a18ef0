"""Links in canvases: `file` nodes hold a full vault path, `text` nodes hold Markdown (`docs/obsidian.md`, 39)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from vaultlint.finding import Edit
from vaultlint.fix.edits import apply_edits
from vaultlint.markdown.parse import parse_text
from vaultlint.rename.plan import display_edits, target_edit
from vaultlint.rename.written import display_name, link_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultlint.vault.resolve import Resolver

_STRING = re.compile(r'"(file|text)"(\s*:\s*)("(?:[^"\\]|\\.)*")')


def canvas_edits(path: str, text: str, moves: Mapping[str, str], old: Resolver, new: Resolver) -> tuple[Edit, ...]:
    """The edits of the canvas at `path`: strings of its JSON are replaced where they stand, nothing else changes."""
    edits = []
    for match in _STRING.finditer(text):
        try:
            value = json.loads(match[3])
        except ValueError:
            continue
        changed = moves.get(value, value) if match[1] == "file" else _text_node(path, value, moves, old, new)
        if changed != value:
            ascii_only = match[3].isascii() and not value.isascii()
            edits.append(Edit(*match.span(3), json.dumps(changed, ensure_ascii=ascii_only)))
    return tuple(edits)


def _text_node(path: str, text: str, moves: Mapping[str, str], old: Resolver, new: Resolver) -> str:
    edits: list[Edit] = []
    new_path = moves.get(path, path)
    for link in parse_text(path, text).links:
        target = old.resolve(link.path, path).target if link.path else None
        if target is None:
            continue
        new_target = moves.get(target, target)
        if target == new_target and new.resolve(link.path, new_path).target == target:
            continue
        written = link_path(link.path, target, new_target, path, new_path, new)
        if written != link.path:
            edits.append(target_edit(text, link, written))
        edits += display_edits(text, link, display_name(target), display_name(new_target))
    return apply_edits(text, edits)
