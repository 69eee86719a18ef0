"""What counts as a link, and its parts: `docs/obsidian.md`, items 10–24, 37, 41, 49 and 62."""

from __future__ import annotations

import pytest

from tests.helpers import assert_linear
from vaultlint.markdown.parse import parse_text

# item, text, links as `path#subpath|display`, embeds with `!` in front
ROWS = [
    (10, "[[A]] and [[B]]", ["A", "B"]),
    (10, "[[Sq]uare]]", ["Sq]uare"]),
    (10, "[[Sp ace]] [[ trimmed ]]", ["Sp ace", "trimmed"]),
    (10, "[[a\nb]]", []),
    (10, "[[Nested [[Inner]] x]]", ["Inner"]),
    (10, "[[[A]]]", ["A"]),
    (10, "[[A]]]]", ["A"]),
    (10, "[[A", []),
    (11, "[[]] [[ ]]", []),
    (11, "[[|]]", ["|"]),
    (11, "[[|a]]", ["|a"]),
    (11, "[[|#a]]", ["|#a"]),
    (12, "[[#h#sub||x]]", ["#h#sub||x"]),
    (12, "[[A|b|c]]", ["A|b|c"]),
    (13, "| a |\n|---|\n| [[Note\\|alias]] |", ["Note|alias"]),
    (13, "| a |\n|---|\n| ![[a.png\\|200]] |", ["!a.png|200"]),
    (13, "[[Note\\|alias]]", ["Note|alias"]),
    (14, "```\n[[A]]\n```\n[[B]]", ["B"]),
    (14, "`[[A]]` ``[[B]]`` [[C]]", ["C"]),
    (14, "[[A `]]` x", []),
    (14, "    [[A]]\n\n[[B]]", ["B"]),
    (14, "x <!-- [[A]] --> [[B]]", ["B"]),
    (14, "<!--\n[[A]]\n-->\n\n[[B]]", ["B"]),
    (14, "\\[\\[A\\]\\] \\[[B]] \\\\[[C]]", ["C"]),
    (14, "\\![[A]]", ["A"]),
    (14, "$[[A]]$ and $$\n[[B]]\n$$", []),
    (14, "价格 $5，[[A]]，共 $25", ["A"]),
    (14, "<div>\n[[A]]\n</div>\n\n[[B]]", ["B"]),
    (14, '<a href="[[A]]">[[B]]</a>', ["B"]),
    (14, "[t](https://x.org/?q=[[A]]) https://x.org/[[B]] <https://x.org/[[C]]>", []),
    (14, "见https://x.org：[[A]]", ["A"]),
    (15, "%% [[A]] %%", ["A"]),
    (15, "%%\n[[A]]\n\n[[B]]\n%%", ["A", "B"]),
    (16, "## On [[A]]\n\n- [[B]]\n\n> [[C]]\n\n[^1]: [[D]]", ["A", "B", "C", "D"]),
    (16, "> [!note] [[A]]\n> [[B]]", ["A", "B"]),
    (16, "- [ ] **[[A]]** ==[[B]]== *[[C]]*", ["A", "B", "C"]),
    (17, "[t](A.md) [t](My%20Note.md#A%20b) [t](<B c.md>)", ["A.md|t", "My Note.md#A b|t", "B c.md|t"]),
    (17, "[t](My Note.md) []() [a]()", []),
    (17, "[t](https://x.org) [t](mailto:a@b.c) [t](obsidian://open) [t](//x.org/a)", []),
    (17, "[t](100%.md) [t](%FF.md) [t](%E4%BD%A0.md)", ["100%.md|t", "%FF.md|t", "你.md|t"]),
    (17, '[t](A.md "title (1)") [t](<A.md> \'t\')', ["A.md|t", "A.md|t"]),
    (17, "[t](A_\\(b\\).md) [t](A(b).md)", ["A_(b).md|t", "A(b).md|t"]),
    (18, "[[https://x.org]]", ["https://x.org"]),
    (19, "![[A]] ![[A.png|100]] ![[A.png|100x145]]", ["!A", "!A.png|100", "!A.png|100x145"]),
    (19, "![[A.png|t|600]]", ["!A.png|t|600"]),
    (19, "![alt|100](A.png) ![](B.png)", ["!A.png|alt|100", "!B.png|"]),
    (23, "[[pa#th/x]] [[A#B#C]] [[A#^id]]", ["pa#th/x", "A#B#C", "A#^id"]),
    (23, "[t](C%23.md)", ["C#.md|t"]),
    (24, "[[#H]] [t](#H)", ["#H", "#H|t"]),
    (49, "[[N#[^1]]] [[N#[^1]|x]] [[#[^a]]]", ["N#[^1]", "N#[^1]|x", "#[^a]"]),
    (62, "[![x](a.png)](b.md)", ["b.md|![x](a.png)", "!a.png|x"]),
    (41, '---\nlink: "[[A]]"\n---\n', ["A"]),
    (41, "---\nlinks:\n  - \"[[A|b]]\"\n  - '[[B#c]]'\n---\n", ["A|b", "B#c"]),
    (41, "---\nlink: [[A]]\n---\n", []),
    (41, '---\nlink: "see [[A]]"\n---\n', []),
    (41, "---\nmap:\n  deep: \"[[A]]\"\n---\n", []),
    (41, '---\nlink: "[t](My%20Note.md)"\nurl: "[t](https://x.org)"\n---\n', ["My Note.md|t"]),
]  # fmt: skip


