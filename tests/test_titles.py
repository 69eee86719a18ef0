"""How close a heading comes to the name of a section."""

from __future__ import annotations

import pytest

from vaultlint.markdown.titles import nearness, one_edit_apart

SAME, FORM, WORD, OTHER = "same", "form", "word", None


@pytest.mark.parametrize(
    ("title", "name", "kind"),
    [
        ("摘要", "摘要", SAME),
        ("摘 要", "摘要", FORM),
        ("摘要：", "摘要", FORM),
        ("**摘要**", "摘要", FORM),
        ("摘\u200b要", "摘要", FORM),
        ("Related Notes", "related notes", FORM),
        ("ＡＩ索引", "AI 索引", FORM),
        ("⼀句话", "一句话", FORM),  # a Kangxi radical
        ("一、摘要", "摘要", WORD),
        ("1. 摘要", "摘要", WORD),
        ("第2章 摘要", "摘要", WORD),
        ("摘要（草稿）", "摘要", WORD),
        ("使用方式（概览）", "使用方式概览", WORD),
        ("📝 摘要", "摘要", WORD),
        ("相关文挡", "相关文档", WORD),
        ("相关的文档", "相关文档", WORD),
        ("相文档", "相关文档", WORD),
        ("关相文档", "相关文档", WORD),
        ("摘录", "摘要", OTHER),
        ("正文内容", "正文", OTHER),
        ("相关内容", "相关文档", OTHER),
        ("一句话总结", "一句话", OTHER),
        ("", "摘要", OTHER),
        ("：", "摘要", OTHER),
        ("正文" * 40, "正文", OTHER),
    ],
)
def test_nearness(title: str, name: str, kind: str | None) -> None:
    assert nearness(title, name) == kind


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("abc", "abd", True),
        ("abc", "ab", True),
        ("abc", "xabc", True),
        ("abc", "acb", True),
        ("abc", "abc", False),
        ("abc", "cba", False),
        ("abcd", "badc", False),
        ("", "a", True),
        ("", "", False),
        ("ab", "abcd", False),
    ],
)
def test_one_edit_apart(one: str, other: str, apart: bool) -> None:
    assert one_edit_apart(one, other) is apart
    assert one_edit_apart(other, one) is apart
