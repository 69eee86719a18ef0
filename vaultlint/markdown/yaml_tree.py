"""YAML text → values with their places, however deep they stand: for files that are YAML as a whole (bases).

The same nodes as those of `markdown.json_spans`. What an alias (`*name`) stands for is not read again, so that a small
file cannot become a large tree.
"""

from __future__ import annotations

import yaml

from vaultlint.markdown.elements import YamlError
from vaultlint.markdown.json_spans import JsonNode
from vaultlint.markdown.yaml_properties import compose, real_text


def read_tree(text: str) -> JsonNode | YamlError | None:
    """The value that a YAML text holds; None for an empty one. Offsets are code points of `text`."""
    node = compose(text, 0)
    return node if node is None or isinstance(node, YamlError) else _Reader(text).read(node)


class _Reader:
    """Turns YAML nodes into nodes with places; `compose` has refused what is too deep for it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen: set[int] = set()

    def read(self, node: yaml.Node) -> JsonNode:
        """The value of a node; an empty literal for one that was read before."""
        start, end = node.start_mark.index, node.end_mark.index
        if id(node) in self._seen:
            return JsonNode("literal", start, start)
        self._seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            kind = "string" if node.style or node.tag.endswith(":str") else "literal"
            return JsonNode(kind, start, end, real_text(node.value))
        if isinstance(node, yaml.SequenceNode):
            return JsonNode("array", start, end, items=tuple([self.read(item) for item in node.value]))
        members = tuple([(self.read(key), self.read(value)) for key, value in node.value])
        return JsonNode("object", start, end, members=members)
