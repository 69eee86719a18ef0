"""A Mermaid flowchart, for a part of a vault: Mermaid itself stops at 500 edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.report.escape import plain

if TYPE_CHECKING:
    import networkx

_MOST_EDGES = 500


def render_mermaid(graph: networkx.MultiDiGraph[str]) -> str:
    """The graph as a Mermaid flowchart; edges between the same notes with the same label are drawn once."""
    names = {node: f"n{index}" for index, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for node, attributes in graph.nodes(data=True):
        label = attributes.get("title") or node.rpartition("/")[2].removesuffix(".md")
        lines.append(f"  {names[node]}[{_quote(label)}]" + (":::missing" if attributes["kind"] == "missing" else ""))
    edges = dict.fromkeys(
        (source, target, data["reason"] or data["kind"]) for source, target, data in graph.edges(data=True)
    )
    for source, target, label in list(edges)[:_MOST_EDGES]:
        lines.append(f"  {names[source]} -->|{_quote(label)}| {names[target]}")
    if len(edges) > _MOST_EDGES:
        lines.append(f"  %% {len(edges) - _MOST_EDGES} more edges are left out: use --around NOTE --depth N")
    return "\n".join([*lines, "  classDef missing stroke-dasharray: 4 4"]) + "\n"


def _quote(text: str) -> str:
    entities = {'"': "#quot;", "<": "#lt;", ">": "#gt;", "#": "#35;", "\n": " ", "\r": " ", "`": "#96;"}
    return '"' + plain("".join(entities.get(character, character) for character in text)) + '"'
