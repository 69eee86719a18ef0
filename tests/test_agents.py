"""The skill and docs/agents.md say what is true, and an agent that follows the skill mends what can be mended."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import click
import pytest

from tests.git_vault import GitVault
from vaultlint.cli.main import COMMANDS, cli
from vaultlint.rules import NAMES

ROOT = Path(__file__).parent.parent
SKILL = ROOT / "skills/vaultlint/SKILL.md"
PAGES = [SKILL, ROOT / "docs/agents.md"]
_CODE = re.compile(r"`([^`\n]+)`")
_BLOCK = re.compile(r"^```(?:sh|markdown)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def commands_in(text: str) -> list[list[str]]:
    """The words behind each `vaultlint` in code."""
    code = [
        *_CODE.findall(_BLOCK.sub("", text)),
        *(line for block in _BLOCK.findall(text) for line in block.split("\n")),
    ]
    inner = [part for line in code for part in (_CODE.findall(line) or [line])]
    found = []
    for line in inner:
        for match in re.finditer(r"\bvaultlint ([^|;&)<]*)", line):
            found.append(shlex.split(match[1].replace("'", "")))
    return [words for words in found if words]


def options_of(command: click.Command) -> set[str]:
    return {name for each in command.params for name in (*each.opts, *each.secondary_opts)} | {"--help"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_exist(page: Path) -> None:
    commands = commands_in(page.read_text(encoding="utf-8"))
    assert len(commands) > 10
    with click.Context(cli) as context:
        for name, *words in commands:
            assert name in COMMANDS, name
            command = cli.get_command(context, name)
            assert command is not None
            known = options_of(command)
            for word in words:
                if word.startswith("--"):
                    assert word.partition("=")[0] in known, (name, word)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_options_named_alone_exist(page: Path) -> None:
    with click.Context(cli) as context:
        known = {option for name in COMMANDS for option in options_of(cli.get_command(context, name))}  # type: ignore[arg-type]
    named = {
        word for code in _CODE.findall(page.read_text(encoding="utf-8")) for word in code.split() if word[:2] == "--"
    }
    assert named and named <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_rules_exist(page: Path) -> None:
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", page.read_text(encoding="utf-8")))
    assert named <= set(NAMES)


def test_the_skill_has_the_layout_of_skills() -> None:
    text = SKILL.read_text(encoding="utf-8")
    head = dict(line.split(": ", 1) for line in text.split("---\n")[1].splitlines())
    assert head["name"] == SKILL.parent.name == "vaultlint"
    assert 0 < len(head["description"]) <= 1024 and len(head["compatibility"]) <= 500
    assert len(text.splitlines()) <= 80


def test_json_in_the_page_is_json() -> None:
    blocks = re.findall(r"^```json\n(.*?)^```", PAGES[1].read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 6
    for block in blocks:
        json.loads(block)


CONFIG = """\
sections = ["摘要", "正文", "相关文档"]
[lint]
extend-select = ["trailing-space", "list-marker", "heading-marker-space"]
ignore = ["repeated-explanation", "vague-explanation"]
"""
GOOD = "## 摘要\n\n好。\n\n## 正文\n\n见 [[乙]]。\n\n## 相关文档\n\n- [[乙]]；关联理由：引用；说明：好。\n"


def letters(vault: GitVault) -> dict[str, str]:
    files = sorted(vault.root.rglob("*.md"))
    return {file.name: "".join(filter(str.isalnum, file.read_text(encoding="utf-8"))) for file in files}


def test_an_agent_that_follows_the_skill(tmp_path: Path) -> None:
    """Seeded faults: what is fixable goes, not a word changes, and the script of the hook says what is left."""
    vault = GitVault(tmp_path / "vault")
    vault.commit({"vaultlint.toml": CONFIG, "甲.md": GOOD, "乙.md": GOOD.replace("[[乙]]", "[[甲]]")})
    vault.write(
        {
            "甲.md": GOOD.replace("好。\n\n## 正文", "好。 \n\n\n\n##  正文").replace(
                "见 [[乙]]", "* 一\n* 二\n\n见 [[乙]] [[乙#没有]]"
            ),
            "丙.md": GOOD.replace("## 相关文档", "## 相关文档 ").rstrip("\n"),
        }
    )
    asked = ("check", "--since", "HEAD", "--output-format", "json", "--limit", "20", "--compact")
    before = letters(vault)
    seen = json.loads(vault.vaultlint(*asked).out)
    paths = sorted({row["at"].split(":")[0] for row in seen["findings"] if row.get("fix") == "safe"})
    assert paths == ["丙.md", "甲.md"]
    assert vault.vaultlint("fix", "--diff", *paths).status == 1
    assert letters(vault) == before and "##  正文" in (vault.root / "甲.md").read_text(encoding="utf-8")
    vault.vaultlint("fix", *paths)
    left = json.loads(vault.vaultlint(*asked).out)
    assert [row["rule"] for row in left["findings"]] == ["broken-heading"]
    assert not any("fix" in row for row in left["findings"])
    assert letters(vault) == before
    assert vault.vaultlint("baseline").status == 0  # what only a person can decide
    assert json.loads(vault.vaultlint(*asked).out)["total"] == 0
    assert "broken-heading" in json.loads(vault.vaultlint("check", "--no-baseline", *asked[3:]).out)["by_rule"]
    assert "broken-heading" in vault.vaultlint("baseline", "show").out
    assert letters(vault) == before
    script = re.search(r"^```sh\n(#!/bin/sh\n.*?)^```", PAGES[1].read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert script and "--since HEAD" in script[1]
    assert vault.vaultlint("undo").status == 0
    assert "##  正文" in (vault.root / "甲.md").read_text(encoding="utf-8")
