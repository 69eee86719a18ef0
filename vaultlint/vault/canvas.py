"""The bytes of a canvas → what it says of the vault (`docs/obsidian.md`, 39; the format is JSON Canvas 1.0).

A file node and the background of a group name a file by its whole vault path; a text node is Markdown, whose links are
links of the canvas. Edges between nodes are no links.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.elements import Link
from vaultlint.markdown.json_spans import JsonError, JsonNode, Places, read_json
from vaultlint.markdown.parse import parse_text
from vaultlint.paths import is_note
from vaultlint.vault.board_facts import BoardFault, board_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultlint.vault.facts import NoteFacts


_LINE_END = lazy_regex(r"\r\n?|\n")


def read_canvas(path: str, text: str) -> NoteFacts:
    """The facts of the canvas at `path`: its links, and what is wrong with its form."""
    if not text.strip():  # Obsidian opens an empty file as an empty canvas
        return board_facts(path)
    canvas = read_json(text)
    if isinstance(canvas, JsonError):
        return board_facts(path, faults=[BoardFault(canvas.message, canvas.start, canvas.end)])
    reader = _Reader(path, text)
    links = sorted(reader.links(canvas), key=lambda link: link.start)
    return board_facts(path, links, faults=list(_faults(canvas)))


class _Reader:
    """Reads the links of one canvas."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def links(self, canvas: JsonNode) -> Iterator[Link]:
        for node in canvas.array("nodes"):
            kind = node.string("type")
            if kind is None:
                continue
            if kind.text == "text":
                yield from self._written(node.string("text"))
            elif kind.text == "file":
                yield from self._file(node.string("file"), node.string("subpath"))
            elif kind.text == "group":
                yield from self._file(node.string("background"), None)

    def _file(self, file: JsonNode | None, subpath: JsonNode | None) -> Iterator[Link]:
        """A file that the canvas shows: a picture of which nothing else is left to see is an embed."""
        if file is None or not file.text:
            return
        start, end = file.start + 1, file.end - 1
        below = subpath.text.removeprefix("#") if subpath else ""
        line = bisect_right(self._starts, start)
        yield Link("file", not is_note(file.text), start, end, start, end, file.text, below, None, "", line)

    def _written(self, node: JsonNode | None) -> Iterator[Link]:
        """The links in the text of a node, at their places in the file."""
        if node is None or "[" not in node.text:
            return
        places = Places(self._text, node)
        lead = int(node.text.startswith("---"))  # no properties, which only a note has
        for link in parse_text(self._path, "\n" * lead + node.text).links:
            start, end, low, high = (places.offset(offset - lead) for offset in link[2:6])
            line = bisect_right(self._starts, start)
            yield link._replace(start=start, end=end, target_start=low, target_end=high, section="", line=line)


def _faults(canvas: JsonNode) -> Iterator[BoardFault]:
    """What keeps Obsidian from showing the canvas, or a part of it."""
    if canvas.kind != "object":
        yield BoardFault(say("a canvas is a JSON object with `nodes` and `edges`"), canvas.start, canvas.start + 1)
        return
    for key in ("nodes", "edges"):
        value = canvas.get(key)
        if value is not None and value.kind != "array":
            yield BoardFault(say("`{key}` of a canvas is a list", key=key), value.start, value.end)
    yield from _loose_edges(canvas.array("nodes"), canvas.array("edges"))


def _loose_edges(nodes: Sequence[JsonNode], edges: Sequence[JsonNode]) -> Iterator[BoardFault]:
    """Edges from or to a node that is not there: Obsidian drops them without a word."""
    known = {name.text for node in nodes if (name := node.string("id"))}
    for edge in edges:
        for key in ("fromNode", "toNode"):
            end = edge.string(key)
            if end is not None and end.text not in known:
                message = say(
                    "an edge leads to or from the node `{node}`, which this canvas does not have: remove it",
                    node=end.text,
                )
                yield BoardFault(message, end.start + 1, end.end - 1)
