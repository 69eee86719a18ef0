"""`vaultlint new` writes a note in the form of its type, with nothing made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import lint, write_files
from tests.test_rename import content
from vaultlint.cli.main import main
from vaultlint.config.load import settings_from_text
from vaultlint.making.new_note import note_text, possible_folders
from vaultlint.settings import NoteType, PropertyRule, Settings
from vaultlint.vault.listing import Listing
from vaultlint.vault.source import Entry

CONFIG = """
[[note-types]]
name = "词条"
paths = ["00-元语/**"]
sections = ["定义"]
properties.title = { type = "text", required = true }

[[note-types]]
name = "博客"
paths = ["01-博客/**"]
folders = ["01-博客/*"]
sections = ["摘要", "正文", "相关文档?", "关联主题|标签"]
filename = '[一-龥]'
banned-filename = ['\\d{4}-\\d{2}']
[note-types.parts]
摘要 = ["一句话总结|总结", "关键要点", "风险*"]
[note-types.properties]
title = { type = "text", required = true }
发布日期 = { type = "date", required = true }
作者 = { type = "list" }
"a: b" = {}

[[note-types]]
name = "日记"
paths = ["日记/**/*.md"]
"""

BLOG = """---
title: "新的“发布”"
发布日期:
作者:
"a: b":
---

## 摘要

**一句话总结**

**关键要点**

**风险**

## 正文

## 关联主题
"""

EMPTY_RULES = {"missing-property", "empty-section", "topic-count", "empty-note"}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    files = {
        "vaultlint.toml": CONFIG,
        "00-元语/Agent.md": "",
        "01-博客/OpenAI/旧.md": "",
        "01-博客/宝玉/a.md": "",
        "x.md": "",
    }
    return write_files(tmp_path, files)


def new(vault: Path, *arguments: str) -> int:
    return main(["new", "--root", str(vault), *arguments])


def test_a_note_in_the_form_of_its_type(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = content(vault)
    assert new(vault, "博客", "新的“发布”", "--folder", "OpenAI") == 0
    assert content(vault) == before | {"01-博客/OpenAI/新的“发布”.md": BLOG}
    assert capsys.readouterr().err.splitlines() == [
        "Wrote 01-博客/OpenAI/新的“发布”.md.",
        "Still empty: 发布日期, ## 摘要, ## 正文, ## 关联主题.",
    ]


def test_nothing_is_found_in_it_but_that_it_is_empty(vault: Path) -> None:
    assert new(vault, "博客", "新的“发布”", "--folder", "OpenAI") == 0
    assert new(vault, "词条", "茶") == 0
    settings = settings_from_text(CONFIG)
    run = lint({path: text for path, text in content(vault).items() if path.endswith(("布”.md", "茶.md"))}, settings)
    assert {finding.rule for finding in run.findings if finding.severity.word != "info"} <= EMPTY_RULES
    assert run.findings


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (("词条", "茶"), "00-元语/茶.md"),
        (("词条", "Some note.md"), "00-元语/Some note.md"),
        (("日记", "今天"), "日记/今天.md"),
        (("日记", "今天", "--folder", "日记/2026"), "日记/2026/今天.md"),
        (("博客", "茶", "--folder", "01-博客/新的人"), "01-博客/新的人/茶.md"),
        (("default", "茶", "--folder", "."), "茶.md"),
    ],
)
def test_folders(vault: Path, arguments: tuple[str, ...], path: str) -> None:
    before = content(vault)
    assert new(vault, *arguments) == 0
    assert set(content(vault)) - set(before) == {path}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("博客", "茶"), "may stand in `01-博客/OpenAI`, `01-博客/宝玉`: choose with --folder"),
        (("博克", "茶"), "there is no note type `博克`"),
        (("博客", "茶", "--folder", "01-博客"), "belong in `01-博客/*`, not in `01-博客`"),
        (("博客", "english", "--folder", "OpenAI"), "must have: rename it (banned-filename)"),
        (("博客", "茶 2025-01", "--folder", "OpenAI"), "holds `2025-01`"),
        (("博客", "旧", "--folder", "OpenAI"), "there is a file 01-博客/OpenAI/旧.md already"),
        (("词条", "AGENT"), "there is a file 00-元语/Agent.md already"),
        (("词条", "a:b"), "contains `:`: it is not allowed on every system; choose another name, for example “a：b”"),
        (("词条", "a#b"), "no link can name it"),
        (("词条", "a/b"), "`/` cannot be one of them"),
        (("词条", " "), "a title needs characters"),
        (("词条", "推⽂"), "CJK radicals"),
        (("词条", "con"), "the name of a device on Windows"),
        (("词条", "茶" * 90), "a name of 273 bytes is too long"),
        (("词条", "茶", "--folder", "x"), "would be of type `default`, not `词条`"),
        (("词条", "茶", "--folder", "../x"), "no path inside the vault"),
    ],
)
def test_refusals(vault: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str) -> None:
    before = content(vault)
    assert new(vault, *arguments) == 2
    assert said in capsys.readouterr().err
    assert content(vault) == before


def test_dry_run(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = content(vault)
    assert new(vault, "博客", "新的“发布”", "--folder", "OpenAI", "--dry-run") == 0
    out, err = capsys.readouterr()
    assert (out, err) == (BLOG, "Would write 01-博客/OpenAI/新的“发布”.md.\n")
    assert content(vault) == before


def test_another_note_of_that_name_is_mentioned(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(vault, "日记", "旧") == 0
    assert "Another note has this name, so that a link needs the path: 01-博客/OpenAI/旧.md." in capsys.readouterr().err


def test_no_note_types(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(write_files(tmp_path, {"vaultlint.toml": "sections = []\n"}), "x", "y") == 2
    assert "there is no note type `x`: the configuration has none" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("note_type", "text"),
    [
        (NoteType(), ""),
        (NoteType(sections=("A?",)), ""),
        (NoteType(sections=("A",)), "## A\n"),
        (NoteType(properties={"title": PropertyRule()}), '---\ntitle: "a \\"b\\" \\\\"\n---\n'),
        (NoteType(properties={"yes": PropertyRule(), "- x": PropertyRule()}), '---\n"yes":\n"- x":\n---\n'),
    ],
)
def test_text(note_type: NoteType, text: str) -> None:
    assert note_text(note_type, 'a "b" \\') == text


@pytest.mark.parametrize(
    ("note_type", "folders"),
    [
        (NoteType(name="a", paths=("a/**",)), ["a"]),
        (NoteType(name="a", paths=("a/b/*.md", "c/")), ["a/b", "c"]),
        (NoteType(name="a", paths=("**",)), ["s"]),
        (NoteType(name="a", paths=("a/**",), folders=(".", "new")), ["", "new"]),
        (NoteType(name="a", paths=("a/**",), folders=("s/*",)), ["s/t"]),
    ],
)
def test_possible_folders(note_type: NoteType, folders: list[str]) -> None:
    settings = Settings(note_types=(note_type,))
    listing = Listing((Entry("s/n.md"),), ("s/n.md", "s/t/p.png"))
    assert possible_folders(settings, note_type, listing) == folders
