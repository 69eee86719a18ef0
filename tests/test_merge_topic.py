"""`vaultlint merge-topic` makes every link to one topic a link to another, and nothing else."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.helpers import write_files
from tests.test_rename import content
from vaultlint.cli.main import main

TOPICS = {
    "00-元语/agents.md": "---\ntitle: 智能体们\n---\n\n## 一\n",
    "00-元语/Agent.md": "---\ntitle: 智能体\n---\n\n## 二\n",
}


def merge(folder: Path, *arguments: str, old: str = "agents", new: str = "Agent") -> int:
    return main(["merge-topic", "--root", str(folder), old, new, *arguments])


CASES = [
    # one link is rewritten in its style
    ("[[00-元语/agents]]", "[[00-元语/Agent]]"),
    ("[[agents]] [[agents.md]] [[/00-元语/agents]]", "[[Agent]] [[Agent.md]] [[/00-元语/Agent]]"),
    ("[[agents|agents]] [[agents|智能体们]] [[agents|其他]]", "[[Agent|Agent]] [[Agent|智能体]] [[Agent|其他]]"),
    ("[x](00-元语/agents.md) ![[agents]]", "[x](00-元语/Agent.md) ![[Agent]]"),
    ("| a |\n|---|\n| [[agents\\|x]] |", "| a |\n|---|\n| [[Agent\\|x]] |"),
    ("[x][1] ![y][]\n\n[1]: 00-元语/agents.md\n[y]: agents", "[x][1] ![y][]\n\n[1]: 00-元语/Agent.md\n[y]: Agent"),
    ("[[agents#一]] [[agents#二|x]] [[agents#^b]]", "[[Agent]] [[Agent#二|x]] [[Agent]]"),
    ("`[[agents]]` agents [[Agent]] [[其他]]", "`[[agents]]` agents [[Agent]] [[其他]]"),
    ("见[[agents]]和[[Agent]]。", "见[[Agent]]和[[Agent]]。"),
    # a list that has both keeps one
    (
        "## 关联主题\n\n- [[00-元语/Agent]]\n- [[00-元语/agents]]\n- [[00-元语/x]]",
        "## 关联主题\n\n- [[00-元语/Agent]]\n- [[00-元语/x]]",
    ),
    ("## 关联主题\n\n- [[00-元语/agents|a]]\n- [[Agent]]", "## 关联主题\n\n- [[Agent]]"),
    ("## 关联主题\n\n- [[agents]]\n- [[agents]]", "## 关联主题\n\n- [[Agent]]"),
    ("## 关联主题\n\n- [[Agent]]\n\n- [[agents]]\n\n- [[x]]", "## 关联主题\n\n- [[Agent]]\n\n- [[x]]"),
    ("## 相关词条\n\n* [[agents]]。\n* [[Agent]]。", "## 相关词条\n\n* [[Agent]]。"),
    ("## 关联主题\n\n- [[Agent]]\n- [[agents]]\n  - 附注", "## 关联主题\n\n- [[Agent]]\n- [[Agent]]\n  - 附注"),
    ("## 关联主题\n\n- [[Agent]]\n- [[agents]]：说明", "## 关联主题\n\n- [[Agent]]\n- [[Agent]]：说明"),
    # one list has nothing to do with another
    (
        "## 相关词条\n\n- [[agents]]\n\n## 关联主题\n\n- [[Agent]]",
        "## 相关词条\n\n- [[Agent]]\n\n## 关联主题\n\n- [[Agent]]",
    ),
    # properties
    ("---\na:\n  - \"[[agents]]\"\n  - '[[Agent]]'\n---", "---\na:\n  - '[[Agent]]'\n---"),
    ('---\na: ["[[Agent]]", "[[agents]]", x]\n---', '---\na: ["[[Agent]]", x]\n---'),
    ('---\na: ["[[agents]]", "[[Agent]]"]\n---', '---\na: ["[[Agent]]"]\n---'),
    ('---\na: ["[[agents]]"]\nb: "[[Agent]]"\n---', '---\na: ["[[Agent]]"]\nb: "[[Agent]]"\n---'),
    # a note that had neither gets nothing
    ("## 关联主题\n\n- [[x]]\n\nagents", "## 关联主题\n\n- [[x]]\n\nagents"),
]


@pytest.mark.parametrize(("before", "after"), CASES)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_links(tmp_path: Path, before: str, after: str, line_end: str) -> None:
    vault = write_files(tmp_path, TOPICS | {"N.md": (before + "\n").replace("\n", line_end)})
    assert merge(vault) == 0
    assert content(vault) == TOPICS | {"N.md": (after + "\n").replace("\n", line_end)}


INTO = [
    ("## 相关词条\n\n- [[agents]]\n- [[x]]\n", "## 相关词条\n\n- [[x]]\n"),
    ("又称[[agents]]、[[agents|多个]]。\n", "又称agents、多个。\n"),
    ("[a](agents.md) ![[agents]]\n", "a agents\n"),
    ("---\nup: \"[[agents]]\"\nlist:\n  - '[[agents|x]]'\n---\n", '---\nup: "agents"\nlist:\n---\n'),
]


@pytest.mark.parametrize(("before", "after"), INTO)
def test_the_topic_that_stays_never_links_to_itself(tmp_path: Path, before: str, after: str) -> None:
    vault = write_files(tmp_path, {"00-元语/agents.md": "[[agents]] [[Agent]]\n", "00-元语/Agent.md": before})
    assert merge(vault) == 0
    assert content(vault) == {"00-元语/agents.md": "[[agents]] [[Agent]]\n", "00-元语/Agent.md": after}


def test_canvas(tmp_path: Path) -> None:
    canvas = '{"nodes":[{"type":"file","file":"00-元语/agents.md"},{"type":"text","text":"[[agents]]"}]}'
    vault = write_files(tmp_path, TOPICS | {"b.canvas": canvas})
    assert merge(vault) == 0
    assert content(vault)["b.canvas"] == canvas.replace("agents", "Agent")


def test_the_merged_topic_stays_unless_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vault = write_files(tmp_path, TOPICS | {"N.md": "[[agents]]\n"})
    assert merge(vault) == 0
    assert "00-元语/agents.md is still there" in capsys.readouterr().err
    assert merge(vault, "--delete") == 0
    assert content(vault) == {"00-元语/Agent.md": TOPICS["00-元语/Agent.md"], "N.md": "[[Agent]]\n"}


def test_dry_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = TOPICS | {"N.md": "[[agents]]\n"}
    vault = write_files(tmp_path, files)
    assert merge(vault, "--dry-run", "--delete") == 0
    assert content(vault) == files
    out, err = capsys.readouterr()
    assert "-[[agents]]\n+[[Agent]]\n" in out
    assert "Would delete 00-元语/agents.md." in err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("agents", "agents", "the same topic"),
        ("nobody", "Agent", "there is no note"),
        ("N", "Agent", "is no topic"),
        ("agents", "N.md", "is no topic"),
    ],
)
def test_refusals(tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str) -> None:
    files = TOPICS | {"N.md": "[[agents]]\n"}
    vault = write_files(tmp_path, files)
    assert merge(vault, old=old, new=new) == 2
    assert said in capsys.readouterr().err
    assert content(vault) == files


def git(vault: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments]
    return subprocess.run(command, cwd=vault, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    vault = write_files(tmp_path, TOPICS | {"N.md": "[[agents]]\n"})
    git(vault, "init", "-q")
    git(vault, "config", "core.quotepath", "false")
    git(vault, "add", "-A")
    git(vault, "commit", "-qm", "start")
    return vault


def test_git_knows_of_the_removal(repository: Path) -> None:
    assert merge(repository, "--delete") == 0
    assert git(repository, "status", "--short") == "D  00-元语/agents.md\n M N.md\n"


def test_changes_that_are_not_committed_are_not_lost(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "00-元语/agents.md").write_text("new text", encoding="utf-8")
    before = content(repository)
    assert merge(repository, "--delete") == 2
    assert "nothing was changed: git could not remove" in capsys.readouterr().err
    assert content(repository) == before


def test_a_note_that_is_not_utf8_stops_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vault = write_files(tmp_path, TOPICS | {"N.md": "[[agents]]\n"})
    (vault / "Z.md").write_bytes(b"[[agents]] \xff\n")
    assert merge(vault) == 2
    assert "Z.md has links to change, but is not UTF-8" in capsys.readouterr().err
    assert (vault / "N.md").read_text(encoding="utf-8") == "[[agents]]\n"
