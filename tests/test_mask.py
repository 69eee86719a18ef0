"""The mask of prose: the places that no typographic rule may touch, and its laws."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultlint.lint.note_linter import NoteLinter
from vaultlint.lint.selection import Selection
from vaultlint.markdown.parse import parse_text
from vaultlint.markdown.stand_ins import CLOSE, EDGE, OPAQUE, OPEN
from vaultlint.settings import Settings
from vaultlint.vault.obsidian import ObsidianSettings

# A note, and what of it is not prose.
OPAQUE_PLACES = [
    ("甲 `中文abc` 乙", "`中文abc`"),
    ("甲\n\n```py\n中文abc\n```\n\n乙", "中文abc"),
    ("甲\n\n    中文abc\n\n乙", "中文abc"),
    ("甲 $中文abc$ 乙", "$中文abc$"),
    ("甲\n\n$$\n中文abc\n$$\n\n乙", "中文abc"),
    ("甲 \\(中文abc\\) 乙", "\\(中文abc\\)"),
    ("甲 \\[中文abc\\] 乙", "\\[中文abc\\]"),
    ("甲 <b title='中文abc'>乙</b>", "<b title='中文abc'>"),
    ("<div>\n中文abc\n</div>\n\n乙", "中文abc"),
    ("---\n标题: 中文abc\n---\n\n乙", "标题: 中文abc"),
    ("甲 http://a.com/中文abc 乙", "http://a.com/中文abc"),
    ("甲 <http://a.com/x> 乙", "<http://a.com/x>"),
    ("甲 [乙](http://a.com/中文abc) 丙", "](http://a.com/中文abc)"),
    ("甲 [乙](路径/中文abc.md) 丙", "[乙](路径/中文abc.md)"),
    ("甲 ![乙abc](x.png) 丙", "![乙abc](x.png)"),
    ("甲 [[路径/中文abc|别名abc]] 乙", "[[路径/中文abc|别名abc]]"),
    ("甲 ![[图abc.png]] 乙", "![[图abc.png]]"),
    ("甲 #标签，abc 乙", "#标签，abc"),
    ("#标签abc 乙", "#标签abc"),
    ("甲 ^kuai-1\n乙", "^kuai-1"),
    ("甲[^脚注abc] 乙\n\n[^脚注abc]: 丙", "[^脚注abc]"),
    ("> [!note]+ 甲\n> 乙", "[!note]+"),
    ("字段abc:: 甲", "字段abc::"),
    ("- 字段abc:: 甲", "字段abc::"),
    ("甲 [字段abc:: 乙] 丙", "字段abc::"),
    ("甲 (字段abc:: 乙) 丙", "字段abc::"),
    ("甲 %%中文abc%% 乙", "%%中文abc%%"),
    ("甲 {{中文abc}} 乙", "{{中文abc}}"),
    ("甲 <% 中文abc %> 乙", "<% 中文abc %>"),
    ("甲 数据abc.csv 乙", "数据abc.csv"),
    ("甲 docs/图abc.png 乙", "docs/图abc.png"),
    ("甲 name@例子.com 乙", "name@例子.com"),
    ("甲\n\n[参考abc]: http://a.com '中文abc'\n", "[参考abc]: http://a.com '中文abc'"),
]
PROSE = [
    "甲abc，乙（丙）",
    "第一 # 第二 ^ 第三 @ 第四",
    "C#，a@b，甲^乙",
    "## 标题abc",
    "- 甲\n- 乙",
    "甲：乙",
]


@pytest.mark.parametrize(("text", "hidden"), OPAQUE_PLACES)
def test_what_is_not_prose(text: str, hidden: str) -> None:
    start = text.rindex(hidden)
    mask = parse_text("Note.md", text).prose[start : start + len(hidden)]
    assert set(mask) <= {OPAQUE, "\n"}, mask


@pytest.mark.parametrize("text", PROSE)
def test_what_is_prose(text: str) -> None:
    assert parse_text("Note.md", text).prose == text


def test_marks_and_link_text() -> None:
    mask = parse_text("Note.md", "**甲**_乙_~~丙~~[丁](http://a.com)").prose
    assert mask == (
        f"{OPEN * 2}甲{CLOSE * 2}{OPEN}乙{CLOSE}{OPEN * 2}丙{CLOSE * 2}{EDGE}丁{OPAQUE * len('](http://a.com)')}"
    )


PIECES = st.sampled_from(
    [
        *("中文", "abc", "，", "：：", " ", "\n", "\r\n", "\r", "\n\n", "\u2028", "\ufeff", "\0", "😀"),
        *("**", "*", "_", "~~", "`", "```\n", "[[", "]]", "![", "](", ")", "[", "]", "#", "^id", "\\", "\\("),
        *("%%", "$", "$$", "{{", "}}", "<%", "%>", "<b>", "---\n", "> ", "- ", "1. ", "|", "::"),
        *("https://a.b/中", "a@b.c", "x.png"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_same_length_and_line_ends(text: str) -> None:
    mask = parse_text("Note.md", text).prose
    assert len(mask) == len(text)
    assert [match.span() for match in re.finditer(r"[\r\n]", mask)] == [
        match.span() for match in re.finditer(r"[\r\n]", text)
    ]
    assert all(mark in (char, OPAQUE, OPEN, CLOSE, EDGE) for char, mark in zip(text, mask, strict=True))


def test_an_ordinary_note_needs_no_mask() -> None:
    text = "甲是 **丙**，见 [丁](https://example.org/a) 和 https://example.org/b。\n\n- **戊**：己（庚）\n"
    note = parse_text("A.md", text)
    NoteLinter(Selection(Settings()), ObsidianSettings(), "2026-01-01").lint_note(note)
    assert "prose" not in vars(note)


@pytest.mark.parametrize(
    "text", ["甲 __乙__ ** 丙\n", "甲 ~~ 乙\n", "甲 **乙：**丙\n", "甲 https://example.org/**乙** 丙\n", "甲（乙) 丙\n"]
)
def test_a_note_with_a_mark_that_may_stay_visible_is_looked_at_closely(text: str) -> None:
    note = parse_text("A.md", text)
    NoteLinter(Selection(Settings()), ObsidianSettings(), "2026-01-01").lint_note(note)
    assert "prose" in vars(note)
