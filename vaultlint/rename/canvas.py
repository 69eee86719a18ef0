"""Links in canvases: `file` nodes hold a full vault path, `text` nodes hold Markdown (`docs/obsidian.md`, 39)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from vaultlint.finding import Edit
from vaultlint.fix.edits import apply_edits
from vaultlint.markdown.parse import parse_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.rename.renaming import Renaming

_NODE = re.compile(r'\{[^{}"]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*"[^{}"]*+)*\}')
_STRING = re.compile(r'"(file|subpath|text)"\s*:\s*("(?:[^"\\]|\\.)*")')


def canvas_edits(path: str, text: str, renaming: Renaming) -> tuple[Edit, ...]:
    """The edits of the canvas at `path`: strings of its JSON are replaced where they stand, nothing else changes."""
    return tuple(edit for node in _NODE.finditer(text) for edit in _node_edits(path, node, renaming))


def _node_edits(path: str, node: re.Match[str], renaming: Renaming) -> Iterator[Edit]:
    try:
        found = [(match, json.loads(match[2])) for match in _STRING.finditer(node.string, *node.span())]
    except ValueError:
        return
    file = next((value for match, value in found if match[1] == "file"), "")
    for match, value in found:
        changed = _changed(match[1], path, value, file, renaming)
        if changed != value:
            ascii_only = match[2].isascii() and not value.isascii()
            yield Edit(*match.span(2), json.dumps(changed, ensure_ascii=ascii_only))


def _changed(key: str, path: str, value: str, file: str, renaming: Renaming) -> str:
    if key == "file":
        return renaming.moves.get(value, value)
    if key == "text":
        links = parse_text(path, value).links if "[" in value else ()
        found = renaming.edits(path, links, lambda: value)
        return apply_edits(value, [edit for edits in found for edit in edits])
    subpath = renaming.new_subpath(file, value.removeprefix("#")) if file else None
    return value if subpath is None else "#" + subpath
