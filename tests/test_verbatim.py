"""Formulas, scripts and open brackets over lines: no rule and no gate may take what they hold for Markdown."""

from __future__ import annotations

import pytest

from vaultlint.fix.gate import undeclared_changes
from vaultlint.fix.reading import Reading
from vaultlint.markdown.note import Note
from vaultlint.markdown.parse import parse_text


def parsed(text: str) -> Note:
    return parse_text("N.md", text)


def kinds(text: str) -> set[str]:
    return {span.kind for span in parsed(text).spans}


WHOLE = {
    "a sum": ("$$\nd = e\n+ f\n$$", "display-math"),
    "blank lines": ("$$\nd _e_\n\n* f\n$$", "display-math"),
    "in a quote": ("> $$\n> d\n> + e\n> $$", "display-math"),
    "in an item": ("- so:\n\n  $$\n  d\n  + e\n  $$", "display-math"),
    "in an item of a quote": ("> 1. $$\n>    d\n>    - e\n>    $$", "display-math"),
    "behind a word": ("so $$\nd\n+ e\n$$ is", "display-math"),
    "brackets of brackets": ("so\n$$\n- d &= [[d, e]]\n+ e\n$$", "display-math"),
    "a heading's underline": ("$$\nd\n===\ne\n$$", "display-math"),
    "a fence's ticks": ("$$\n```\n+ d\n$$\n\n_x_", "display-math"),
    "a script": ("<%*\nlet s = `_d_\n\n* e`;\n%>", "template"),
    "a script with a fence": ("<%*\ntR += `\n```js\n`\n+ 1\n%>\n", "template"),
    "a script in a line": ("x <% tp.file.title\n  + 1 %> y", "template"),
    "HTML's own script": ("see <script>let d = 1\n* 2 </script> here", "inline-html"),
}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(("text", "kind"), WHOLE.values(), ids=WHOLE)
def test_one_passage(text: str, kind: str, ending: str) -> None:
    written = f"前言\n\n{text}\n\n尾".replace("\n", ending)
    note = parsed(written)
    (span,) = note.spans_of(kind)
    passage = note.text[span.start : span.end]
    assert passage.startswith(("$$", "<%", "<script")) and passage.endswith(("$$", "%>", "</script>"))
    assert not [other for other in note.spans if span.start < other.start < span.end]
    assert all(note.is_opaque(offset) for offset in range(span.start, span.end))
    changed = written[: span.start + 4] + "9" + written[span.start + 4 :]
    assert undeclared_changes(Reading(note), Reading.of("N.md", changed), frozenset())


NONE = {
    "only one mark": "$$\n- d\n\n- e",
    "in a fence": "```\n$$\n```\n\n- d\n\n$$",
    "in code": "`$$`\n\n- d\n\n`$$`",
    "escaped": "\\$$\n- d\n- e\n\\$$",
    "over a heading": "$$ 是货币\n\n## 题\n\n- d\n\n$$",
    "over a link": "$$\n\n- [[乙]]\n\n$$",
    "out of its quote": "> $$\n\n- d\n\n$$",
    "words in between": "收了 $$ 元\n\n- d\n\n又收 $$ 元",
    "less than": "a <% b\n\n- c",
    "a commented script": "<!-- <% -->\n\n- d\n\n%>",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_no_passage(text: str) -> None:
    assert not kinds(text) & {"template", "display-math"}


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_code_behind_open_brackets_is_code(ending: str) -> None:
    note = parsed(f"开头 [[ 没有关上，{ending}`**甲：**乙` 与 [[丙]] `]]`，到此 ]] 为止。{ending}")
    assert [note.text[span.start : span.end] for span in note.spans_of("code")] == ["`**甲：**乙`", "`]]`"]
    assert [link.path for link in note.links] == ["丙"]


def test_a_link_whose_text_begins_with_brackets_stays_one() -> None:
    assert len(parsed("见 [[PDF] 说明](https://a.example/x) 。\n").urls) == 1


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_do_not_change_what_is_read(ending: str) -> None:
    text = "# 题\n\n- *a*\n  `b`\n\n<div>\nx\n</div>\n\n| a |\n|---|\n| **中** |\n\n标题\n===\n[x](y.md)\n"
    note, other = parsed(text), parsed(text.replace("\n", ending))
    written = [(span.kind, note.text[span.start : span.end]) for span in note.spans]
    assert [(span.kind, other.text[span.start : span.end].replace(ending, "\n")) for span in other.spans] == written


def test_a_long_row_of_hyphens_is_no_hundred_lists() -> None:
    note = parsed("- 甲\n" * 120 + "\n标题\n" + "-" * 150 + "\n")
    assert [heading.text for heading in note.headings] == ["标题"]


def test_deeper_blocks_than_anybody_writes_are_text() -> None:
    assert len(parsed("> " * 300 + "甲\n").spans_of("quote")) == 100
