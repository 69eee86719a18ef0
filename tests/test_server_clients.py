"""What an editor says it can do decides the form of the answers; what it says late or badly loses nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.lsp_client import Client

COMMAND = [sys.executable, "-m", "vaultlint", "server"]
NOTES = {
    "vaultlint.toml": 'sections = []\n[lint]\nextend-select = ["trailing-space", "duplicate-note"]\n',
    "A.md": "# One\n\n😀[[B#Part|b]] and [[Nope]]  \t\n\n## Two\n\n[[B]]\n",
    "B.md": "# Top\n\n## Part\n\nThe same words stand in two notes, and nobody wrote so many of them by chance.\n",
    "C.md": "# Top\n\n## Part\n\nThe same words stand in two notes, and nobody wrote so many of them by chance.\n",
}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    client = Client(COMMAND, {"VAULTLINT_CACHE_DIR": str(tmp_path / "cache")})
    yield client
    if client.process.poll() is None:
        client.process.kill()


def vault(root: Path) -> Path:
    root.mkdir()
    for path, text in NOTES.items():
        (root / path).write_text(text, "utf-8", newline="")
    return root


def opened(client: Client, root: Path, **text_document: Any) -> str:
    """Open the note A as an editor with these abilities; its address, once the whole vault is known."""
    client.begin(root, capabilities={"textDocument": text_document})
    uri = (root / "A.md").as_uri()
    client.open(uri, NOTES["A.md"])
    client.wait(
        lambda: "broken-link" in client.codes(uri) and "duplicate-note" in client.codes((root / "C.md").as_uri())
    )
    return uri


def test_an_editor_that_takes_little(client: Client, tmp_path: Path) -> None:
    root = vault(tmp_path / "vault")
    uri = opened(
        client, root, publishDiagnostics={}, hover={"contentFormat": ["plaintext"]}, foldingRange={"rangeLimit": 1}
    )
    for problems in client.problems.values():
        for problem in problems["diagnostics"]:
            assert not {"tags", "relatedInformation"} & problem.keys()
    contents = client.at("textDocument/hover", uri, 2, 22)["result"]["contents"]
    assert contents["kind"] == "plaintext"
    assert "**" not in contents["value"] and "broken-link" in contents["value"]
    assert client.at("textDocument/hover", uri, 2, 6)["result"]["contents"]["value"].startswith("B.md\n")
    place = client.at("textDocument/definition", uri, 2, 6)["result"]
    assert place["range"]["start"]["line"] == 2
    asked = {"textDocument": {"uri": uri}}
    symbols = client.ask("textDocument/documentSymbol", asked)["result"]
    assert [(each["name"], each.get("containerName")) for each in symbols] == [("One", None), ("Two", "One")]
    assert all(each["location"]["uri"] == uri for each in symbols)
    assert len(client.ask("textDocument/foldingRange", asked)["result"]) == 1
    assert client.end() == 0


def test_an_editor_that_takes_much(client: Client, tmp_path: Path) -> None:
    root = vault(tmp_path / "vault")
    takes = {"relatedInformation": True, "tagSupport": {"valueSet": [1, 2]}, "codeDescriptionSupport": True}
    tree = {"hierarchicalDocumentSymbolSupport": True}
    uri = opened(client, root, publishDiagnostics=takes, documentSymbol=tree)
    problems = {each["code"]: each for each in client.problems[uri]["diagnostics"]}
    assert problems["trailing-space"]["tags"] == [1]
    assert problems["broken-link"]["codeDescription"]["href"]
    (same,) = client.problems[(root / "C.md").as_uri()]["diagnostics"]
    assert same["relatedInformation"]
    (top,) = client.ask("textDocument/documentSymbol", {"textDocument": {"uri": uri}})["result"]
    assert [each["name"] for each in top["children"]] == ["Two"]
    everything = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
    for only, wanted in (([], 0), (["source"], 1), (["source.fixAll"], 1), (["refactor"], 0)):
        params = {"textDocument": {"uri": uri}, "range": everything, "context": {"diagnostics": [], "only": only}}
        assert [each["kind"] for each in client.ask("textDocument/codeAction", params)["result"]] == (
            ["source.fixAll.vaultlint"] * (1 if not only else wanted)
        ), only
    assert client.end() == 0


def test_tokens_of_some_lines(client: Client, tmp_path: Path) -> None:
    uri = opened(client, vault(tmp_path / "vault"))
    lines = {"start": {"line": 5, "character": 0}, "end": {"line": 7, "character": 0}}
    asked = {"textDocument": {"uri": uri}, "range": lines}
    assert client.ask("textDocument/semanticTokens/range", asked)["result"]["data"] == [6, 0, 5, 0, 0]
    assert client.end() == 0


def test_a_text_that_was_opened_before_its_folder(client: Client, tmp_path: Path) -> None:
    one, two = vault(tmp_path / "one"), vault(tmp_path / "two")
    client.begin(one)
    uri = (two / "A.md").as_uri()
    client.open(uri, "old\n")
    client.change(uri, "[[Unsaved]]\n", 2)

    def folders(added: list[Path], removed: list[Path]) -> None:
        rows = [[{"uri": each.as_uri(), "name": each.name} for each in some] for some in (added, removed)]
        event = {"event": {"added": rows[0], "removed": rows[1]}}
        client.notify("workspace/didChangeWorkspaceFolders", event)

    folders([two], [])
    named = client.ask("workspace/symbol", {"query": "B"})["result"]
    assert {each["location"]["uri"] for each in named} == {(each / "B.md").as_uri() for each in (one, two)}
    client.wait(lambda: client.codes(uri) == ["broken-link"])
    folders([], [two])
    client.wait(lambda: client.codes(uri) == [])
    client.change(uri, "[[Unsaved]] [[Twice]]\n", 3)
    folders([two], [])
    client.wait(lambda: client.codes(uri) == ["broken-link"] * 2)
    assert (two / "A.md").read_text("utf-8") == NOTES["A.md"]
    assert client.end() == 0


def test_a_folder_within_a_vault_that_is_open(client: Client, tmp_path: Path) -> None:
    root = vault(tmp_path / "vault")
    (root / "sub").mkdir()
    client.begin(root, root / "sub")
    uri = (root / "A.md").as_uri()
    client.open(uri, NOTES["A.md"])
    client.wait(lambda: "broken-link" in client.codes(uri))
    gone = {"event": {"added": [], "removed": [{"uri": root.as_uri(), "name": "vault"}]}}
    client.notify("workspace/didChangeWorkspaceFolders", gone)
    client.change(uri, "[[Nope]] [[Nope]]\n", 2)
    client.wait(lambda: client.codes(uri) == ["broken-link"] * 2)
    assert client.end() == 0


def test_a_change_without_a_version(client: Client, tmp_path: Path) -> None:
    uri = opened(client, vault(tmp_path / "vault"))
    change = {"textDocument": {"uri": uri, "version": None}, "contentChanges": [{"text": "[[Nope]] [[Nope]]\n"}]}
    client.notify("textDocument/didChange", change)
    client.wait(lambda: client.codes(uri) == ["broken-link"] * 2)
    assert client.end() == 0


def test_settings_that_are_mended_to_what_they_were(client: Client, tmp_path: Path) -> None:
    root = vault(tmp_path / "vault")
    uri, settings = opened(client, root), root / "vaultlint.toml"
    settings.write_text("[lint]\nselekt = 5\n", "utf-8")
    client.wait(lambda: client.codes(settings.as_uri()) == ["config"] and client.codes(uri) == [])
    settings.write_text(NOTES["vaultlint.toml"], "utf-8")
    client.wait(lambda: client.codes(settings.as_uri()) == [] and "broken-link" in client.codes(uri))
    assert client.end() == 0


def test_it_begins_again_after_parameters_that_are_none(client: Client, tmp_path: Path) -> None:
    assert client.ask("initialize", {"capabilities": {}, "workspaceFolders": "x"})["error"]["code"] == -32602
    opened(client, vault(tmp_path / "vault"))
    assert client.end() == 0


@pytest.mark.parametrize("wrong", [-12, 12])
def test_a_length_that_is_wrong_costs_no_more_than_a_message_or_two(client: Client, tmp_path: Path, wrong: int) -> None:
    uri = opened(client, vault(tmp_path / "vault"))
    data = json.dumps({"jsonrpc": "2.0", "method": "$/x", "params": {"text": "some words"}}).encode()
    client.raw(b"Content-Length: %d\r\n\r\n%s" % (len(data) + wrong, data))
    for _ in range(3):
        client.notify("$/lost", {})
    assert client.at("textDocument/definition", uri, 2, 6)["result"]["uri"]
    assert client.end() == 0


def test_an_editor_that_can_ask_but_not_again(client: Client, tmp_path: Path) -> None:
    """As Neovim 0.11: it asks as soon as a text is open, and nobody could tell it to ask again. So it is told."""
    root = vault(tmp_path / "vault")
    takes: dict[str, Any] = {"diagnostic": {}, "publishDiagnostics": {}}
    answer = client.begin(root, capabilities={"textDocument": takes})
    assert "diagnosticProvider" not in answer["result"]["capabilities"]
    uri = (root / "A.md").as_uri()
    client.open(uri, NOTES["A.md"])
    client.wait(lambda: "broken-link" in client.codes(uri))
    assert client.end() == 0


def test_who_is_not_told_gets_the_whole_answer(client: Client, tmp_path: Path) -> None:
    root = vault(tmp_path / "vault")
    answer = client.begin(root, capabilities={"textDocument": {"diagnostic": {}}})
    assert answer["result"]["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"] is True
    uri = (root / "A.md").as_uri()
    client.open(uri, NOTES["A.md"])
    report = client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})["result"]
    assert {"broken-link", "trailing-space"} <= {each["code"] for each in report["items"]}
    assert client.end() == 0


def test_what_a_link_may_mean_is_offered(client: Client, tmp_path: Path) -> None:
    """A suggestion is a quick fix that nobody prefers; in relations and topics it is left to the person."""
    root = vault(tmp_path / "vault")
    (root / "Estuary.md").write_text("# Estuary\n", "utf-8")
    client.begin(root)
    uri, text = (root / "A.md").as_uri(), "[[Esturay]]\n\n## 关联主题\n\n- [[Esturay]]\n"
    client.open(uri, text)
    client.wait(lambda: client.codes(uri).count("broken-link") == 2)
    offered = []
    for line in (0, 4):
        place = {"start": {"line": line, "character": 4}, "end": {"line": line, "character": 4}}
        asked = {"textDocument": {"uri": uri}, "range": place, "context": {"diagnostics": []}}
        actions = client.ask("textDocument/codeAction", asked)["result"]
        offered.append([each for each in actions if "Estuary" in each["title"]])
    ((action,), nothing) = offered
    assert nothing == [] and "isPreferred" not in action
    (edit,) = action["edit"]["changes"][uri]
    assert edit == {
        "range": {"start": {"line": 0, "character": 2}, "end": {"line": 0, "character": 9}},
        "newText": "Estuary",
    }
    everything = {
        "textDocument": {"uri": uri},
        "range": place,
        "context": {"diagnostics": [], "only": ["source.fixAll"]},
    }
    assert client.ask("textDocument/codeAction", everything)["result"] == []
    assert client.end() == 0
