"""What the HTML report shows, as plain values; every number equals what `check` and `graph` say.

Nothing is cut. What repeats is packed: paths, rules, messages, types and reasons are tables, and everything else names
their rows by 0-based positions. Nodes, edges and findings are columns.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from vaultlint.language import spoken, words
from vaultlint.markdown.wanted import wanted_sections
from vaultlint.report.html.verdict import verdict
from vaultlint.vault.graph import build_graph

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx

    from vaultlint.vault.vault import Vault
    from vaultlint.workspace.run import Run

MOST_DRAWN = 8_000  # nodes in the picture of the graph


class _Table:
    """Values, each once, in the order in which they came."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._rows = {value: row for row, value in enumerate(values)}

    def row(self, value: str) -> int:
        """The position of a value, which is added if it is new."""
        return self._rows.setdefault(value, len(self._rows))

    @property
    def values(self) -> list[str]:
        return list(self._rows)


def report_data(run: Run, name: str, generated: str, version: str, trend: list[dict[str, Any]]) -> dict[str, Any]:
    """Everything the page needs.

    `name` is the vault's; `generated` an ISO time; `trend` the summaries of earlier reports.
    """
    vault = run.vault
    graph = build_graph(vault)
    summary = _summary(run, graph, generated)
    paths = _Table(graph)
    findings = _findings(run, paths)
    return {
        "vault": name,
        "version": version,
        "language": spoken(),
        "summary": summary,
        "trend": [*trend, summary],
        "verdict": verdict(run),
        "nodes": _nodes(vault, graph),
        "edges": _edges(graph),
        "drawn": _drawn(graph),
        "findings": findings,
        "paths": paths.values,
        "coverage": _coverage(run),
        "oneway": _one_way(vault, paths),
    }


def _summary(run: Run, graph: networkx.MultiDiGraph[str], generated: str) -> dict[str, Any]:
    vault = run.vault
    severities = Counter(finding.severity.word for finding in run.findings)
    edges = list(graph.edges(data=True))
    kinds = Counter(data["kind"] for _, data in graph.nodes(data=True))
    return {
        "generated": generated,
        "notes": len(vault.notes),
        "attachments": kinds["attachment"],
        "canvases": kinds["canvas"],
        "bases": kinds["base"],
        "missing": kinds["missing"],
        "links": len(edges),
        "broken": sum(graph.nodes[target]["kind"] == "missing" for _, target, _ in edges),
        "orphans": sum(not set(graph.predecessors(path)) - {path} for path in vault.notes),
        "findings": len(run.findings),
        "errors": severities["error"],
        "warnings": severities["warning"],
        "infos": severities["info"],
        "faulty": len({finding.path for finding in run.findings}),
        "by_type": _largest_first(facts.type_name for facts in vault.notes.values()),
        "by_kind": _largest_first(data["kind"] for _, _, data in edges),
        "by_reason": _largest_first(data["reason"] or "–" for _, _, data in edges if data["kind"] == "relation"),
    }


def _largest_first(values: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))


def _drawn(graph: networkx.MultiDiGraph[str]) -> list[int]:
    """The nodes of the picture: those with links first where there are more than can be drawn."""
    nodes = list(graph)
    if len(nodes) <= MOST_DRAWN:
        return list(range(len(nodes)))
    return sorted(sorted(range(len(nodes)), key=lambda row: (-graph.degree(nodes[row]), row))[:MOST_DRAWN])


def _nodes(vault: Vault, graph: networkx.MultiDiGraph[str]) -> dict[str, list[Any]]:
    """Title, kind and type; the nodes are the first rows of the paths, in the same order."""
    kinds, types = _Table(("note", "attachment", "missing")), _Table(("",))
    rows = [(node, graph.nodes[node]) for node in graph]
    return {
        "title": [data.get("title") or node.rpartition("/")[2].removesuffix(".md") for node, data in rows],
        "kind": [kinds.row(data["kind"]) for _, data in rows],
        "type": [types.row(vault.notes[node].type_name if node in vault.notes else "") for node, _ in rows],
        "kinds": kinds.values,
        "types": types.values,
    }


def _edges(graph: networkx.MultiDiGraph[str]) -> dict[str, list[Any]]:
    """Source, target, kind, reason and the line of the first of the links that have all of these alike."""
    index = {node: row for row, node in enumerate(graph)}
    kinds, reasons = _Table(("relation", "topic", "link", "embed", "property")), _Table(("",))
    rows: dict[tuple[int, int, int, int], int] = {}
    for source, target, data in graph.edges(data=True):
        key = (index[source], index[target], kinds.row(data["kind"]), reasons.row(data["reason"]))
        rows.setdefault(key, data["line"])
    names = ("source", "target", "kind", "reason")
    columns: dict[str, list[Any]] = {name: [key[position] for key in rows] for position, name in enumerate(names)}
    return {**columns, "line": list(rows.values()), "kinds": kinds.values, "reasons": reasons.values}


def _findings(run: Run, paths: _Table) -> dict[str, list[Any]]:
    """Path, line, column, severity (1 info to 3 error), rule, message, and how it can be fixed (0 not, to 3 safely)."""
    rules, messages = _Table(), _Table()
    found = run.findings
    return {
        "path": [paths.row(finding.path) for finding in found],
        "line": [finding.location.row for finding in found],
        "column": [finding.location.column for finding in found],
        "severity": [int(finding.severity) for finding in found],
        "rule": [rules.row(finding.rule) for finding in found],
        "message": [messages.row(words(finding.message)) for finding in found],
        "fix": [int(finding.fix.applicability) if finding.fix else 0 for finding in found],
        "rules": rules.values,
        "messages": messages.values,
    }


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
        for section in wanted_sections(tuple(sections)):
            found.append([section.name, section.optional, max(titles[spelling] for spelling in section.spellings)])
        rows.append({"type": name, "notes": len(notes), "sections": found})
    return rows


def _one_way(vault: Vault, paths: _Table) -> list[list[Any]]:
    """Symmetric relations without the relation back: source, target (rows of the paths), reason."""
    symmetric = set(vault.settings.relations.symmetric)
    found: set[tuple[str, str, str]] = set()
    for path, facts in vault.notes.items():
        for relation in facts.relations:
            if relation.link >= 0 and relation.reason in symmetric:
                target = vault.resolve(facts.links[relation.link], path).target
                if target is not None:
                    found.add((path, target, relation.reason))
    lonely = [row for row in sorted(found) if (row[1], row[0], row[2]) not in found]
    return [[paths.row(source), paths.row(target), reason] for source, target, reason in lonely]
