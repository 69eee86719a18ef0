"""Links in canvases: `file` nodes hold a full vault path, `text` nodes hold Markdown (`docs/obsidian.md`, 39).

Edits replace single stretches inside the strings of the JSON; key order, indentation and every other byte stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Edit
from vaultlint.markdown.json_spans import JsonError, JsonNode, Places, quoted, read_json
from vaultlint.markdown.parse import parse_text
from vaultlint.values import NamedTuple
from vaultlint.vault.resolve import fold, normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Link
    from vaultlint.rename.renaming import Renaming

_PATHS = ("file", "background")  # keys of nodes that hold a vault path: of a card, and the picture behind a group


class CanvasLink(NamedTuple):
    """What a canvas names: a vault path with a subpath, or a link in a text."""

    path: str
    subpath: str
    link: Link | None = None


def nodes_of(text: str) -> tuple[JsonNode, ...]:
    """The nodes of a canvas; none where it is not JSON."""
    found = read_json(text) if text.strip() else None
    return () if found is None or isinstance(found, JsonError) else found.array("nodes")


def canvas_links(path: str, text: str) -> Iterator[CanvasLink]:
    """Everything that a canvas names, in order."""
    for node in nodes_of(text):
        subpath = node.string("subpath")
        for key in _PATHS:
            value = node.string(key)
            if value is not None:
                yield CanvasLink(value.text, subpath.text.removeprefix("#") if subpath and key == "file" else "")
        value = node.string("text")
        if value is not None and "[" in value.text:
            for link in parse_text(path, value.text).links:
                yield CanvasLink(link.path, link.subpath, link)


def canvas_edits(path: str, text: str, renaming: Renaming) -> tuple[Edit, ...]:
    """The edits of the canvas at `path` whose text is `text`."""
    return tuple(edit for node in nodes_of(text) for edit in _node_edits(path, text, node, renaming))


def _node_edits(path: str, text: str, node: JsonNode, renaming: Renaming) -> Iterator[Edit]:
    for key in _PATHS:
        value = node.string(key)
        new = renaming.moves_by_name.get(fold(normalize(value.text))) if value else None
        if value and new is not None and new != value.text:
            yield string_edit(text, value, Edit(0, len(value.text), new))
    file, subpath = node.string("file"), node.string("subpath")
    if file and subpath:
        new = renaming.new_subpath(renaming.known(file.text), subpath.text.removeprefix("#"))
        if new is not None and "#" + new != subpath.text:
            yield string_edit(text, subpath, Edit(0, len(subpath.text), "#" + new))
    value = node.string("text")
    if value and "[" in value.text:
        note = parse_text(path, value.text)
        for group in renaming.edits(path, note.links, lambda: note):
            for edit in group:
                yield string_edit(text, value, edit)


def string_edit(text: str, node: JsonNode, edit: Edit) -> Edit:
    """An edit of a string's value as an edit of the file: escaped as the string is."""
    places = Places(text, node)
    content = quoted(edit.content)[1:-1]
    written = text[node.start : node.end]
    if written.isascii() and not node.text.isascii():  # all else is written as `\\uXXXX`
        content = _ascii(edit.content)
    return Edit(places.offset(edit.start), places.offset(edit.end), content)


def _ascii(text: str) -> str:
    import json

    return json.dumps(text)[1:-1]
