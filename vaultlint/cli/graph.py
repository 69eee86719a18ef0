"""`vaultlint graph`: export the link graph, or sum it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultlint.cli.complete import complete_note
from vaultlint.cli.vault_options import vault_options
from vaultlint.errors import VaultlintError
from vaultlint.language import say

if TYPE_CHECKING:
    import networkx

    from vaultlint.vault.vault import Vault

FORMATS = ("summary", "json", "graphml", "gexf", "dot", "mermaid")


@click.command("graph")
@vault_options
@click.option("--output-format", type=click.Choice(FORMATS), default="summary", show_default=True)
@click.option("--output-file", "-o", type=click.Path(dir_okay=False), help="Write to this file.")
@click.option("--around", metavar="NOTE", shell_complete=complete_note, help="Only what is near this note.")
@click.option(
    "--depth", type=click.IntRange(min=0), default=1, show_default=True, help="How many links away from NOTE."
)
@click.option("--crossings", is_flag=True, help="Only links that cross one of the vault's boundaries.")
def command(
    root: str | None,
    config: tuple[str, ...],
    output_format: str,
    output_file: str | None,
    around: str | None,
    depth: int,
    crossings: bool,
) -> int:
    """Export the graph of notes and links, or print a summary of it."""
    from vaultlint.cli.common import open_vault
    from vaultlint.cli.output import write
    from vaultlint.report.graph import GRAPH_FORMATS
    from vaultlint.vault.graph import build_graph

    vault = open_vault(root, config)
    graph = build_graph(vault)
    if around is not None:
        graph = neighbourhood(graph, find_note(vault, around), depth)
    if crossings:
        graph = over_boundaries(graph)
    write([GRAPH_FORMATS[output_format](graph)], output_file, getattr(vault.source, "root", None))
    return 0


def find_note(vault: Vault, name: str) -> str:
    """The vault path of the note that a person calls `name`: a path, or a name as in a link."""
    target = vault.resolver.resolve(name.replace("\\", "/"), "").target
    if target is None:
        from difflib import get_close_matches

        nearest = get_close_matches(name, vault.notes, n=1, cutoff=0.4)
        if nearest:
            raise VaultlintError(
                say("there is no note “{name}”: did you mean “{nearest}”?", name=name, nearest=nearest[0])
            )
        raise VaultlintError(say("there is no note “{name}”", name=name))
    return target


def over_boundaries(graph: networkx.MultiDiGraph[str]) -> networkx.MultiDiGraph[str]:
    """The links that cross a boundary, and what they join."""
    crossing = [
        (source, target, key) for source, target, key, data in graph.edges(keys=True, data=True) if "crosses" in data
    ]
    part: networkx.MultiDiGraph[str] = graph.edge_subgraph(crossing).copy()  # type: ignore[arg-type]
    return part


def neighbourhood(graph: networkx.MultiDiGraph[str], center: str, depth: int) -> networkx.MultiDiGraph[str]:
    """The part of the graph within `depth` links of `center`, in either direction."""
    near = {center}
    for _ in range(depth):
        near |= {other for node in near for other in (*graph.successors(node), *graph.predecessors(node))}
    part: networkx.MultiDiGraph[str] = graph.subgraph(near).copy()
    return part
