"""Modules import each other in one direction, late imports and imports for types counted in.

Commands, rules and formats are imported by their names (`importlib`), which is not counted.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import networkx

PACKAGE = Path(__file__).parent.parent / "vaultlint"


def test_no_circles() -> None:
    assert _circles({_name(path): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}) == []


def test_every_kind_of_import_counts() -> None:
    late = "def f():\n    from vaultlint.a import x"
    for_types = "if TYPE_CHECKING:\n    from vaultlint import b"
    assert _circles({"": "", "a": for_types, "b": late}) == [["a", "b"]]
    assert _circles({"": "import vaultlint.a", "a": "from vaultlint import __version__"}) == [["", "a"]]
    assert _circles({"": "", "a": for_types, "b": "import os"}) == []


def _circles(sources: dict[str, str]) -> list[list[str]]:
    graph = networkx.DiGraph()
    for name, source in sources.items():
        for imported in _imported(ast.parse(source)):
            module = imported if imported in sources else imported.rpartition(".")[0]
            if module in sources and module != name:
                graph.add_edge(name, module)
    return [sorted(found) for found in networkx.strongly_connected_components(graph) if len(found) > 1]


def _name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")


def _imported(tree: ast.AST) -> Iterator[str]:
    """The modules that are named in imports, without `vaultlint.`; or names in such a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "vaultlint":
            module = (node.module or "").removeprefix("vaultlint").lstrip(".")
            yield from (f"{module}.{alias.name}".lstrip(".") for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name.removeprefix("vaultlint.") for alias in node.names if "vaultlint." in alias.name)
