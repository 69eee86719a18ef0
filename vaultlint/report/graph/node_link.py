"""networkx's node-link JSON: `nodes` with `id` and `kind`, `edges` with `source`, `target` and the edge's data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from vaultlint.report.escape import escaped_json

if TYPE_CHECKING:
    import networkx


def render_json(graph: networkx.MultiDiGraph[str]) -> str:
    """The graph as JSON that `networkx.node_link_graph(data, edges="edges")` reads."""
    data = {
        "directed": True,
        "multigraph": True,
        "graph": {},
        "nodes": [{"id": node, **attributes} for node, attributes in graph.nodes(data=True)],
        "edges": [
            {"source": source, "target": target, "key": key, **attributes}
            for source, target, key, attributes in graph.edges(keys=True, data=True)
        ],
    }
    lines = json.dumps(data, ensure_ascii=False, indent=1).split("\n")
    return "\n".join(map(escaped_json, lines)) + "\n"
