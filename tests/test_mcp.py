"""`vaultlint mcp`, asked by the SDK's own client over the standard input and output."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp")

import anyio
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import MCPError

from tests.git_vault import ENVIRONMENT, GitVault
from tests.helpers import write_files
from vaultlint.report.limited import TOKENS, tokens

CONFIG = """\
sections = []
[lint]
extend-select = ["relations", "topics", "trailing-space", "list-marker"]
[rules.broken-link]
unwritten = "error"
[relations]
synonyms = { "引自" = "引用" }
[[note-types]]
name = "book"
folders = ["books"]
paths = ["books/**"]
sections = ["摘要", "相关文档", "关联主题"]
"""
ITEM = "- [[乙]]；关联理由：引自；说明：乙写过它，见 [[甲#一]]。"
TOPIC = "- [[00-元语/写作]]"
FILES: dict[str, str | bytes] = {
    "vaultlint.toml": CONFIG,
    "甲.md": f"# 甲\n\n## 一\n\n[[乙]]、[[不在]]\n\n* x\n- y \n\n## 相关文档\n\n{ITEM}\n\n## 关联主题\n\n{TOPIC}\n",
    "乙.md": "# 乙\n\n[[甲#一]]\n",
    "00-元语/写作.md": "# 写作\n",
    "长.md": "".join(f"[[没有{number}]]\n" for number in range(300)),
}
LOOKING = ["check", "explain", "check_text", "links", "suggest"]
WRITING = ["fix", "rename", "new"]

Script = Callable[["Agent"], Awaitable[None]]


class Agent:
    """A client with a short way to call tools."""

    def __init__(self, client: Client, root: Path) -> None:
        self.client, self.root = client, root

    async def call(self, tool: str, **arguments: Any) -> dict[str, Any]:
        result = await self.client.call_tool(tool, arguments)
        text = result.content[0].text  # type: ignore[union-attr]
        assert not result.is_error, text
        assert json.loads(text) == result.structured_content
        found: dict[str, Any] = result.structured_content
        return found

    async def refusal(self, tool: str, **arguments: Any) -> str:
        before = self.texts()
        result = await self.client.call_tool(tool, arguments)
        assert result.is_error, result.structured_content
        assert self.texts() == before
        return str(result.content[0].text)  # type: ignore[union-attr]

    def texts(self) -> dict[str, bytes]:
        return {str(file.relative_to(self.root)): file.read_bytes() for file in self.root.rglob("*.md")}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "vault", FILES)


def ask(root: Path, script: Script, *options: str, mode: str = "auto") -> None:
    """Start a server on the vault, and run the script against it."""
    environment = {**ENVIRONMENT, **{name: os.environ[name] for name in os.environ if name.startswith("VAULTLINT")}}
    command = ["-m", "vaultlint", "mcp", "--root", str(root), *options]

    async def run() -> None:
        server = StdioServerParameters(command=sys.executable, args=command, env=environment)
        with anyio.fail_after(120):
            async with Client(stdio_client(server), mode=mode) as client:  # type: ignore[arg-type]
                await script(Agent(client, root))

    anyio.run(run)


class TestDefinitions:
    @pytest.mark.parametrize("mode", ["auto", "legacy"])
    def test_without_leave_nothing_writes(self, root: Path, mode: str) -> None:
        async def script(agent: Agent) -> None:
            tools = (await agent.client.list_tools()).tools
            assert [tool.name for tool in tools] == LOOKING
            assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
            assert "Unknown tool" in await agent.refusal("fix")

        ask(root, script, mode=mode)

    def test_they_are_short_and_whole(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            tools = (await agent.client.list_tools()).tools
            assert [tool.name for tool in tools] == LOOKING + WRITING
            text = json.dumps([tool.model_dump(by_alias=True, exclude_none=True) for tool in tools])
            assert tokens(text) <= 3000
            for tool in tools:
                notes = tool.annotations
                assert notes is not None and tool.description and tool.output_schema
                hints = (notes.read_only_hint, notes.destructive_hint, notes.idempotent_hint, notes.open_world_hint)
                assert None not in hints
                assert notes.read_only_hint is (tool.name in LOOKING)
                assert tool.input_schema["type"] == "object"
                known = set(tool.input_schema["properties"])
                assert set(tool.input_schema.get("required", ())) <= known
                if tool.name in WRITING:
                    assert {"dry_run", "fingerprint"} <= known

        ask(root, script, "--allow-writes")

    def test_resources(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            uris = {str(each.uri) for each in (await agent.client.list_resources()).resources}
            assert uris == {"vaultlint://rules", "vaultlint://settings"}
            rules = json.loads((await agent.client.read_resource("vaultlint://rules")).contents[0].text)  # type: ignore[union-attr]
            assert "broken-link" in {row["rule"] for row in rules}
            settings = (await agent.client.read_resource("vaultlint://settings")).contents[0].text  # type: ignore[union-attr]
            assert 'name = "book"' in settings
            with pytest.raises(MCPError):
                await agent.client.read_resource("vaultlint://nothing")

        ask(root, script)


class TestLooking:
    def test_check(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            found = await agent.call("check", limit=3)
            assert found["total"] > 300 and found["shown"] == 3 == len(found["findings"])
            assert sum(found["by_rule"].values()) == found["total"]
            assert all(tokens(json.dumps(row, ensure_ascii=False)) <= TOKENS for row in found["findings"])
            one = await agent.call("check", paths=["甲.md"], rules=["broken-link"])
            assert [row["at"].split(":")[0] for row in one["findings"]] == ["甲.md"]
            same = await agent.call("check", paths=[str(root / "甲.md")], rules=["links"], severity="error")
            assert same["findings"] == one["findings"]
            assert (await agent.call("check", limit=10_000))["shown"] == 100
            assert (await agent.call("check", paths=["."], limit=0))["total"] == found["total"]

        ask(root, script)

    def test_a_note_changed_behind_its_back(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            before = (await agent.call("check", paths=["乙.md"]))["total"]
            (root / "乙.md").write_text("# 乙\n\n[[甲#一]] [[auch nicht]]\n", encoding="utf-8")
            assert (await agent.call("check", paths=["乙.md"]))["total"] == before + 1
            (root / "新.md").write_text("[[乙#nirgends]]\n", encoding="utf-8")
            assert (await agent.call("check", paths=["新.md"]))["by_rule"] == {"broken-heading": 1}
            (root / "新.md").unlink()
            assert "no file" in await agent.refusal("check", paths=["新.md"])

        ask(root, script)

    def test_settings_that_change_or_break(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            assert (await agent.call("check", rules=["broken-link"]))["total"] > 300
            (root / "vaultlint.toml").write_text(CONFIG + '[lint.per-path-ignores]\n"长.md" = ["links"]\n')
            assert (await agent.call("check", rules=["broken-link"]))["total"] == 1
            (root / "vaultlint.toml").write_text("sectoins = []\n")
            assert "sectoins" in await agent.refusal("check")
            (root / "vaultlint.toml").write_text(CONFIG)
            assert (await agent.call("check", rules=["broken-link"]))["total"] > 300

        ask(root, script)

    def test_a_baseline(self, root: Path) -> None:
        from vaultlint.cli.main import main

        assert main(["baseline", "--root", str(root)]) == 0

        async def script(agent: Agent) -> None:
            assert (await agent.call("check"))["total"] == 0
            (root / ".vaultlint-baseline.json").unlink()
            assert (await agent.call("check"))["total"] > 300

        ask(root, script)

    def test_explain(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            found = await agent.call("explain", rule="broken-link")
            assert (found["category"], found["runs"]) == ("links", True)
            assert found["summary"] and found["page"] and found["url"]
            assert "broken-link" in await agent.refusal("explain", rule="broken-lnk")

        ask(root, script)

    def test_a_draft_is_judged_and_written_nowhere(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            before = agent.texts()
            new = await agent.call("check_text", path="neu.md", text="[[甲]] [[fehlt]]\n")
            assert (new["by_rule"], new["exists"], new["elsewhere"]) == ({"broken-link": 1}, False, [])
            old = await agent.call("check_text", path="甲.md", text="# 甲\n")
            assert old["exists"] is True
            assert ("乙.md", "broken-heading") in {(row["at"].split(":")[0], row["rule"]) for row in old["elsewhere"]}
            assert agent.texts() == before
            assert (await agent.call("check", paths=["neu.md"]) if (root / "neu.md").exists() else None) is None
            assert ".md" in await agent.refusal("check_text", path="neu.txt", text="x")
            assert "longer" in await agent.refusal("check_text", path="neu.md", text="x" * 1_000_001)

        ask(root, script)

    def test_links(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            found = await agent.call("links", path="甲.md")
            assert {"link": "不在", "opens": None} in found["outgoing"]
            assert {"link": "乙", "opens": "乙.md"} in found["outgoing"]
            assert {row["from"] for row in found["incoming"]} == {"乙.md", "甲.md"}
            long = await agent.call("links", path="长", limit=500)
            assert (long["outgoing_total"], len(long["outgoing"])) == (300, 50)

        ask(root, script)

    def test_suggest(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            (root / "Gardening.md").write_text("# Gardening\n", encoding="utf-8")
            (root / "乙.md").write_text("# 乙\n\n[[Gardenning]]\n", encoding="utf-8")
            found = await agent.call("suggest", path="乙.md", kinds=["links"])
            assert found["links"][0]["candidates"][0]["filename"] == "Gardening.md"
            assert found["topics"] is None and "person" in found["note"]
            assert "links" in await agent.refusal("suggest", path="乙.md", kinds=["everything"])

        ask(root, script)


BAD_PATHS = [
    "../../etc/passwd",
    "/etc/passwd",
    "a/../../b.md",
    "甲\x00.md",
    "甲\n.md",
    "\u2028.md",
    "",
    "x" * 1001,
    ".obsidian/app.json",
]


class TestBadInput:
    def test_paths(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            for path in BAD_PATHS:
                await refused_everywhere(agent, path)
            assert (await agent.call("check", limit=0))["shown"] == 0

        async def refused_everywhere(agent: Agent, path: str) -> None:
            for tool, arguments in (
                ("check", {"paths": [path]}),
                ("check_text", {"path": path, "text": "x"}),
                ("links", {"path": path}),
                ("suggest", {"path": path}),
                ("fix", {"paths": [path]}),
                ("rename", {"old": path, "new": "x"}),
                ("rename", {"old": "甲", "new": path if "/" in path else path + "\x01"}),
                ("new", {"type": "book", "title": "x", "folder": path or "\x01"}),
            ):
                said = await agent.refusal(tool, **arguments)
                assert any(
                    why in said for why in ("outside", "control character", "empty", "longer", "hidden", "no file")
                ), (tool, said)

        ask(root, script, "--allow-writes")

    def test_a_symlink_out_of_the_vault(self, root: Path, tmp_path: Path) -> None:
        (tmp_path / "secret.md").write_text("secret\n")
        (root / "link.md").symlink_to(tmp_path / "secret.md")

        async def script(agent: Agent) -> None:
            assert "outside" in await agent.refusal("check", paths=["link.md"])
            assert "outside" in await agent.refusal("check_text", path="link.md", text="x")

        ask(root, script)

    def test_arguments_of_the_wrong_kind(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            assert await agent.refusal("check", limit=-1)
            assert await agent.refusal("check", paths={"a": 1})
            assert await agent.refusal("check_text", path="a.md")
            assert "rules" in await agent.refusal("check", rules=["no-such-rule"])
            assert "Unknown tool" in await agent.refusal("delete", path="甲.md")

        ask(root, script)

    def test_the_vault_vanishes_and_comes_back(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            root.rename(root.with_name("away"))
            result = await agent.client.call_tool("check", {})
            assert result.is_error and "cannot read" in result.content[0].text  # type: ignore[union-attr]
            root.with_name("away").rename(root)
            assert (await agent.call("check"))["total"] > 300

        ask(root, script)


class TestWriting:
    def test_fix(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            before = agent.texts()
            shown = await agent.call("fix", paths=["甲.md"])
            assert (shown["written"], shown["notes"]) == (False, ["甲.md"])
            assert shown["diff"] and agent.texts() == before
            assert "dry run" in await agent.refusal("fix", paths=["甲.md"], dry_run=False)
            assert "stale" in await agent.refusal("fix", paths=["甲.md"], fingerprint="0" * 24)
            assert "stale" in await agent.refusal("fix", paths=["乙.md"], fingerprint=shown["fingerprint"])
            done = await agent.call("fix", paths=["甲.md"], dry_run=False, fingerprint=shown["fingerprint"])
            assert (done["written"], done["fixed"], done["failed"]) == (True, shown["fixed"], [])
            assert (await agent.call("check", paths=["甲.md"]))["total"] == done["left"]

        ask(root, script, "--allow-writes")

    def test_a_dry_run_writes_nothing_even_with_a_fingerprint(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            before = agent.texts()
            seal = (await agent.call("fix"))["fingerprint"]
            assert (await agent.call("fix", dry_run=True, fingerprint=seal))["written"] is False
            assert agent.texts() == before

        ask(root, script, "--allow-writes")

    def test_a_note_changed_after_the_dry_run(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            fix = await agent.call("fix")
            rename = await agent.call("rename", old="甲", new="丙")
            new = await agent.call("new", type="book", title="书")
            text = (root / "甲.md").read_text(encoding="utf-8")
            (root / "甲.md").write_text(text + "\n[[甲]]\n", encoding="utf-8")
            (root / "books").mkdir()
            (root / "books/书.md").write_text("schon da\n", encoding="utf-8")
            assert "stale" in await agent.refusal("fix", fingerprint=fix["fingerprint"])
            assert "stale" in await agent.refusal("rename", old="甲", new="丙", fingerprint=rename["fingerprint"])
            said = await agent.refusal("new", type="book", title="书", fingerprint=new["fingerprint"])
            assert "already" in said

        ask(root, script, "--allow-writes")

    @pytest.mark.parametrize("unsafe", [False, True])
    def test_no_fix_writes_a_relation_or_a_topic(self, root: Path, unsafe: bool) -> None:
        async def script(agent: Agent) -> None:
            shown = await agent.call("fix", unsafe=unsafe)
            await agent.call("fix", unsafe=unsafe, fingerprint=shown["fingerprint"])
            text = (root / "甲.md").read_text(encoding="utf-8")
            assert ITEM in text and "- [[00-元语/写作]]\n" in text

        ask(root, script, "--allow-writes")

    def test_the_command_line_would_write_it(self, root: Path) -> None:
        """What the test before this one guards against does exist."""
        from vaultlint.cli.main import main

        main(["fix", "--unsafe-fixes", "--root", str(root), "-q"])
        assert ITEM not in (root / "甲.md").read_text(encoding="utf-8")

    def test_rename_a_note(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            shown = await agent.call("rename", old="乙", new="books/丁")
            assert shown["moves"] == {"from": "乙.md", "to": "books/丁.md"}
            assert shown["diff"] and (root / "乙.md").exists()
            done = await agent.call("rename", old="乙", new="books/丁", fingerprint=shown["fingerprint"])
            assert done["written"] is True and (root / "books/丁.md").exists() and not (root / "乙.md").exists()
            assert "- [[丁]]；关联理由：引自；" in (root / "甲.md").read_text(encoding="utf-8")
            back = await agent.call("rename", old="books/丁", new="./乙")
            assert back["moves"]["to"] == "乙.md"
            assert "already" in await agent.refusal("rename", old="books/丁", new="./甲")

        ask(root, script, "--allow-writes")

    def test_rename_a_tag_and_a_property(self, root: Path) -> None:
        (root / "乙.md").write_text("---\nkind: a\n---\n# 乙\n\n[[甲#一]] #tea\n", encoding="utf-8")

        async def script(agent: Agent) -> None:
            for old, new in (("#tea", "#drinks/tea"), ("property:kind", "property:type")):
                shown = await agent.call("rename", old=old, new=new)
                assert shown["files_total"] == 1 and not shown["written"]
                await agent.call("rename", old=old, new=new, fingerprint=shown["fingerprint"])
            text = (root / "乙.md").read_text(encoding="utf-8")
            assert text == "---\ntype: a\n---\n# 乙\n\n[[甲#一]] #drinks/tea\n"
            assert "begins with `#`" in await agent.refusal("rename", old="#drinks/tea", new="tea")
            assert "property" in await agent.refusal("rename", old="property:", new="property:x")
            await agent.refusal("rename", old="#gone", new="#x")

        ask(root, script, "--allow-writes")

    def test_only_what_is_new(self, tmp_path: Path) -> None:
        vault = GitVault(tmp_path / "vault")
        vault.commit({"vaultlint.toml": 'sections = []\n[lint]\nselect = ["broken-link"]\n', "a.md": "[[gone]]\n"})
        vault.write({"b.md": "[[nowhere]]\n"})

        async def script(agent: Agent) -> None:
            assert (await agent.call("check"))["total"] == 2
            found = await agent.call("check", since="HEAD")
            assert (found["total"], found["findings"][0]["at"]) == (1, "b.md:1:3")
            for since in ("--all", "nowhere", "a\nb"):
                await agent.refusal("check", since=since)

        ask(vault.root, script)

    def test_rename_a_heading(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            shown = await agent.call("rename", old="甲#一", new="二/三")
            await agent.call("rename", old="甲#一", new="二/三", fingerprint=shown["fingerprint"])
            assert "[[甲#二/三]]" in (root / "乙.md").read_text(encoding="utf-8")

        ask(root, script, "--allow-writes")

    def test_no_heading_makes_relations_of_a_list(self, root: Path) -> None:
        (root / "丙.md").write_text("## 清单\n\n- [[甲]]\n", encoding="utf-8")

        async def script(agent: Agent) -> None:
            assert "relations or topics" in await agent.refusal("rename", old="丙#清单", new="关联主题")
            assert "relations or topics" in await agent.refusal("rename", old="甲#关联主题", new="清单")

        ask(root, script, "--allow-writes")

    def test_new_leaves_its_sections_empty(self, root: Path) -> None:
        async def script(agent: Agent) -> None:
            shown = await agent.call("new", type="book", title="书", folder="books")
            assert shown["path"] == "books/书.md" and not (root / "books").exists()
            done = await agent.call("new", type="book", title="书", folder="books", fingerprint=shown["fingerprint"])
            text = (root / "books/书.md").read_text(encoding="utf-8")
            assert text == done["text"] == "## 摘要\n\n## 相关文档\n\n## 关联主题\n"
            assert "no note type" in await agent.refusal("new", type="film", title="x")
            assert "/" in await agent.refusal("new", type="book", title="../x")

        ask(root, script, "--allow-writes")

    def test_undo_takes_it_back(self, root: Path) -> None:
        from vaultlint.cli.main import main

        before = {path: (root / path).read_bytes() for path in FILES}

        async def script(agent: Agent) -> None:
            shown = await agent.call("fix")
            await agent.call("fix", fingerprint=shown["fingerprint"])

        ask(root, script, "--allow-writes")
        assert {path: (root / path).read_bytes() for path in FILES} != before
        assert main(["undo", "--root", str(root)]) == 0
        assert {path: (root / path).read_bytes() for path in FILES} == before


def test_what_it_lacks_is_said(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from vaultlint.cli.main import main

    monkeypatch.delitem(sys.modules, "vaultlint.mcp.server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    assert main(["mcp", "--root", str(root)]) == 2
    assert "obsidian-vaultlint[mcp]" in capsys.readouterr().err
