"""The gate sees every change of what a note says, and nothing else."""

from __future__ import annotations

import pytest

from vaultlint.finding import CHANGES, Edit
from vaultlint.fix.aspects import ASPECTS
from vaultlint.fix.gate import Exchange, undeclared_changes
from vaultlint.fix.reading import Reading

NOTE = """---
title: "一"  # why
tags: [a, b]
meta:
  deep: 1
---

## 摘要

**要点：** 正文 *em* ~~gone~~ 见 [[路径/笔记#标题|别名]] 与 #标签 和 `co  de`。

- 第一
- 第二

1. one
2. two

> 引文
> 第二行

```py
x =  1
```

![[图.png]] [外](https://a.example/x) <b>html</b> $a + b$

| a | b |
| - | - |
| 1 | 2 |

字段:: 值

> [!note] 提示

some English words，==亮 点==

裸链 https://b.example/路径 之后 ^block

[^1]: 脚注

见[^1]。
"""


def changes(old: str, new: str, declared: str = "") -> set[str]:
    assert NOTE.count(old) == 1, f"{old!r} must be in the note once"
    before, after = Reading.of("N.md", NOTE), Reading.of("N.md", NOTE.replace(old, new))
    return set(undeclared_changes(before, after, frozenset(declared.split())))


def test_every_aspect_is_compared() -> None:
    assert set(ASPECTS) == CHANGES


HARMLESS = {
    "blank lines around a heading": ("---\n\n## 摘要\n\n", "---\n## 摘要\n\n\n"),
    "space at the end of a line": ("第一\n", "第一 \n"),
    "list marker": ("- 第一\n- 第二", "* 第一\n* 第二"),
    "list marker space": ("1. one\n2. two", "1.  one\n2.  two"),
    "emphasis marker": ("*em*", "_em_"),
    "space between words": ("正文 *em*", "正文*em*"),
    "space in prose": ("之后 ^block", "之后  ^block"),
    "space between Latin words": ("English words", "English  words"),
    "space in a highlight": ("==亮 点==", "==亮点=="),
    "space behind a callout": ("[!note] 提示", "[!note]  提示"),
    "zero-width space": ("引文\n", "引\u200b文\n"),
    "no-break space": ("与 #标签", "与\u00a0#标签"),
    "table padding": ("| 1 | 2 |", "|1|2|"),
    "closing sequence of a heading": ("## 摘要\n", "## 摘要 ##\n"),
    "blank line in the frontmatter": ("tags: [a, b]\n", "tags: [a, b]\n\n"),
    "space at a property's end": ("tags: [a, b]\n", "tags: [a, b]   \n"),
    "fence length": ("```py\nx =  1\n```", "````py\nx =  1\n````"),
    "line ends": (NOTE, NOTE.replace("\n", "\r\n")),
}


@pytest.mark.parametrize(("old", "new"), HARMLESS.values(), ids=HARMLESS)
def test_harmless(old: str, new: str) -> None:
    assert changes(old, new) == set()


HARMFUL = {
    "word deleted": ("第二行", "行", "text"),
    "punctuation swapped": ("要点：", "要点:", "text"),
    "words moved": ("之后", "后之", "text"),
    "bold lost": ("：** 正文", "：**正文", "emphasis"),
    "bold dropped": ("**要点：**", "要点：", "emphasis"),
    "bold widened": ("要点：** 正文", "要点： 正文**", "emphasis"),
    "strikethrough dropped": ("~~gone~~", "gone", "emphasis"),
    "target changed": ("[[路径/笔记#", "[[路径/笔记 #", ""),
    "path spaced": ("[[路径/笔记#", "[[路径/笔 记#", "links"),
    "heading of a link": ("#标题|", "#标 题|", "links"),
    "display spaced": ("|别名]]", "|别 名]]", "links"),
    "link broken open": ("别名]]", "别名] ]", "links"),
    "Markdown destination": ("a.example/x", "a.example/y", "links"),
    "embed to link": ("![[图.png]]", "[[图.png]]", "embeds"),
    "embed target": ("图.png", "图 .png", "embeds"),
    "bare URL swallows text": ("路径 之后", "路径之后", "links"),
    "tag spaced": ("#标签 和", "#标 签 和", "tags"),
    "tag swallows": ("#标签 和", "#标签和", "tags"),
    "tag made": ("与 #标签", "与#标签", "tags"),
    "inline code": ("`co  de`", "`co de`", "code"),
    "code block": ("x =  1", "x = 1", "code"),
    "language of a code block": ("```py\n", "```python\n", "code"),
    "math": ("$a + b$", "$a - b$", "math"),
    "math opened": ("$a + b$", "$ a + b$", "math"),
    "html": ("<b>html", "<i>html", "html"),
    "lists merged": ("- 第二\n\n1. one\n2. two", "- 第二\n- one\n- two", "structure"),
    "list made loose": ("- 第一\n- 第二", "- 第一\n\n- 第二", "structure"),
    "item swallowed": ("- 第一\n- 第二", "- 第一 - 第二", "structure"),
    "lines joined": ("> 引文\n> 第二行", "> 引文 第二行", "structure"),
    "hard break": ("> 引文\n", "> 引文  \n", "structure"),
    "quote widened": ("> 第二行\n\n", "> 第二行\n", ""),
    "heading level": ("## 摘要", "### 摘要", "headings"),
    "heading dropped": ("## 摘要", "**摘要**", "headings"),
    "heading spaced": ("## 摘要", "## 摘 要", "headings"),
    "heading glued": ("## 摘要", "##摘要", "headings"),
    "block id renamed": ("^block", "^clock", "block-ids"),
    "block id lost": ("之后 ^block", "之后^block", "block-ids"),
    "property value": ('"一"', '"二"', "properties"),
    "property key": ("title:", "titel:", "properties"),
    "property type": ("deep: 1", "deep: '1'", "properties"),
    "nested property moved": ("  deep: 1", "deep: 1", "properties"),
    "list item lost": ("[a, b]", "[a]", "properties"),
    "comment in the frontmatter": ("  # why", "", "properties"),
    "YAML broken": ("tags: [a, b]", "tags: [a, b", "properties"),
    "frontmatter lost": ("---\ntitle", "----\ntitle", "properties"),
    "inline field": ("字段::", "字 段::", "properties"),
    "Latin words glued": ("English words", "Englishwords", "text"),
    "Latin word cut": ("English", "Eng lish", "text"),
    "highlight lost": ("==亮 点==", "== 亮 点==", "emphasis"),
    "callout lost": ("[!note]", "[! note]", "properties"),
    "footnote reference": ("见[^1]", "见[^2]", "text"),
}


