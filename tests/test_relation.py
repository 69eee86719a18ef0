"""Reading the lines of the relation and the topic section."""

from __future__ import annotations

import pytest

from vaultlint.markdown.fences import open_fences
from vaultlint.markdown.parse import parse_text
from vaultlint.markdown.relation import Relation, read_relations, read_topics
from vaultlint.markdown.section_lines import read_strays, read_tag_lines
from vaultlint.settings import Relations


def relations(text: str) -> tuple[Relation, ...]:
    return read_relations(parse_text("Note.md", text), Relations())


@pytest.mark.parametrize(
    ("item", "reason", "explanation"),
    [
        ("- [[A]]；关联理由：引用；说明：一句话。", "引用", "一句话。"),
        ("- [[A]]; 关联理由: 引用 ; 说明: 一句话; 又一句", "引用", "一句话; 又一句"),
        ("- [[A]]", None, None),
        ("- [[A]]；说明：一句话。", None, "一句话。"),
        ("- [[A]]；关联理由：引用", "引用", None),
        ("- [[A]]；关联理由：；说明：", "", ""),
        ("- [[A]]；说明：一句话；关联理由：引用", "引用", "一句话"),
        ("- [[A]]\n  - 关联理由：引用\n  - 说明：一句话。", "引用", "一句话。"),
        ("- [[A]]；关联理由：引用；\n  说明：一句话\n  两行。", "引用", "一句话\n  两行。"),
        ("- [[A]]；关联理由：引用\n  没有标签的话", "引用", None),
        ("- [[A]]（2024）关联理由：引用", "引用", None),
        ("- [[A]]；**关联理由**：引用", "引用", None),
        ("- [[A]]；无关联理由：引用", None, None),
        ("- [[A]]；关联理由没有冒号", None, None),
        ("- 没有链接；关联理由：引用；说明：一句话。", "引用", "一句话。"),
    ],
)
def test_parts(item: str, reason: str | None, explanation: str | None) -> None:
    text = f"## 相关文档\n\n{item}\n"
    (relation,) = relations(text)
    assert (relation.reason, relation.explanation) == (reason, explanation)
    if reason:
        assert text[relation.reason_start : relation.reason_end] == reason
    if explanation:
        assert text[relation.explanation_start : relation.explanation_end] == explanation


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_and_cuts(line_end: str) -> None:
    text = line_end.join(["## 相关文档", "", "- [[A]]  ", "- [[B]]", "  - 说明：一", "- [[C]]"])
    found = relations(text)
    assert [relation.line for relation in found] == [3, 4, 6]
    cuts = [text[relation.cut_start : relation.cut_end] for relation in found]
    assert cuts == [f"- [[A]]  {line_end}", f"- [[B]]{line_end}  - 说明：一{line_end}", "- [[C]]"]


def test_all_sections_of_that_name_and_no_others() -> None:
    note = parse_text(
        "Note.md", "## 关联主题\n- [[A]]\n## 正文\n- [[B]]\n## 关联主题\n- [[C]]\n### 更多\n- [[D]]\n# 一\n- [[E]]\n"
    )
    topics = read_topics(note, "关联主题")
    assert [note.links[topic.link].path for topic in topics] == ["A", "C", "D"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("- #a", ("a",)),
        ("#a #b", ("a", "b")),
        ("* #a、#b", ("a", "b")),
        ("- #a b", None),
        ("- [[A]] #a", None),
        ("`#a`", None),
        ("- #", None),
    ],
)
def test_tag_lines(line: str, names: tuple[str, ...] | None) -> None:
    found = read_tag_lines(parse_text("Note.md", f"## 关联主题\n\n{line}\n"), "关联主题")
    assert [tag_line.names for tag_line in found] == ([names] if names else [])


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        ("- [[A]]\n\n1. [[B]]", []),
        ("一行\n二行", ["text", "text"]),
        ("> 引文\n\n| a |\n|---|\n| b |", ["quote", "table"]),
        ("```\ncode\n```\n\n    code", ["fence", "indented-code"]),
        ("%% 注 %%\n\n<!-- 注 -->\n\n---\n\n### 小节\n\n^id", []),
        ("%%\n注\n%%\n文字", ["text"]),
    ],
)
def test_strays(content: str, kinds: list[str]) -> None:
    note = parse_text("Note.md", f"## 相关文档\n\n{content}\n\n## 正文\n\n文字\n")
    assert [stray.kind for stray in read_strays(note, "相关文档")] == kinds


@pytest.mark.parametrize(
    ("text", "swallowed"),
    [
        ("```\na\n```\n", []),
        ("```\na\n", ["```\na"]),
        ("```\na\n````\n", []),
        ("````\na\n```\n", ["````\na\n```"]),
        ("~~~\na\n```", ["~~~\na\n```"]),
        ("```\n", ["```"]),
        ("```", ["```"]),
        ("```\n```", []),
        ("> ```\n> a\n\nb\n", ["```\n> a"]),
        ("> ```\n> a\n> ```\n", []),
        ("- ```\n  a\n\nb\n", ["```\n  a"]),
        ("```\r\na\r\n```\r\n", []),
        ("    ```\n    a\n", []),
    ],
)
def test_open_fences(text: str, swallowed: list[str]) -> None:
    found = open_fences(parse_text("Note.md", text))
    assert [text[fence.start : fence.end] for fence in found] == swallowed
