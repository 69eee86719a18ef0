"""Modules import each other in one direction, late imports counted in; the circles below may only shrink."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import networkx

PACKAGE = Path(__file__).parent.parent / "vaultlint"
KNOWN = ()


def test_no_other_circles() -> None:
    modules = {_name(path): path for path in PACKAGE.rglob("*.py")}
    graph = networkx.DiGraph()
    for name, path in modules.items():
        for imported in _imported(ast.parse(path.read_text(encoding="utf-8"))):
            module = imported if imported in modules else imported.rpartition(".")[0]
            if module in modules and module != name:
                graph.add_edge(name, module)
    circles = [found for found in networkx.strongly_connected_components(graph) if len(found) > 1]
    others = [sorted(found) for found in circles if not any(found <= known for known in KNOWN)]
    assert others == []


def _name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")


def _imported(tree: ast.AST) -> Iterator[str]:
    """What a module imports when it runs: imports for types are left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("vaultlint"):
            module = (node.module or "").removeprefix("vaultlint").lstrip(".")
            yield from (f"{module}.{alias.name}".lstrip(".") for alias in node.names)
        yield from _imported(node)
