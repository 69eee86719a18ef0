"""The graph and its exports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx
import pytest

from tests.helpers import lint, write_files
from vaultlint.cli.main import main
from vaultlint.report.graph import GRAPH_FORMATS
from vaultlint.settings import Settings
from vaultlint.vault.graph import build_graph

FILES: dict[str, str | bytes] = {
    "01-博客/甲.md": "---\ntitle: 甲文\n上级: '[[乙]]'\n---\n\n见[[乙#小节|乙]]、[[没有]]和![[图.png]]。\n\n"
    "## 相关文档\n\n- [[乙]]；关联理由：引用；说明：一句话，又见[[丙]]。\n\n## 关联主题\n\n- [[00-元语/茶]]\n",
    "乙.md": "## 小节\n",
    "丙.md": "[[#自己]] and [b](乙.md)\n\n# 自己\n",
    "00-元语/茶.md": "",
    "图.png": b"",
    "无用.png": b"",
}


@pytest.fixture
def graph() -> Any:
    return build_graph(lint(FILES, Settings()).vault)


def test_nodes(graph: Any) -> None:
    assert dict(graph.nodes(data="kind")) == {
        "00-元语/茶.md": "note",
        "01-博客/甲.md": "note",
        "丙.md": "note",
        "乙.md": "note",
        "图.png": "attachment",
        "无用.png": "attachment",
        "没有": "missing",
    }


def test_edges(graph: Any) -> None:
    edges = {
        (source, target, data["kind"], data["reason"], data["section"], data["line"])
        for source, target, data in graph.edges(data=True)
    }
    assert edges == {
        ("01-博客/甲.md", "乙.md", "property", "", "", 3),
        ("01-博客/甲.md", "乙.md", "link", "", "", 6),
        ("01-博客/甲.md", "没有", "link", "", "", 6),
        ("01-博客/甲.md", "图.png", "embed", "", "", 6),
        ("01-博客/甲.md", "乙.md", "relation", "引用", "相关文档", 10),
        ("01-博客/甲.md", "丙.md", "link", "", "相关文档", 10),
        ("01-博客/甲.md", "00-元语/茶.md", "topic", "", "关联主题", 14),
        ("丙.md", "丙.md", "link", "", "", 1),
        ("丙.md", "乙.md", "link", "", "", 1),
    }


def test_json_is_networkx_node_link(graph: Any) -> None:
    data = json.loads(GRAPH_FORMATS["json"](graph))
    loaded = networkx.node_link_graph(data, edges="edges")
    assert dict(loaded.nodes(data="kind")) == dict(graph.nodes(data="kind"))
    assert loaded.number_of_edges() == graph.number_of_edges() == 9


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_xml_with_hostile_names(name: str) -> None:
    files: dict[str, str | bytes] = {'a "<&>\x01.md': "[[no\x02where]]\n"}
    text = GRAPH_FORMATS[name](build_graph(lint(files, Settings()).vault))
    ElementTree.fromstring(text)
    assert "&lt;" in text or "&quot;" in text


def test_dot_quotes_names() -> None:
    text = GRAPH_FORMATS["dot"](build_graph(lint({'a"b\\c.md': "[[x]]"}, Settings()).vault))
    assert '"a\\"b\\\\c.md" -> "x" [label="link"];' in text


def test_mermaid(graph: Any) -> None:
    text = GRAPH_FORMATS["mermaid"](graph)
    assert text.startswith("flowchart LR\n")
    assert '-->|"引用"|' in text
    assert '["没有"]:::missing' in text


def test_summary(graph: Any) -> None:
    lines = GRAPH_FORMATS["summary"](graph).splitlines()
    assert lines[0] == "4 notes, 2 attachments, 1 missing target"
    assert lines[1] == "9 links: 5 link, 1 embed, 1 property, 1 relation, 1 topic"
    assert lines[2] == "relations by reason: 1 引用"
    assert lines[3].startswith("1 broken link; notes that no note links to (orphans): 1;")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_files(tmp_path, FILES)


def test_around(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "--root", str(vault), "--output-format", "json", "--around", "丙"]) == 0
    nodes = {node["id"] for node in json.loads(capsys.readouterr().out)["nodes"]}
    assert nodes == {"丙.md", "乙.md", "01-博客/甲.md"}


def test_around_an_unknown_note(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", "--root", str(vault), "--around", "甲乙"]) == 2
    assert "there is no note" in capsys.readouterr().err


def test_crossings_of_boundaries(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    files: dict[str, str | bytes] = {
        "vaultlint.toml": '[[boundaries]]\nfrom = "open/**"\nnot-to = "closed/**"\n',
        "open/A.md": "[[B]] [[C]]\n",
        "open/C.md": "",
        "closed/B.md": "[[A]]\n",
    }
    root = str(write_files(tmp_path, files))
    assert main(["graph", "--root", root]) == 0
    assert "links over a boundary: 1" in capfd.readouterr().out
    assert main(["graph", "--root", root, "--crossings", "--output-format", "json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert [(edge["source"], edge["target"], edge["crosses"]) for edge in found["edges"]] == [
        ("open/A.md", "closed/B.md", "closed/**")
    ]
    assert {node["id"] for node in found["nodes"]} == {"open/A.md", "closed/B.md"}


def test_files_that_obsidian_does_not_show_are_no_attachments() -> None:
    files: dict[str, str | bytes] = {
        "A.md": "![[a.png]] [[b.xyz]]\n",
        "a.png": b"",
        "package.json": "{}",
        "vaultlint.toml": "",
    }
    for app, shown in (({}, set()), ({"showUnsupportedFiles": True}, {"package.json"})):
        graph = build_graph(
            lint({**files, ".obsidian/app.json": json.dumps({"alwaysUpdateLinks": True, **app})}, Settings()).vault
        )
        assert {path for path, kind in graph.nodes(data="kind") if kind == "attachment"} == {"a.png", *shown}