def written(text: str) -> list[str]:
    found = []
    for link in parse_text("Note.md", text).links:
        subpath = f"#{link.subpath}" if link.subpath else ""
        display = f"|{link.display}" if link.display is not None else ""
        found.append(f"{'!' * link.embed}{link.path}{subpath}{display}")
    return found


@pytest.mark.parametrize(("item", "text", "links"), ROWS)
def test_links(item: int, text: str, links: list[str]) -> None:
    assert written(text) == links


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("x ![[A b#c\\|d]]", "A b#c"),
        ("[[ A ]]", " A "),
        ("[`](x)`](A%20b.md#c \"t\")", "A%20b.md#c"),
        ("[t]( <A b.md> )", "A b.md"),
        ("[![x](a.png)](b.md)", "b.md"),
        ("[a](<b](c.md>)", "b](c.md"),
        ('---\nk: "[[A#b|c]]"\n---\n', "A#b"),
        ('---\nk: "![t](A%20b.md)"\n---\n', "A%20b.md"),
    ],
)  # fmt: skip
def test_target_bounds(text: str, target: str) -> None:
    link = parse_text("Note.md", text).links[0]
    assert text[link.target_start : link.target_end] == target


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[[A]]", ""),
        ("a | b\n--|--\n[[A]] | c", "table"),
        ("[[1]](https://x.org)", "url"),
        ("[[1]](#a)", "url"),
        ("[[A]](see there)", ""),
        ("[[A]](2020)", ""),
        ("| a |\n|---|\n| [t](A.md) |", "table"),
    ],
)
def test_place(text: str, place: str) -> None:
    assert parse_text("Note.md", text).links[0].place == place


def test_sections_and_lines() -> None:
    links = parse_text("Note.md", "[[A]]\n## 正文\n[[B]]\r\n# 题\n[[C]]").links
    assert [(link.section, link.line) for link in links] == [("", 1), ("正文", 3), ("", 5)]


@pytest.mark.parametrize(
    "unit",
    ["[[", "[[a ", "[[a]", "]]", "[", "![[", "\\[[a]] ", "[[a|", "[[a]](", "[t](", "a]](b ", "![", "[[a]] #b ", "^a "],
)
def test_time_is_linear(unit: str) -> None:
    def work(size: int) -> None:
        note = parse_text("Note.md", unit * (5_000 * size))
        _ = note.links, note.tags, note.block_ids, note.comments

    assert_linear(work)
