"""GraphML and GEXF, by networkx's writers; characters that XML does not know become U+FFFD."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from vaultlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    import networkx

_HARMFUL = lazy_regex("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_NOT_XML = lazy_regex("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_graphml(graph: networkx.MultiDiGraph[str]) -> str:
    """The graph as GraphML."""
    import networkx

    return _spelled("\n".join(networkx.generate_graphml(_clean(graph), named_key_ids=True)) + "\n")


def render_gexf(graph: networkx.MultiDiGraph[str]) -> str:
    """The graph as GEXF 1.2, for Gephi; `label` is the note's title or file name."""
    import networkx

    cleaned = _clean(graph)
    for node, attributes in cleaned.nodes(data=True):
        attributes["label"] = attributes.get("title") or node.rpartition("/")[2].removesuffix(".md")
    for _, _, attributes in cleaned.edges(data=True):
        attributes["relation"] = attributes.pop("kind")  # `kind` and `type` mean something else to GEXF
    buffer = io.BytesIO()
    networkx.write_gexf(cleaned, buffer)
    return _spelled(buffer.getvalue().decode() + "\n")


def _spelled(xml: str) -> str:
    """The same XML, in which a terminal finds nothing to obey."""
    return _HARMFUL.sub(lambda match: f"&#{ord(match[0])};", xml)


def _clean(graph: networkx.MultiDiGraph[str]) -> Any:
    import networkx

    cleaned: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node, attributes in graph.nodes(data=True):
        cleaned.add_node(_text(node), **{key: _text(value) for key, value in attributes.items()})
    for source, target, attributes in graph.edges(data=True):
        cleaned.add_edge(_text(source), _text(target), **{key: _text(value) for key, value in attributes.items()})
    return cleaned


def _text(value: Any) -> Any:
    return _NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value
