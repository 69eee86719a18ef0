"""What the HTML report shows, as plain values; every number equals what `check` and `graph` say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from vaultlint.finding import Severity
from vaultlint.report.html.layout import seed_positions

if TYPE_CHECKING:
    import networkx

    from vaultlint.lint.engine import Run
    from vaultlint.vault.vault import Vault

KINDS = ("relation", "topic", "link", "embed", "property")
MOST_DRAWN = 8_000  # nodes in the picture of the graph
MOST_FINDINGS = 5_000  # rows in the table of findings
MOST_ROWS = 2_000  # rows in every other table


def report_data(run: Run, name: str, generated: str, version: str, trend: list[dict[str, Any]]) -> dict[str, Any]:
    """Everything the page needs.

    `name` is the vault's; `generated` an ISO time; `trend` the summaries of earlier reports.
    """
    vault, graph = run.vault, run.vault.graph
    summary = _summary(run, graph, generated)
    drawn, cut = _drawn(graph)
    index = {node: position for position, node in enumerate(drawn)}
    findings_of = Counter(finding.path for finding in run.findings)
    return {
        "vault": name,
        "version": version,
        "summary": summary,
        "trend": [*trend, summary],
        "types": sorted({facts.type_name for facts in vault.notes.values()}),
        "kinds": list(KINDS),
        "reasons": sorted({data["reason"] for _, _, data in graph.edges(data=True) if data["reason"]}),
        "nodes": _nodes(vault, graph, drawn, findings_of),
        "edges": _edges(graph, index),
        "cut": cut,
        "rules": _by_rule(run),
        "folders": Counter(_top(finding.path) for finding in run.findings).most_common(14),
        "coverage": _coverage(run),
        "findings": [
            [f.path, f.location.row, f.location.column, f.severity.word, f.rule, f.message]
            for f in sorted(run.findings, key=lambda f: (-f.severity, f.sort_key))[:MOST_FINDINGS]
        ],
        "hubs": _hubs(graph),
        "orphans": _orphans(vault, graph),
        "missing": _missing(graph),
        "oneway": _one_way(vault),
    }


def _summary(run: Run, graph: networkx.MultiDiGraph[str], generated: str) -> dict[str, Any]:
    vault = run.vault
    severities = Counter(finding.severity for finding in run.findings)
    edges = list(graph.edges(data=True))
    kinds = Counter(_kinds(graph).values())
    return {
        "generated": generated,
        "notes": len(vault.notes),
        "attachments": kinds["attachment"],
        "canvases": kinds["canvas"],
        "bases": kinds["base"],
        "missing": kinds["missing"],
        "links": len(edges),
        "broken": sum(graph.nodes[target]["kind"] == "missing" for _, target, _ in edges),
        "orphans": len(_orphans(vault, graph)),
        "findings": len(run.findings),
        "errors": severities[Severity.ERROR],
        "warnings": severities[Severity.WARNING],
        "infos": severities[Severity.INFO],
        "faulty": len({finding.path for finding in run.findings}),
        "by_type": sorted(Counter(facts.type_name for facts in vault.notes.values()).items(), key=_largest_first),
        "by_kind": sorted(Counter(data["kind"] for _, _, data in edges).items(), key=_largest_first),
        "by_reason": sorted(
            Counter(data["reason"] or "–" for _, _, data in edges if data["kind"] == "relation").items(),
            key=_largest_first,
        ),
    }


def _kinds(graph: networkx.MultiDiGraph[str]) -> dict[str, str]:
    return {node: data["kind"] for node, data in graph.nodes(data=True)}


def _largest_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _drawn(graph: networkx.MultiDiGraph[str]) -> tuple[list[str], int]:
    """The nodes of the picture, and how many are cut: attachments without links are left out, and, where there are too
    many nodes, the least connected ones are cut.
    """
    kinds = _kinds(graph)
    nodes = [node for node in graph if kinds[node] != "attachment" or graph.degree(node)]
    if len(nodes) <= MOST_DRAWN:
        return nodes, 0
    chosen = set(sorted(nodes, key=lambda node: (-graph.degree(node), node))[:MOST_DRAWN])
    return [node for node in nodes if node in chosen], len(nodes) - MOST_DRAWN


def _nodes(
    vault: Vault, graph: networkx.MultiDiGraph[str], drawn: list[str], findings_of: Counter[str]
) -> dict[str, list[Any]]:
    """Columns: path, title, kind, type, position, links in and out, findings."""
    positions = seed_positions(drawn, lambda node: _top(node) if graph.nodes[node]["kind"] == "note" else "")
    columns: dict[str, list[Any]] = {
        "path": drawn,
        "title": [graph.nodes[node].get("title") or node.rpartition("/")[2].removesuffix(".md") for node in drawn],
        "kind": [graph.nodes[node]["kind"] for node in drawn],
        "type": [vault.notes[node].type_name if node in vault.notes else "" for node in drawn],
        "x": [round(x, 1) for x, _ in positions],
        "y": [round(y, 1) for _, y in positions],
        "in": [len(set(graph.predecessors(node)) - {node}) for node in drawn],
        "out": [len(set(graph.successors(node)) - {node}) for node in drawn],
        "findings": [findings_of[node] for node in drawn],
    }
    return columns


def _edges(graph: networkx.MultiDiGraph[str], index: dict[str, int]) -> dict[str, list[Any]]:
    """Columns: source and target (positions in the nodes), kind and reason; parallel edges of a kind are drawn once."""
    rows = dict.fromkeys(
        (index[source], index[target], data["kind"], data["reason"])
        for source, target, data in graph.edges(data=True)
        if source in index and target in index and source != target
    )
    return {
        "source": [row[0] for row in rows],
        "target": [row[1] for row in rows],
        "kind": [KINDS.index(row[2]) for row in rows],
        "reason": [row[3] for row in rows],
    }


def _by_rule(run: Run) -> list[list[Any]]:
    counts = Counter((finding.rule, finding.severity.word) for finding in run.findings)
    return [
        [rule, severity, count] for (rule, severity), count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    ]


def _coverage(run: Run) -> list[dict[str, Any]]:
    """For each note type, how many of its notes have each of its sections."""
    types = {note_type.name: note_type.sections for note_type in run.selection.settings.note_types}
    types.setdefault("", run.selection.settings.sections)
    rows = []
    for name, sections in types.items():
        notes = [facts for facts in run.vault.notes.values() if facts.type_name == name]
        if not notes or not sections:
            continue
        titles = Counter(
            title for facts in notes for title in {h.text for h in facts.headings if h.level == 2 and not h.nested}
        )
        found = []
        for section in sections:
            spellings = section.removesuffix("?").split("|")
            found.append([spellings[0], section.endswith("?"), max(titles[spelling] for spelling in spellings)])
        rows.append({"type": name, "notes": len(notes), "sections": found})
    return rows


def _hubs(graph: networkx.MultiDiGraph[str]) -> list[list[Any]]:
    """Path, notes that link to it, notes it links to."""
    rows: list[list[Any]] = [
        [node, len(set(graph.predecessors(node)) - {node}), len(set(graph.successors(node)) - {node})]
        for node, kind in _kinds(graph).items()
        if kind == "note"
    ]
    return sorted((row for row in rows if row[1]), key=lambda row: (-row[1], row[0]))[:MOST_ROWS]


def _orphans(vault: Vault, graph: networkx.MultiDiGraph[str]) -> list[str]:
    return [path for path in vault.notes if not set(graph.predecessors(path)) - {path}]


def _missing(graph: networkx.MultiDiGraph[str]) -> list[list[Any]]:
    """Target, how many links want it, and who; most wanted first."""
    rows: list[list[Any]] = []
    for node, kind in _kinds(graph).items():
        if kind == "missing":
            wanted = [(source, data["line"]) for source, _, data in graph.in_edges(node, data=True)]
            rows.append([node, len(wanted), [f"{source}:{line}" for source, line in sorted(wanted)[:20]]])
    return sorted(rows, key=lambda row: (-row[1], row[0]))[:MOST_ROWS]


def _one_way(vault: Vault) -> list[list[str]]:
    """Symmetric relations without the relation back: source, target, reason."""
    symmetric = set(vault.settings.relations.symmetric)
    found: set[tuple[str, str, str]] = set()
    for path, facts in vault.notes.items():
        for relation in facts.relations:
            if relation.link >= 0 and relation.reason in symmetric:
                target = vault.resolve(facts.links[relation.link], path).target
                if target is not None:
                    found.add((path, target, relation.reason))
    return [list(row) for row in sorted(found) if (row[1], row[0], row[2]) not in found][:MOST_ROWS]


def _top(path: str) -> str:
    """The first folder of a path, or "/" for a file at the root."""
    folder, slash, _ = path.partition("/")
    return folder if slash else "/"
