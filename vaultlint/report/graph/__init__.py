"""Exports of the link graph: a graph in, text out. One file a format."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from vaultlint.report.graph.dot import render_dot
from vaultlint.report.graph.mermaid import render_mermaid
from vaultlint.report.graph.node_link import render_json
from vaultlint.report.graph.summary import render_summary
from vaultlint.report.graph.xml import render_gexf, render_graphml

if TYPE_CHECKING:
    import networkx

GRAPH_FORMATS: dict[str, Callable[[networkx.MultiDiGraph[str]], str]] = {
    "summary": render_summary,
    "json": render_json,
    "graphml": render_graphml,
    "gexf": render_gexf,
    "dot": render_dot,
    "mermaid": render_mermaid,
}
