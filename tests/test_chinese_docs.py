"""The Chinese pages: there for every page for users, with the same commands, rows and numbers as the English ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
PAGES = ("agents", "ci", "configuration", "editors", "index", "llm-wiki", "obsidian", "trust")
_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"[ \t]*# .*$", re.MULTILINE)  # of YAML, shell and TOML
_ROW = re.compile(r"^\| (?:--- |---: )*.*\|$", re.MULTILINE)


def text(page: str) -> str:
    return (DOCS / f"{page}.md").read_text(encoding="utf-8")


def typed(page: str) -> list[str]:
    """The code blocks of a page without their comments; a paragraph for people's own files is in their language."""
    blocks = _BLOCK.findall(text(page))
    return ["```markdown" if block.startswith("```markdown") else _COMMENT.sub("", block) for block in blocks]


@pytest.mark.parametrize("page", PAGES)
def test_what_is_to_be_typed_is_the_same(page: str) -> None:
    if page != "index":  # the Chinese one has a page of its own
        assert typed(f"zh/{page}") == typed(page)


def test_every_page_for_users_is_there_and_a_chinese_page_leads_to_no_english_one_that_has_its_chinese() -> None:
    english = {path.relative_to(DOCS) for path in DOCS.rglob("*.md") if "zh" not in path.relative_to(DOCS).parts}
    chinese = {path.relative_to(DOCS / "zh") for path in (DOCS / "zh").rglob("*.md")}
    assert {str(page) for page in english - chinese} == {"architecture.md", "comparison.md", "performance.md"}
    for page in sorted((DOCS / "zh").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#: ]+\.md)", _BLOCK.sub("", page.read_text(encoding="utf-8"))):
            place = (page.parent / target).resolve()
            if place.is_relative_to(DOCS) and not place.is_relative_to(DOCS / "zh"):
                assert place.name == "index.md" or place.relative_to(DOCS) not in chinese, (page, target)


@pytest.mark.parametrize("page", PAGES)
def test_tables_have_as_many_rows(page: str) -> None:
    if page != "index":
        assert len(_ROW.findall(text(f"zh/{page}"))) == len(_ROW.findall(text(page)))


def test_the_rulebook_has_the_same_numbers() -> None:
    rows = re.compile(r"^\| (R\d+) \|.*\| (.*?) \|$", re.MULTILINE)
    assert rows.findall(text("zh/llm-wiki")) == rows.findall(text("llm-wiki"))


def test_what_is_known_of_obsidian_has_the_same_numbers() -> None:
    numbered = re.compile(r"^- \*\*(\d+)\*\*.*?( \(\?\))?\.?$", re.MULTILINE)
    chinese = re.compile(r"^- \*\*(\d+)\*\*", re.MULTILINE)
    assert chinese.findall(text("zh/obsidian")) == [number for number, _ in numbered.findall(text("obsidian"))]


@pytest.mark.parametrize("page", [*PAGES, "security"])
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", _BLOCK.sub("", text(f"zh/{page}"))):
        assert (DOCS / "zh" / target).exists(), target


@pytest.mark.parametrize("page", [*PAGES, "security"])
def test_a_space_stands_between_chinese_and_latin_text(page: str) -> None:
    if page == "configuration":  # made of the catalogue, which has a test of its own
        return
    bare = re.sub(r"`[^`\n]*`", "`", _BLOCK.sub("", text(f"zh/{page}")))
    assert re.findall(r"[一-鿿][A-Za-z0-9`]+|[A-Za-z0-9`]+[一-鿿]", bare) == []
    assert not re.search(r"[您你]", bare)
