"""`docs/examples/llm-wiki.toml`: each pattern finds what it is meant for, and notes as the rulebook wants them pass."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.helpers import lint
from vaultlint.config.load import settings_from_text
from vaultlint.settings import Settings

SETTINGS = settings_from_text(
    (Path(__file__).parent.parent / "docs/examples/llm-wiki.toml").read_text(encoding="utf-8")
)
RESOURCE = "02-资源/通用开发工具/"
RISK = "02-资源/风险边界与合规/"


def front(**properties: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in properties.items()) + "---\n\n"


# For each pattern, a path and a text that it must find, and a path and a text much like it that it must not.
CASES: dict[str, tuple[str, str, str, str]] = {
    "name-without-chinese": (RESOURCE + "ripgrep.md", "", RESOURCE + "ripgrep：搜索工具.md", ""),
    "name-without-colon": (RESOURCE + "搜索工具.md", "", RESOURCE + "ripgrep：搜索工具.md", ""),
    "name-without-kind": (RESOURCE + "ripgrep：很快.md", "", RESOURCE + "Aseprite：像素画与动画编辑器.md", ""),
    "truncated-name": (RESOURCE + "a：工具 for efficient and.md", "", RESOURCE + "a：工具 brand.md", ""),
    "banned-title": (RESOURCE + "a.md", front(title="a：项目档案"), RESOURCE + "a.md", front(title="a：档案管理工具")),
    "ornament-in-title": ("a.md", front(title="甲 ｜ 乙"), "a.md", front(title="甲：乙")),
    "escaped-quote": (
        "a.md",
        front(title=r'"a \"b\""'),
        "a.md",
        front(title="'a \"b\"'") + '```\nx: "a \\"b\\""\n```\n',
    ),
    "unproven-date": ("01-博客/A/a.md", front(发布日期="2026-02-22"), "01-博客/A/a.md", front(发布日期="2026-02-21")),
    "placeholder-value": ("a.md", front(作者='"未知"'), "a.md", front(作者="未知之人")),
    "translation-without-source": (
        "01-博客/A/a.md",
        front(title="a", 译注="x"),
        "01-博客/A/a.md",
        front(title="a", 译注="x", 原文链接="https://a.example"),
    ),
    "repository-without-source": (
        "01-博客/A/a.md",
        front(来源仓库="x", 原文链接="https://a.example"),
        "01-博客/A/a.md",
        front(发布日期="2026-01-01", 来源仓库="x", 原文链接="https://a.example"),
    ),
    "secret": ("a.md", "ghp_" + "a1" * 18, "a.md", "https://a.example/task-" + "a1" * 18),
    "empty-brackets": ("a.md", "## 使用（）", "a.md", "## 使用 f() 与 [](https://a.example)"),
    "lead-in-without-code": ("01-博客/A/a.md", "代码示例：\n\n文字", "01-博客/A/a.md", "代码示例：\n\n```\nx\n```\n"),
    "old-topic-form": ("a.md", "- [[00-元语/tag-ai]]", "a.md", "- [[00-元语/ai]]"),
    "extraction-trace": ("01-博客/A/a.md", "正文（中文翻译）", "01-博客/A/a.md", "有一些未识别的声音。"),
    "site-navigation": ("01-博客/A/a.md", "登录\n", "01-博客/A/a.md", "先登录，再转到首页。"),
    "site-navigation-link": ("01-博客/A/a.md", "[跳至主要内容](#a)\n", "01-博客/A/a.md", "[登录方式](#a)\n"),
    "captcha-page": ("01-博客/A/a.md", "完成验证后即可继续访问", "01-博客/A/a.md", "完成验证。"),
    "subtitle-residue": ("01-博客/A/a.md", "00:01:02,000 --> 00:01:04,000", "01-博客/A/a.md", "A --> B"),
    "lone-number": ("01-博客/A/a.md", "上文\n\n12\n\n下文", "01-博客/A/a.md", "```\n12\n```\n\n1. 一\n"),
    "lone-timestamp": ("01-博客/A/a.md", "00:02", "01-博客/A/a.md", "19:00，比赛开始。"),
    "missing-boundary": (
        RISK + "a.md",
        "## 限制与注意事项\n\n- 注意。\n",
        RISK + "a.md",
        "## 限制与注意事项\n\n- 本仓库不复述可操作细节。\n",
    ),
    "english-original": ("01-博客/A/a.md", "## 英文原文", "01-博客/A/a.md", "## 英文原文的作者"),
    "english-paragraph": (
        "01-博客/A/a.md",
        "If " + "the words go on and on " * 10 + "here.",
        "01-博客/A/a.md",
        "作者：" + "Ann Lee, Bob Ray, " * 20,
    ),
    "process-log": (RESOURCE + "a.md", "使用 r.jina.ai 抓取", RESOURCE + "a.md", "能绕过反爬机制的抓取工具"),
    "process-log-in-property": (
        RESOURCE + "a.md",
        front(版本快照="无（抓取结果 0）"),
        RESOURCE + "a.md",
        front(版本快照="无正式版"),
    ),
    "html-entity": ("a.md", "A &amp; B", "a.md", "`&amp;` 与 A & B"),
    "html-entity-in-property": ("a.md", front(title="A &quot;B&quot;"), "a.md", front(title="AT&T; B")),
    "daily-list": (
        "01-博客/内容发现/每日.md",
        "---\n---\n" + "".join(f"{n}. x\n" for n in range(1, 11)),
        "01-博客/内容发现/每日.md",
        "---\n---\n"
        + "".join(f"{n}. x\n" for n in range(1, 11))
        + "\n## 二\n\n"
        + "".join(f"{n}. x\n" for n in range(1, 11)),
    ),
    "repository-line": (
        "02-资源/学习资源与知识库/GitHub 并行仓库清单：一.md",
        "1. a/b | 评分：92",
        "02-资源/学习资源与知识库/GitHub 并行仓库清单：一.md",
        "1. a/b | 原始热度：1 | 评分：9 | 等级：高价值 | 处理建议：归档 | 链接：https://github.com/a/b",
    ),
}


def only(name: str) -> Settings:
    return replace(SETTINGS, lint=replace(SETTINGS.lint, select=(name,), extend_select=()))


def test_every_pattern_has_a_case() -> None:
    assert {pattern.name for pattern in SETTINGS.patterns} == CASES.keys()


@pytest.mark.parametrize("name", CASES)
def test_pattern(name: str) -> None:
    bad_path, bad, good_path, good = CASES[name]
    assert {finding.rule for finding in lint({bad_path: bad}, only(name)).findings} == {name}
    assert lint({good_path: good}, only(name)).findings == ()


NAMES = ("Agent", "memory", "protocol", "llm")
POST = """\
---
title: "一种新的协议"
发布日期: "2026-02-11"
原文链接: "https://example.com/post"
---

## 摘要

**1) 一句话总结**

协议让 Agent 说同一种语言。

**2) 核心要点**

- 消息有类型。
- 错误有代码。

## 正文

协议规定消息的形式。

## 关联主题

- [[00-元语/Agent]]
- [[00-元语/memory]]
- [[00-元语/protocol]]
"""


def topic(name: str) -> str:
    links = [f"- [[00-元语/{other}]]\n" for other in NAMES if other != name]
    properties = front(title=f'"{name}"', 类型='"主题词条"', 更新日期='"2026-02-11"')
    return f"{properties}## 定义\n\n一个概念。\n\n## 相关词条\n\n{''.join(links)}\n## 关联主题\n\n{links[0]}"


def test_notes_as_the_rulebook_wants_them_are_clean() -> None:
    notes = {f"00-元语/{name}.md": topic(name) for name in NAMES} | {"01-博客/OpenAI/一种新的协议.md": POST}
    findings = [finding for finding in lint(notes, SETTINGS).findings if finding.severity.word != "info"]
    assert [(finding.path, finding.rule, finding.message) for finding in findings] == []
