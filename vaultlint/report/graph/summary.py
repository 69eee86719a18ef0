"""The summary of a graph for a person: counts, hubs, orphans, groups."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.language import listed, say, say_number, translated, words
from vaultlint.report.escape import plain
from vaultlint.report.tally import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx

_MOST_HUBS = 10


def render_summary(graph: networkx.MultiDiGraph[str]) -> str:
    """Notes, links by kind, reasons by count, orphans, broken targets, hubs and separate groups."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: networkx.MultiDiGraph[str]) -> Iterator[str]:
    kinds = Counter(data["kind"] for _, data in graph.nodes(data=True))
    edges = [(source, target, data) for source, target, data in graph.edges(data=True)]
    by_kind = Counter(data["kind"] for _, _, data in edges)
    reasons = Counter(data["reason"] or str(say("(no reason)")) for _, _, data in edges if data["kind"] == "relation")
    files = (("note", "note"), ("attachment", "attachment"), ("missing", "missing target"))
    yield words(listed([counted(kinds[kind], noun) for kind, noun in files]))
    if kinds["canvas"] or kinds["base"]:
        yield str(
            say(
                "canvases: {canvases}, bases: {bases}, links from them: {links}",
                canvases=f"{kinds['canvas']:,}",
                bases=f"{kinds['base']:,}",
                links=f"{_from_boards(graph):,}",
            )
        )
    yield str(say_number(len(edges), "{n} link: {kinds}", "{n} links: {kinds}", kinds=_kinds(by_kind) or say("none")))
    if reasons:
        yield str(say("relations by reason: {counts}", counts=_counts(reasons)))
    crossings = sum("crosses" in data for _, _, data in edges)
    if crossings:
        yield str(say("links over a boundary: {number}", number=f"{crossings:,}"))
    broken = sum(graph.nodes[target]["kind"] == "missing" for _, target, _ in edges)
    orphans, dead_ends = _loose_ends(graph)
    yield str(
        say_number(
            broken,
            "{n} broken link; notes that no note links to (orphans): {orphans}; notes that link to nothing (dead "
            "ends): {ends}",
            "{n} broken links; notes that no note links to (orphans): {orphans}; notes that link to nothing (dead "
            "ends): {ends}",
            orphans=f"{orphans:,}",
            ends=f"{dead_ends:,}",
        )
    )
    sizes = _group_sizes(graph)
    if len(sizes) == 1:
        yield str(say_number(sizes[0], "all in one group: {n} note", "all in one group: {n} notes"))
    else:
        yield str(
            say(
                "separate groups of notes: {groups}; notes in the largest: {largest}",
                groups=f"{len(sizes):,}",
                largest=f"{sizes[0] if sizes else 0:,}",
            )
        )
    hubs = Counter({node: len(set(graph.predecessors(node)) - {node}) for node in graph})
    largest = [
        (node, count) for node, count in sorted(hubs.items(), key=lambda hub: (-hub[1], hub[0]))[:_MOST_HUBS] if count
    ]
    if largest:
        yield str(say("largest hubs, by notes that link to them:"))
        yield from (f"  {count:>6,}  {plain(node)}" for node, count in largest)


def _from_boards(graph: networkx.MultiDiGraph[str]) -> int:
    """How many links stand in canvases and bases."""
    return sum(graph.out_degree(node) for node, data in graph.nodes(data=True) if data["kind"] in ("canvas", "base"))


def _kinds(counter: Counter[str]) -> str:
    return _counts(Counter({translated(kind): count for kind, count in counter.items()}))


def _counts(counter: Counter[str]) -> str:
    rows = sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))
    return words(listed([f"{count:,} {plain(name)}" for name, count in rows]))


def _loose_ends(graph: networkx.MultiDiGraph[str]) -> tuple[int, int]:
    """How many notes nothing links to, and how many link to nothing; links to themselves do not count."""
    orphans = dead_ends = 0
    for node, data in graph.nodes(data=True):
        if data["kind"] == "note":
            orphans += not set(graph.predecessors(node)) - {node}
            dead_ends += not any(
                target != node and graph.nodes[target]["kind"] != "missing" for target in graph.successors(node)
            )
    return orphans, dead_ends


def _group_sizes(graph: networkx.MultiDiGraph[str]) -> list[int]:
    """Sizes, in notes, of the weakly connected groups of notes and files that exist."""
    import networkx

    kinds = {node: data["kind"] for node, data in graph.nodes(data=True)}
    existing = graph.subgraph(node for node, kind in kinds.items() if kind != "missing")
    sizes = [sum(kinds[node] == "note" for node in group) for group in networkx.weakly_connected_components(existing)]
    return sorted((size for size in sizes if size), reverse=True)
