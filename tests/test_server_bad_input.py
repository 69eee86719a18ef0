"""What a client does that it should not, and what happens to a vault behind its back."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.lsp_client import Client

COMMAND = [sys.executable, "-m", "vaultlint", "server"]
NOTES = {".obsidian/app.json": "{}", "A.md": "[[B]] and [[Nope]]\n", "B.md": "Text. [[A]]\n"}


def vault(root: Path) -> Path:
    for path, text in NOTES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    client = Client(COMMAND, {"VAULTLINT_CACHE_DIR": str(tmp_path / "cache")})
    yield client
    if client.process.poll() is None:
        client.process.kill()


def test_nonsense_is_answered_or_passed_over(client: Client, tmp_path: Path) -> None:
    root = vault(tmp_path / "vault")
    uri = (root / "A.md").as_uri()
    assert client.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 1}})
    client.begin(root)
    client.open(uri, NOTES["A.md"])
    client.wait(lambda: client.codes(uri) == ["broken-link"])
    client.raw(b'Content-Length: 20\r\n\r\n{"jsonrpc": broken!!')
    client.notify("textDocument/didChange", {"textDocument": {}})
    client.notify("no/suchThing", {"a": [1]})
    assert client.ask("textDocument/nonsense", {})["error"]["code"] == -32601
    assert client.ask("textDocument/hover", {"x": 1})["error"]["code"] == -32602
    assert client.at("textDocument/hover", uri, -1, -5)["error"]["code"] == -32602
    assert client.at("textDocument/completion", "untitled:1", 99999, 9)["result"]["items"] == []
    for name in ("../../x", "A", "B#", "", "\n"):
        assert "error" in client.at("textDocument/rename", uri, 0, 3, newName=name), name
    for arguments in ([], [1, 2], [uri], [uri, "B.md"], ["file:///etc/passwd", "C.md"]):
        params = {"command": "vaultlint.rename", "arguments": arguments}
        assert "error" in client.ask("workspace/executeCommand", params), arguments
    assert {path: (root / path).read_text("utf-8") for path in NOTES} == NOTES
    found = client.at("textDocument/definition", uri, 0, 3)
    assert found["result"]["uri"] == (root / "B.md").as_uri()
    assert client.end() == 0


def test_lies_about_versions_and_texts_that_are_not_open(client: Client, tmp_path: Path) -> None:
    root = vault(tmp_path / "vault")
    uri = (root / "A.md").as_uri()
    client.begin(root)
    client.open(uri, NOTES["A.md"], version=7)
    place = {"start": {"line": 900, "character": 5}, "end": {"line": 0, "character": 0}}
    for version, change in ((-9, {"range": place, "text": "x"}), (3, {"text": 5}), ("no", {"text": ""})):
        params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]}
        client.notify("textDocument/didChange", params)
    client.notify("textDocument/didChange", [1])
    client.notify("textDocument/didOpen", None)
    client.notify("textDocument/didClose", {"textDocument": {"uri": (root / "Never.md").as_uri()}})
    client.notify("$/cancelRequest", {"id": 4711})
    client.wait(lambda: client.problems.get(uri, {}).get("version") == -9 and client.codes(uri) == [])
    client.open(uri, NOTES["A.md"], version=1)
    client.wait(lambda: client.codes(uri) == ["broken-link"])
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    client.wait(lambda: client.codes(uri) == ["broken-link"] and "version" not in client.problems[uri])
    assert client.end() == 0


def test_what_is_no_message(client: Client, tmp_path: Path) -> None:
    assert client.ask("shutdown", None)["error"]["code"] == -32002
    client.begin(vault(tmp_path / "vault"))
    assert client.ask("initialize", {})["error"]["code"] == -32600
    for data in (b"{}", b"[1]", b'{"id": [1], "method": "shutdown"}', b"\xff\xfe", b"[" * 60_000, b"3"):
        client.raw(b"X-Other: 1\r\nContent-Length: %d\r\n\r\n%s" % (len(data), data))
    client.send({"jsonrpc": "2.0", "id": 99_999, "result": "nobody asked"})
    for params in (
        None,
        [],
        5,
        {"textDocument": 3},
        {"textDocument": {"uri": "file:///x.md"}, "position": {"line": "a"}},
    ):
        assert client.ask("textDocument/hover", params)["error"]["code"] == -32602, params
    assert client.end() == 0


def test_a_head_that_is_none_ends_the_conversation(client: Client) -> None:
    client.raw(b"GET / HTTP/1.1\r\n\r\nContent-Length: -5\r\n\r\n")
    assert client.process.wait(20) == 1


def test_a_thousand_changes_at_once(client: Client, tmp_path: Path) -> None:
    root = vault(tmp_path / "vault")
    uri = (root / "A.md").as_uri()
    client.begin(root)
    client.open(uri, NOTES["A.md"])
    place = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
    for version in range(2, 1002):
        params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"range": place, "text": "😀"}]}
        client.notify("textDocument/didChange", params)
    client.wait(lambda: client.problems.get(uri, {}).get("version") == 1001 and client.codes(uri) == ["broken-link"])
    (problem,) = client.problems[uri]["diagnostics"]
    assert problem["range"]["start"] == {"line": 0, "character": 2000 + NOTES["A.md"].index("Nope")}
    assert client.end() == 0


def test_half_a_request_and_the_end(client: Client, tmp_path: Path) -> None:
    client.begin(vault(tmp_path / "vault"))
    client.raw(b'Content-Length: 500\r\n\r\n{"jsonrpc"')
    assert client.process.stdin is not None
    client.process.stdin.close()
    client.process.wait(20)


def test_folders_come_and_go(client: Client, tmp_path: Path) -> None:
    one, two = vault(tmp_path / "one"), vault(tmp_path / "two")
    client.begin(one, two)
    uris = [(root / "A.md").as_uri() for root in (one, two)]
    for uri in uris:
        client.open(uri, NOTES["A.md"])
    client.wait(lambda: all(client.codes(uri) == ["broken-link"] for uri in uris))
    gone = {"event": {"added": [], "removed": [{"uri": two.as_uri(), "name": "two"}]}}
    client.notify("workspace/didChangeWorkspaceFolders", gone)
    client.wait(lambda: client.codes(uris[1]) == [])
    shutil.rmtree(one)
    client.wait(lambda: client.codes(uris[0]) == ["broken-link", "broken-link"])
    vault(one)
    client.wait(lambda: client.codes(uris[0]) == ["broken-link"])
    assert client.end() == 0


def test_what_is_no_vault(client: Client, tmp_path: Path) -> None:
    folder = tmp_path / "code"
    folder.mkdir()
    (folder / "main.py").write_text("print()\n", "utf-8")
    client.begin(folder, tmp_path / "not there")
    client.wait(lambda: len(client.said) >= 2)
    assert "no vault" in client.said[0]["params"]["message"]
    assert "no folder" in client.said[1]["params"]["message"]
    outside = vault(tmp_path / "elsewhere") / "A.md"
    client.open(outside.as_uri(), NOTES["A.md"])
    assert client.at("textDocument/definition", outside.as_uri(), 0, 3)["result"] is None
    assert client.ask("workspace/diagnostic", {"previousResultIds": []})["result"]["items"] == []
    assert not client.problems
    assert client.end() == 0


def test_killed_and_started_again(client: Client, tmp_path: Path) -> None:
    root = vault(tmp_path / "vault")
    uri = (root / "A.md").as_uri()
    client.begin(root)
    client.open(uri, NOTES["A.md"])
    client.wait(lambda: client.codes(uri) == ["broken-link"])
    client.process.kill()
    again = Client(COMMAND, {"VAULTLINT_CACHE_DIR": str(tmp_path / "cache")})
    again.begin(root)
    again.open(uri, NOTES["A.md"], version=-3)
    again.wait(lambda: again.codes(uri) == ["broken-link"])
    assert again.problems[uri]["version"] == -3
    assert again.end() == 0


def test_links_are_tokens(client: Client, tmp_path: Path) -> None:
    root = vault(tmp_path / "vault")
    client.begin(root)
    client.open((root / "A.md").as_uri(), "😀[[Nope]] [[B]]\n\n[[B]]\n")
    asked = {"textDocument": {"uri": (root / "A.md").as_uri()}}
    found = client.ask("textDocument/semanticTokens/full", asked)["result"]["data"]
    assert found == [0, 2, 8, 1, 0, 0, 9, 5, 0, 0, 2, 0, 5, 0, 0]
    assert client.end() == 0


def test_a_client_that_asks_is_not_told(client: Client, tmp_path: Path) -> None:
    root = vault(tmp_path / "vault")
    uri = (root / "A.md").as_uri()
    client.begin(root, capabilities={"textDocument": {"diagnostic": {}}})
    client.open(uri, NOTES["A.md"])
    report = client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})["result"]
    assert report["kind"] == "full"
    client.change(uri, "[[B]]\n", 2)
    report = client.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})["result"]
    assert report["items"] == []
    params = {"textDocument": {"uri": uri}, "previousResultId": report["resultId"]}
    assert client.ask("textDocument/diagnostic", params)["result"]["kind"] == "unchanged"
    assert not any(each["diagnostics"] for each in client.problems.values())
    assert client.end() == 0