@pytest.mark.parametrize(("old", "new", "what"), HARMFUL.values(), ids=HARMFUL)
def test_harmful(old: str, new: str, what: str) -> None:
    found = changes(old, new)
    assert what in found if what else not found


@pytest.mark.parametrize(
    ("old", "new", "declared"),
    [
        ("第二行", "第二行！", "text"),
        ("|别名]]", "]]", "links"),
        ("[[路径/笔记#标题|别名]]", "", "links"),
        ("![[图.png]] ", "", "embeds"),
        ("**要点：** 正文", "**要点**： 正文", "emphasis"),
        ("字段:: 值", "字段:: 值 **粗**", "emphasis text"),
        ("## 摘要\n", "## 摘 要\n", "headings"),
        ("tags: [a, b]", "tags: [a, b, c]", "properties"),
        ("- 第一\n- 第二", "- 第二\n- 第一", "structure"),
        ("x =  1", "x = 1", "code"),
    ],
)
def test_what_is_declared_passes(old: str, new: str, declared: str) -> None:
    assert changes(old, new) != set()
    assert changes(old, new, declared) == set()


@pytest.mark.parametrize(
    ("old", "new", "declared", "what"),
    [
        ("**要点：**", "要点：", "emphasis", "emphasis"),
        ("**要点：** 正文", "**要点** 正文", "emphasis", "text"),
        ("tags: [a, b]", "tags: [a, b", "properties", "properties"),
        ("- 第一\n- 第二", "- 第一", "structure", "text"),
        ("> 引文\n> 第二行", "> 引文 https://c.example", "text", "links"),
        ("见 [[路径/笔记#标题|别名]]", "[[别处]]", "links", "text"),
    ],
)
def test_what_is_declared_has_limits(old: str, new: str, declared: str, what: str) -> None:
    assert what in changes(old, new, declared)


def test_bold_that_did_not_render_may_render() -> None:
    before, after = Reading.of("N.md", "**方案：**当用户\n"), Reading.of("N.md", "**方案**：当用户\n")
    assert undeclared_changes(before, after, frozenset({"emphasis"})) == frozenset()
    assert undeclared_changes(after, before, frozenset({"emphasis"})) == {"emphasis"}


def test_prices_are_not_math() -> None:
    before, after = Reading.of("N.md", "输入$5/输出$25元\n"), Reading.of("N.md", "输入$5/ 输出$25元\n")
    assert undeclared_changes(before, after, frozenset()) == frozenset()


@pytest.mark.parametrize(
    ("old", "new", "edits", "declared", "passes"),
    [
        ("D:\\\u200b_a", "D:\\_a", [Edit(3, 4, "")], "text", False),
        ("D:\\\u200b_a", "D:\\\\_a", [Edit(3, 4, "\\")], "text", True),
        ("甲,乙", "甲，乙", [Edit(1, 2, "，")], "text", True),
        ("甲,乙丙", "甲，丙乙", [Edit(1, 2, "，")], "text", False),
        ("##题", "## 题", [Edit(2, 2, " ")], "text headings structure", False),
        ("##题", "## 题", [Edit(2, 2, " ")], "text headings structure text:#", True),
        ("甲,乙 [[C]]", "甲，乙 [[D]]", [Edit(1, 2, "，")], "text links", True),
        ("甲,乙 [[C]]", "甲，[[D]]", [Edit(1, 2, "，")], "text links", False),
    ],
)
def test_only_what_the_edits_exchange_may_differ(
    old: str, new: str, edits: list[Edit], declared: str, passes: bool
) -> None:
    before, after = Reading.of("N.md", old + "\n"), Reading.of("N.md", new + "\n")
    found = undeclared_changes(before, after, frozenset(declared.split()), Exchange.of(old, edits))
    assert ("text" not in found) is passes
