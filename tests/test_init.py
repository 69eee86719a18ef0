"""`vaultlint init`: what it infers, and that it says nothing of notes that are like their neighbours."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.git_vault import ROOT, GitVault
from tests.helpers import write_files
from vaultlint.cli.init import PRESETS, inferred_text, preset_text, template_folders
from vaultlint.config.infer_toml import quote
from vaultlint.config.load import settings_from_text
from vaultlint.settings import Settings
from vaultlint.vault.source import DiskSource, MemorySource
from vaultlint.workspace.run import Run, lint_vault


def book(number: int) -> str:
    status = ("to read", "reading", "read")[number % 3]
    quotes = "## Quotes\n\nsaid\n\n" if number % 3 else ""
    properties = f'title: Book {number}\nauthor: "[[Somebody]]"\nstatus: {status}\nyear: {1990 + number}\n'
    return f"---\n{properties}---\n\n## Summary\n\ntext\n\n{quotes}## Topics\n\n- [[Topics/T{number % 4}]]\n"


ENGLISH = {
    **{f"Books/{number}.md": book(number) for number in range(120)},
    "Books/odd.md": "---\ntitle: odd\nstatus: to raed\n---\n\nno sections\n",
    **{f"Topics/T{number}.md": f"---\naliases: [t{number}]\n---\n\ntext\n" for number in range(5)},
    **{f"Journal/2025/2025-01-{day:02}.md": "## Morning\n\na\n\n## Evening\n\nb\n" for day in range(1, 31)},
    **{f"Projects/Active/{number}.md": "## Goal\n\na\n\n## Next\n\nb\n" for number in range(9)},
    **{f"Projects/Done/{number}.md": "## Outcome\n\na\n\n## Lessons\n\nb\n" for number in range(9)},
    "Somebody.md": "text\n",
    "prompts/translate.md": "Translate this.\n",
    "Templates/Book.md": "## Summary\n",
    ".obsidian/templates.json": '{"folder": "Templates"}',
}


def article(number: int) -> str:
    reason = ("引用", "解说", "延伸思考")[number % 3]
    related = f"## 相关文档\n\n- [[文章/{number + 1}]]；关联理由：{reason}；说明：一句话。\n\n" if number % 4 else ""
    topics = f"## 关联主题\n\n- [[主题/{'甲乙丙丁'[number % 4]}]]\n"
    head = f"---\ntitle: 标题{number}\n发布日期: 2025-01-{number % 28 + 1:02}\n---\n\n"
    return f"{head}## 摘要\n\n一句。\n\n## 正文\n\n正文。\n\n{related}{topics}"


CHINESE = {
    **{f"文章/{number}.md": article(number) for number in range(120)},
    "文章/120.md": article(0),
    "文章/差.md": "## 正文\n\n只有正文。\n",
    **{f"主题/{name}.md": f"---\ntitle: {name}\n---\n\n## 定义\n\n定义。\n" for name in "甲乙丙丁戊"},
}


def lint(root: Path, text: str) -> Run:
    return lint_vault(DiskSource(str(root)), settings_from_text(text))


def table(root: Path) -> dict[str, Any]:
    return tomllib.loads(inferred_text(str(root)))


class TestEnglish:
    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        return write_files(tmp_path, ENGLISH)

    def test_note_types(self, root: Path) -> None:
        found = {note_type["name"]: note_type for note_type in table(root)["note-types"]}
        assert list(found) == ["Books", "Journal", "Projects/Active", "Projects/Done", "Topics"]
        assert found["Books"]["sections"] == ["Summary", "Quotes?", "Topics"]
        assert found["Books"]["properties"] == {
            "title": {"type": "text", "required": True},
            "status": {"type": "text", "required": True, "values": ["to read", "reading", "read"]},
            "author": {"type": "link", "required": True},
            "year": {"type": "number", "required": True},
        }
        assert found["Journal"]["filename"] == r"^\d{4}-\d{2}-\d{2}$"
        assert found["Projects/Done"]["sections"] == ["Outcome", "Lessons"]
        assert found["Topics"]["properties"] == {"aliases": {"type": "aliases", "required": True}}

    def test_the_rest(self, root: Path) -> None:
        found = table(root)
        assert found["sections"] == []
        assert found["exclude"] == ["Templates/", "/prompts/"]
        assert found["topics"] == {"section": "Topics", "folder": "Topics"}
        assert "relations" not in found

    def test_only_the_odd_note_is_reported(self, root: Path) -> None:
        findings = lint(root, inferred_text(str(root))).findings
        assert {finding.path for finding in findings} == {"Books/odd.md"}

    def test_counts_are_comments(self, root: Path) -> None:
        assert '    "Quotes?",  # 80 of 121 notes\n' in inferred_text(str(root))


class TestChinese:
    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        return write_files(tmp_path, CHINESE)

    def test_note_types(self, root: Path) -> None:
        found = {note_type["name"]: note_type for note_type in table(root)["note-types"]}
        assert found["文章"]["sections"] == ["摘要", "正文", "相关文档?", "关联主题"]
        assert found["文章"]["properties"]["发布日期"] == {"type": "date", "required": True}
        assert found["主题"]["sections"] == ["定义"]

    def test_relations_and_topics(self, root: Path) -> None:
        found = table(root)
        assert found["relations"] == {
            "section": "相关文档",
            "reasons": ["解说", "延伸思考", "引用"],
            "symmetric": [],
        }
        assert found["topics"] == {"section": "关联主题", "folder": "主题"}

    def test_only_the_odd_note_is_reported(self, root: Path) -> None:
        findings = lint(root, inferred_text(str(root))).findings
        rules = ("missing-section", "section-order", "missing-property", "invalid-property", "topic-outside-folder")
        assert {finding.path for finding in findings if finding.rule in rules} == {"文章/差.md"}


class TestCommand:
    def test_it_never_overwrites(self, tmp_path: Path) -> None:
        vault = GitVault(tmp_path).write({"a.md": "text\n"})
        first = vault.vaultlint("init")
        assert first.status == 0 and "vaultlint.toml" in first.err
        before = (tmp_path / "vaultlint.toml").read_text()
        again = vault.vaultlint("init", "--preset", "obsidian")
        assert again.status == 2 and "left as it is" in again.err
        assert (tmp_path / "vaultlint.toml").read_text() == before

    @pytest.mark.parametrize("option", ["--dry-run", "--stdout"])
    def test_only_print(self, tmp_path: Path, option: str) -> None:
        result = GitVault(tmp_path).write({"a.md": "text\n"}).vaultlint("init", option)
        assert "sections = []" in result.out
        assert not (tmp_path / "vaultlint.toml").exists()

    def test_no_notes(self, tmp_path: Path) -> None:
        result = GitVault(tmp_path).vaultlint("init")
        assert result.status == 2 and "--preset obsidian" in result.err

    @pytest.mark.parametrize("name", PRESETS)
    def test_presets(self, tmp_path: Path, name: str) -> None:
        vault = GitVault(tmp_path)
        assert vault.vaultlint("init", "--preset", name).status == 0
        text = (tmp_path / "vaultlint.toml").read_text(encoding="utf-8")
        assert text == preset_text(name) == (ROOT / "docs" / "examples" / f"{name}.toml").read_text(encoding="utf-8")
        assert settings_from_text(text) != Settings()

    @pytest.mark.parametrize("name", PRESETS)
    def test_presets_in_a_chinese_vault(self, tmp_path: Path, name: str) -> None:
        vault = GitVault(tmp_path)
        vault.write({"茶.md": ""})
        assert vault.vaultlint("init", "--preset", name).status == 0
        text = (tmp_path / "vaultlint.toml").read_text(encoding="utf-8")
        assert text == (ROOT / "docs" / "zh" / "examples" / f"{name}.toml").read_text(encoding="utf-8")
        assert text != preset_text(name)


class TestPieces:
    def test_template_folders(self) -> None:
        settings = {".obsidian/templates.json": '{"folder": "/T/"}', ".obsidian/app.json": "[]"}
        assert template_folders(MemorySource(settings)) == ("T",)
        assert template_folders(MemorySource({".obsidian/templates.json": "[1]"})) == ()

    @pytest.mark.parametrize("text", ['a"b\\c', "line\nend\r\t", "\x00\x1f\x7f", "中文 🎉", ""])
    def test_quoting(self, text: str) -> None:
        assert tomllib.loads(f"key = {quote(text)}") == {"key": text}

    def test_hostile_names(self, tmp_path: Path) -> None:
        name = 'a"]\n[x'
        root = write_files(
            tmp_path, {f"{name}/{number}.md": f'---\n"k]\\n= #": 1\n---\n\n## {name!r}\n' for number in range(6)}
        )
        (note_type,) = table(root)["note-types"]
        assert note_type["name"] == name
        assert lint(root, inferred_text(str(root))).vault.notes[f"{name}/0.md"].type_name == name
