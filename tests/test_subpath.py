"""How headings are compared and found: `docs/obsidian.md`, items 43–46."""

from __future__ import annotations

import pytest

from vaultlint.markdown.subpath import find_heading, heading_key


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("What is it?", "what is it"),
        ("  A  --  B ", "a -- b"),
        ("It's a_b-c", "it's a_b-c"),
        ('!"#$%&()*+,.:;<=>?@^`{|}~/[]\\a\r\nb', "a b"),
        ("I link to [[x]]", "i link to x"),
        ("**Bold** ==mark== `code` _em_", "bold mark code _em_"),
        ("为什么？", "为什么？"),
        ("为什么?", "为什么"),
        ("第一章：（开始）「引」，。", "第一章：（开始）「引」，。"),
        ("全角\u3000空格\u00a0与", "全角 空格 与"),
        ("Cafe\u0301", "caf\u00e9"),
    ],
)
def test_heading_key(heading: str, key: str) -> None:
    assert heading_key(heading) == key


HEADINGS = [(1, "a"), (2, "b"), (3, "c"), (2, "d"), (3, "c"), (2, "c# notes"), (1, "e"), (2, "b"), (4, "f")]


@pytest.mark.parametrize(
    ("subpath", "index"),
    [
        ("A", 0),
        ("b", 1),
        ("B?", 1),
        ("A#D#C", 4),
        ("A#C", 2),
        ("E#B", 7),
        ("E#B#F", 8),
        ("#A##B", 1),
        ("B#F", 8),
        ("A#F", 8),
        ("C# notes", 5),
        ("B#A", None),
        ("E#A", None),
        ("x", None),
        ("A#x", None),
        ("", None),
        ("#", None),
        ("...", None),
    ],
)
def test_find_heading(subpath: str, index: int | None) -> None:
    keys = [(level, heading_key(text)) for level, text in HEADINGS]
    assert find_heading(keys, subpath) == index
