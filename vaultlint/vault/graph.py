"""The link graph of a vault as a `networkx.MultiDiGraph`.

Nodes are vault paths, with `kind` `note`, `canvas`, `base`, `attachment` or `missing` (for a missing one, the link path
as written).
Edges carry `kind` (`relation`, `topic`, `link`, `embed` or `property`), `section`, `reason` ("" but for relations),
`line` (1-based) and `text` (the link as written, or its target where the text is not at hand); those that cross one of
the settings' boundaries also `crosses`, the glob that they must not lead to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx

from vaultlint.paths import is_board, is_note
from vaultlint.vault.boundaries import crossed
from vaultlint.vault.resolve import normalize

if TYPE_CHECKING:
    from vaultlint.markdown.elements import Link
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.vault import Vault


def build_graph(vault: Vault) -> networkx.MultiDiGraph[str]:
    """The graph of all notes of the vault that are linted, its other files, and everything they link to."""
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for path, note in vault.notes.items():
        graph.add_node(path, kind="note", type=note.type_name, title=note.title or note.name)
    for path in sorted(vault.files):
        if not is_note(path) and vault.obsidian.shows(path):
            graph.add_node(path, kind=kind_of(path))
    edges = []
    for note in (*vault.notes.values(), *vault.boards.values()):
        kinds = _kinds(note)
        for index, link in enumerate(note.links):
            resolution = vault.resolve(link, note.path)
            target = resolution.target
            if target is None:
                target = normalize(link.path) or link.path
                if target not in graph:
                    graph.add_node(target, kind="missing")
            elif target not in graph:
                graph.add_node(target, kind=kind_of(target))
            kind, reason = kinds.get(index) or (_kind(link), "")
            data = {"kind": kind, "reason": reason, "section": link.section, "line": link.line, "text": link_text(link)}
            boundary = crossed(vault.settings.boundaries, note.path, target)
            edges.append((note.path, target, data | {"crosses": boundary.target} if boundary else data))
    graph.add_edges_from(edges)
    return graph


def kind_of(path: str) -> str:
    """The kind of the node of a file."""
    if is_note(path):
        return "note"
    return path.rpartition(".")[2].lower() if is_board(path) else "attachment"


def _kinds(note: NoteFacts) -> dict[int, tuple[str, str]]:
    """Kind and reason of the links that are relations or topics, by their index."""
    kinds = {topic.link: ("topic", "") for topic in note.topics}
    kinds |= {relation.link: ("relation", relation.reason or "") for relation in note.relations}
    kinds.pop(-1, None)
    return kinds


def _kind(link: Link) -> str:
    if link.key:
        return "property"
    return "embed" if link.embed else "link"


def link_text(link: Link) -> str:
    """The link as Obsidian would write it, from its parts."""
    target = link.path + ("#" + link.subpath if link.subpath else "")
    if link.form in ("file", "name"):  # in a canvas or a base
        return target
    if link.form != "wiki":
        return f"{'!' if link.embed else ''}[{link.display or ''}]({target})"
    display = f"|{link.display}" if link.display is not None else ""
    return f"{'!' if link.embed else ''}[[{target}{display}]]"
