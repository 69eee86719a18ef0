"""Graphviz DOT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.report.escape import plain

if TYPE_CHECKING:
    import networkx

_SHAPES = {"note": "box", "canvas": "component", "base": "cylinder", "attachment": "note", "missing": "box"}
_STYLES = {"note": "rounded", "canvas": "solid", "base": "solid", "attachment": "solid", "missing": "dashed"}


def render_dot(graph: networkx.MultiDiGraph[str]) -> str:
    """The graph as DOT; missing targets are dashed, relations carry their reason."""
    lines = ["digraph vault {", "  node [fontname=sans];"]
    for node, attributes in graph.nodes(data=True):
        label = attributes.get("title") or node.rpartition("/")[2].removesuffix(".md")
        shape, style = _SHAPES[attributes["kind"]], _STYLES[attributes["kind"]]
        lines.append(f"  {_quote(node)} [label={_quote(label)}, shape={shape}, style={style}];")
    for source, target, attributes in graph.edges(data=True):
        label = attributes["reason"] or attributes["kind"]
        lines.append(f"  {_quote(source)} -> {_quote(target)} [label={_quote(label)}];")
    return "\n".join([*lines, "}"]) + "\n"


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "")
    return f'"{plain(escaped)}"'
