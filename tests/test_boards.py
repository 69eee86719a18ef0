"""Canvases and bases are part of the vault: their links, their nodes in the graph, and whatever else may be in them."""

from __future__ import annotations

import json

import pytest

from tests.helpers import lint
from vaultlint.report.graph import GRAPH_FORMATS
from vaultlint.settings import Lint, Settings
from vaultlint.vault.board_facts import named_in
from vaultlint.vault.boards import read_board
from vaultlint.vault.graph import build_graph

ALL = Settings(lint=Lint(select=("all",)), sections=())
CANVAS = json.dumps(
    {
        "nodes": [
            {"id": "1", "type": "file", "file": "Tea.md", "subpath": "#Leaves"},
            {"id": "2", "type": "text", "text": "第一行\n看 [[Cup|杯]] 和 ![[a.png]] #tag"},
            {"id": "3", "type": "group", "background": "b.png"},
            {"id": "4", "type": "link", "url": "https://example.org"},
        ],
        "edges": [{"id": "e", "fromNode": "1", "toNode": "2"}],
    },
    indent=2,
)


@pytest.mark.parametrize("text", [CANVAS, CANVAS.encode().decode("unicode-escape").replace("\n看", "\\n看")])
def test_links_stand_where_the_file_has_them(text: str) -> None:
    links = read_board("a/B.canvas", text.encode()).links
    assert [(link.form, link.embed, link.path, link.subpath) for link in links] == [
        ("file", False, "Tea.md", "Leaves"),
        ("wiki", False, "Cup", ""),
        ("wiki", True, "a.png", ""),
        ("file", True, "b.png", ""),
    ]
    assert [text[link.target_start : link.target_end] for link in links] == ["Tea.md", "Cup", "a.png", "b.png"]
    lines = text.split("\n")
    assert all(link.path in lines[link.line - 1] for link in links)


def test_the_graph_has_canvases_and_bases() -> None:
    files = {
        "Board.canvas": CANVAS,
        "Shelf.base": 'filters: file.hasLink("Tea")\n',
        "Tea.md": "# Leaves\n",
        "a.png": "",
    }
    graph = build_graph(lint(files, ALL).vault)
    assert {node: data["kind"] for node, data in graph.nodes(data=True)} == {
        "Board.canvas": "canvas",
        "Shelf.base": "base",
        "Tea.md": "note",
        "a.png": "attachment",
        "Cup": "missing",
        "b.png": "missing",
    }
    edges = [(source, target, data["kind"], data["text"]) for source, target, data in graph.edges(data=True)]
    assert edges == [
        ("Board.canvas", "Tea.md", "link", "Tea.md#Leaves"),
        ("Board.canvas", "Cup", "link", "[[Cup|杯]]"),
        ("Board.canvas", "a.png", "embed", "![[a.png]]"),
        ("Board.canvas", "b.png", "embed", "b.png"),
        ("Shelf.base", "Tea.md", "link", "Tea"),
    ]
    assert all(render(graph) for render in GRAPH_FORMATS.values())
    assert "canvases: 1, bases: 1, links from them: 5" in GRAPH_FORMATS["summary"](graph)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        '{"nodes": 1, "edges": "x"}',
        '{"nodes": [1, null, [], {"type": 3}, {"type": "file"}, {"type": "file", "file": 7}, {"type": "text"}]}',
        '{"nodes": [{"type": "file", "file": "", "file": "../../etc/passwd"}], "nodes": []}',
        '{"nodes": [{"type": "text", "text": "[[\\ud83c]] [[x\\u0000y]] \\u0000"}]}',
        "[" * 50_000,
        '{"nodes":' * 50_000,
        "\ufeff{}",
        "\x00\x01",
        "- : : [",
        "a: &a [*a, *a]\nviews: *a\n",
        "filters: {and: [" * 60,
        "&a a: 1\n? [b]\n: views\n",
        "views: [1, {name: 2}, {name: x, order: 3, sort: [4], groupBy: 5}]\nfilters: 7\nformulas: [x]\n",
        "filters: " + "file.inFolder(" * 5_000,
        'filters: "' + "\\" * 5_000,
    ],
)
@pytest.mark.parametrize("name", ["X.canvas", "X.base"])
def test_nothing_in_such_a_file_makes_a_run_fail(name: str, text: str) -> None:
    lint({name: text, "N.md": f"![[{name}#v]]\n"}, ALL)
    lint({name: text.encode() + b"\xff"}, ALL)


def test_a_small_base_does_not_become_a_large_one() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    assert read_board("B.base", f"{bomb}filters: *a29\nviews: []\n".encode()).fault_rows == ()


def test_time_is_linear_in_the_size_of_a_canvas() -> None:
    nodes = [{"id": str(n), "type": "text", "text": f"[[N{n}]] \\ \n" * 3} for n in range(3_000)]
    facts = read_board("B.canvas", json.dumps({"nodes": nodes, "edges": []}).encode())
    assert len(facts.links) == 9_000
    assert facts.fault_rows == ()


def test_what_a_base_names() -> None:
    text = (
        'filters:\n  and:\n    - file.inFolder("A/B")\n    - \'note["the key"] == file.folder\'\n'
        "    - file.hasTag('x', \"y\")\n    - status != 'done'\nviews:\n  - name: One\n"
        "    order: [file.name, note.due]\n"
    )
    facts = read_board("B.base", text.encode())
    names = {kind: [each.name for each in named_in(facts, kind)] for kind in ("view", "folder", "tag", "property")}
    assert names == {"view": ["One"], "folder": ["A/B"], "tag": ["x", "y"], "property": ["the key", "status", "due"]}
    assert all(text[start:end] == name for _, name, start, end in facts.named_rows)


def test_time_is_linear_in_the_size_of_a_base() -> None:
    filters = "".join(f'    - file.hasLink("N{n}") && a{n} == "x"\n' for n in range(20_000))
    facts = read_board("B.base", f"filters:\n  and:\n{filters}".encode())
    assert (len(facts.links), len(named_in(facts, "property"))) == (20_000, 20_000)
    one = " && ".join(f'b{n} == file.hasTag("{n}x")' for n in range(20_000))
    assert len(named_in(read_board("B.base", f"filters: {one}\n".encode()), "tag")) == 20_000
