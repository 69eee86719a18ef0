"""Comments, tags and block ids: `docs/obsidian.md`, items 15, 47 and 55–57."""

from __future__ import annotations

import pytest

from vaultlint.markdown.parse import parse_text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("#a #b/c #d-e_f", ["a", "b/c", "d-e_f"]),
        ("#1984 #y1984 #2026年", ["y1984", "2026年"]),
        ("#标签，明天 后文", ["标签，明天"]),
        ("#会议。#二", ["会议。", "二"]),
        ("#a,b #c.d #e!", ["a", "c", "e"]),
        ("#🌱seed", ["🌱seed"]),
        ("#a\u2014b", ["a"]),
        ("a#b (#c)", []),
        ("\\[\\[#Escaped", ["Escaped"]),
        ("\\#no", []),
        ("## Heading #t\n#no-heading", ["t", "no-heading"]),
        ("`#a` [[#b]] [t](#c) https://x.org/#d <a href='#e'>", []),
        ("```\n#a\n```\n\n    #b\n\n%% #c %%", ["c"]),
        ("- #a\n> #b\n\n| x |\n|---|\n| #c |", ["a", "b", "c"]),
        ("---\ntags: [x]\n---\n#a", ["a"]),
    ],
)
def test_tags(text: str, names: list[str]) -> None:
    assert [tag.name for tag in parse_text("N.md", text).tags] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A paragraph. ^id-1", ["id-1"]),
        ("- item ^a\n- item ^b  \n", ["a", "b"]),
        ("| a |\n|---|\n| b |\n\n^table\n", ["table"]),
        ("> quote\n\n^quote", ["quote"]),
        ("> quote ^inside\n> ^own", ["inside", "own"]),
        ("> [!note] T\n> text\n\n^callout\n", ["callout"]),
        ("![[x.png]]^id", ["id"]),
        ("## Heading ^h", ["h"]),
        ("text ^cr\r\nmore ^lf\r", ["cr", "lf"]),
        ("x^2", []),
        ("a ^b c", []),
        ("text ^中文", []),
        ("`a ^b`\n\n```\nc ^d\n```", []),
        ("[^1]: note", []),
    ],
)
def test_block_ids(text: str, names: list[str]) -> None:
    assert [block.name for block in parse_text("N.md", text).block_ids] == names


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("a %%b%% c", ["%%b%%"]),
        ("%%\na\n\nb\n%%\nc", ["%%\na\n\nb\n%%"]),
        ("a %% b", ["%% b"]),
        ("`%%` a %%b%%", ["%%b%%"]),
        ("100%", []),
    ],
)
def test_comments(text: str, comments: list[str]) -> None:
    assert [text[start:end] for start, end in parse_text("N.md", text).comments] == comments


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("written", "level", "title"),
    [
        ("#plan of the week\n---", 2, "#plan of the week"),
        ("##two\nlines\n===", 1, "##two\nlines"),
        ("####### seven\n---", 2, "####### seven"),
        ("## closed ##", 2, "closed"),
        ("#", 1, ""),
    ],
)
def test_only_a_space_makes_a_hash_the_mark_of_a_heading(written: str, level: int, title: str, ending: str) -> None:
    note = parse_text("a.md", f"front\n\n{written}\n\nback\n".replace("\n", ending))
    (heading,) = note.headings
    assert (heading.level, heading.text) == (level, title.replace("\n", ending))
    assert note.text[heading.text_start : heading.text_end] == heading.text
