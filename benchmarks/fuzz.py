"""Notes at random, and the laws of fixing: `python -m benchmarks.fuzz --seconds 600 --seed 1`.

Each note is put together from pieces that are known to be hard: marks that may come to life, blocks that touch, math,
templates, scripts, addresses, properties, both line ends. `markdown-it-py`, a parser that has nothing to do with the
one vaultlint uses, judges what the gate let through. `tests/test_fuzz.py` runs a few hundred notes of it.
"""

from __future__ import annotations

import argparse
import random
import re
import time
import traceback
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from markdown_it import MarkdownIt

from vaultlint.finding import Applicability
from vaultlint.fix.choose import Policy, candidates
from vaultlint.fix.reading import Reading
from vaultlint.fix.rounds import fix_vault
from vaultlint.fix.settle import pass_gate
from vaultlint.lint.note_linter import NoteLinter
from vaultlint.lint.selection import Selection
from vaultlint.settings import Lint, Settings
from vaultlint.vault.obsidian import ObsidianSettings
from vaultlint.vault.source import MemorySource

TODAY = "2026-11-21"
PATH = "笔记.md"
OTHERS: dict[str, bytes | str] = {"其他.md": "# 标题\n\n见 [[笔记]]。\n", "A b.md": "a\n", "图.png": b""}
WORDS = [
    "模型",
    "训练",
    "方案：",
    "（注）",
    "。",
    "，",
    "、",
    "“引号”",
    "！",
    "⼀个",
    "#标签",
    "【【甲】】",
    "Claude",
    "GPT-4",
    "3.5",
    "a_b_c",
    "2**3",
    "$5",
    "10%",
    "^id",
    "::",
    "%%",
    "1.",
    "-",
    "+",
    "*",
    ">",
    "#",
    "##",
    "x",
    "&",
    "&amp;",
    "<",
    "<b>",
    "<br>",
    "\\",
    "\\*",
    "|",
    "==",
    "~~",
    "](",
    "![",
    "[[",
    "]]",
    "[",
    "]",
    "(",
    ")",
    "{{x}}",
    "关键:",
    "_",
    "__",
    "**",
    "***",
    "`",
    "``",
    "```",
    "$",
    "$$",
    "<%",
    "%>",
    "<!--",
    "-->",
    "---",
    "===",
    "http://a.b/c_d_e",
    "https://a.example/x中文",
    "www.a.de",
    "`a",
    "",
    "b`",
    "`**甲：**`",
    "$a*b$",
    "[[其他]]",
    "[[其他#标题|名]]",
    "![[图.png]]",
    "[文",
    "字](其他.md)",
    "[外](https://b.example)",
    "**粗**",
    "**粗：**",
    "**“粗”**",
    "*斜*",
    "__重__",
    "_斜_",
    "~~删~~",
    "==亮==",
    "==_亮_==",
    "[^1]",
    "<https://a.b>",
    "<script>",
    "</script>",
    "にほん，",
]
ODD = ("\u00a0", "\u200b", "\u3000", "\ufeff", "\u2028", " ", "  ", "\t", "", "", "")
FRONTS = (
    "",
    "",
    "",
    "",
    "- ",
    "* ",
    "+ ",
    "-   ",
    "1. ",
    "1)  ",
    "> ",
    ">",
    "> - ",
    "- [ ] ",
    "  ",
    "    ",
    "\t",
    "# ",
    "##",
    "## ",
)
BLOCKS = (
    "$$\na\n+ b\n\n* c\n$$",
    "> $$\n> * a\n> $$",
    "- $$\n  + a\n  $$",
    "<%*\nlet a = `_b_`\n\n+ c\n%>",
    "<% tp.x(\n- 1) %>",
    "<div>\n*a*\n\n</div>",
    "<script>\n_a_ * b\n\n</script>",
    "see <script>a\n* b\n</script>",
    "```js\n* a  \n\n\n_b_\n```",
    "~~~\na",
    "```dataviewjs\n[[x]]\n```",
    "| a | b |\n|---|:-:|\n| _x_ | 2 |",
    "> [!note] 提示\n> * a",
    "[^1]: 注",
    "%% a\n* b %%",
    "---",
    "***",
    "标题\n===",
    "x\n---",
    "a  \nb\n---",
    "* * *",
    "![[图.png]]\n^id",
    "- a\n\n      code",
    "*   a\n\n    b\n*   c",
    "1.  a\n    b",
    "* a\n- b",
    "A [[open\n`b **甲：**c` ]] d",
    "<!-- a\n\n* b -->",
    "键:: 值",
    "## 关联主题\n\n- [[A b]]",
    "https://x.y/_a_/*b*/__c__",
)
HEADS = (
    "",
    "",
    "",
    "---\ntitle: 一\ntags: [a]\n---\n",
    "\n---\ntitle: _a_\ntags:\n- b\n---\n",
    "---\n---",
    "---\nup: [[其他]]\n---\n\n\n",
)
GLUE = ("\n", "\n", "\n\n", "\n\n\n", " \n", "  \n", "\n \n")


def note(dice: random.Random) -> str:
    """A note; most of its lines are words and marks, some are blocks as a whole."""
    parts = [dice.choice(HEADS)]
    for _ in range(dice.randint(1, 6)):
        if dice.random() < 0.35:
            block = dice.choice(BLOCKS)
            front = dice.choice(FRONTS) if dice.random() < 0.2 else ""
            parts.append(front + block)
        else:
            words = (dice.choice(WORDS) + dice.choice(ODD) for _ in range(dice.randint(1, 7)))
            parts.append(dice.choice(FRONTS) + "".join(words))
        parts.append(dice.choice(GLUE))
    if dice.random() < 0.2:
        parts.pop()
    return "".join(parts)


EVERYTHING = replace(Settings(), lint=Lint(select=("all",), severity={}))
FORMAT = replace(Settings(), lint=Lint(select=("format",)))
LAYOUT = replace(Settings(), lint=Lint(select=("format",), ignore=("heading-marker-space",)))


def fixed(text: str, settings: Settings = EVERYTHING, level: Applicability = Applicability.SAFE) -> str:
    """The note with its fixes."""
    policy = Policy(level, scope=frozenset({PATH}))
    source = MemorySource({**OTHERS, PATH: text.encode()})
    outcome = fix_vault(source, settings, policy, show_info=True, today=TODAY)
    assert outcome.restless == (), outcome.restless
    assert not any(finding.rule == "internal-fault" for finding in outcome.run.findings), outcome.run.findings
    return outcome.changes[0].after.decode() if outcome.changes else text


def at_rest(text: str) -> None:
    """A second run changes nothing."""
    once = fixed(text)
    assert fixed(once) == once, (once, fixed(once))


def line_ends(text: str) -> None:
    """Windows line ends make no difference."""
    if "\n" not in text:
        return
    windows = fixed(text.replace("\n", "\r\n"))
    assert windows == fixed(text).replace("\n", "\r\n"), (windows, fixed(text))


def offers(text: str) -> None:
    """What is handed on as fixable passes the gate, each fix by itself."""
    reading = Reading.of(PATH, text)
    findings = _linter().lint_note(reading.note).findings
    for candidate in candidates(findings, Policy(Applicability.UNSAFE)):
        if candidate.is_local:
            _, refused, _ = pass_gate(reading, [candidate])
            assert not refused, (candidate.rule, candidate.edits, refused[0][1])


def html(text: str) -> None:
    """Another parser shows the same before and after all fixes of layout."""
    if _NOT_COMMONMARK.search(text):
        return
    after = fixed(text, LAYOUT)
    assert _html(after) == _html(text), (after, _html(text), _html(after))


def letters(text: str) -> None:
    """No safe fix changes a letter or a digit."""
    after = fixed(text, replace(Settings(), lint=Lint(select=("format", "cjk"))))
    assert _letters(after) == _letters(text), after


def one_by_one(text: str) -> None:
    """All rules of layout at once come to the same as one after the other."""
    settings = [replace(Settings(), lint=Lint(select=(name,))) for name in _names()]
    before, after = "", text
    while before != after:
        before = after
        for each in settings:
            after = fixed(after, each)
    assert after == fixed(text, LAYOUT), (after, fixed(text, LAYOUT))


LAWS: tuple[Callable[[str], None], ...] = (at_rest, line_ends, offers, html, letters, one_by_one)


@cache
def _linter() -> NoteLinter:
    return NoteLinter(Selection(EVERYTHING, show_info=True), ObsidianSettings(), TODAY)


@cache
def _names() -> tuple[str, ...]:
    return tuple(rule.name for rule in Selection(LAYOUT, show_info=True).rules)


def _letters(text: str) -> list[str]:
    return [character for character in unicodedata.normalize("NFKC", text) if character.isalnum()]


_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
# Math, templates, footnotes, misplaced properties and line separators: the other parser does not read them so.
_NOT_COMMONMARK = re.compile(r"\$|<%|\[\^|\u2028|\A\s+---|\[\[|<script")
_TAG_GAP = re.compile(r"\s*(</?(?:p|h\d|ul|ol|li|blockquote|pre|hr|table|thead|tbody|tr|t[hd])\b[^>]*>)\s*")


def _html(text: str) -> str:
    note = Reading.of(PATH, text).note
    body = text[note.body_start :]
    shown = _PARSER.render(body)
    shown = _TAG_GAP.sub(r"\1", shown)
    return re.sub(r"\s+", " ", shown)


def broken(text: str, laws: tuple[Callable[[str], None], ...] = LAWS) -> Iterator[tuple[str, BaseException]]:
    """The laws that the note breaks."""
    for law in laws:
        try:
            law(text)
        except Exception as error:
            yield law.__name__, error


def smaller(text: str, law: Callable[[str], None]) -> str:
    """A part of the note that breaks the law, too."""
    changed = True
    while changed:
        changed = False
        for size in (max(len(text) // 2, 1), 16, 8, 4, 2, 1):
            start = 0
            while start < len(text):
                shorter = text[:start] + text[start + size :]
                if any(broken(shorter, (law,))):
                    text, changed = shorter, True
                else:
                    start += size
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--law", action="append", help="only these laws")
    options = parser.parse_args()
    laws = tuple(law for law in LAWS if not options.law or law.__name__ in options.law)
    dice, found, count = random.Random(options.seed), Counter[str](), 0
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        text = note(dice)
        count += 1
        for name, _ in broken(text, laws):
            found[name] += 1
            if found[name] <= 5:
                (law,) = [law for law in laws if law.__name__ == name]
                small = smaller(text, law)
                print(f"{name}: {small!r}")
                print("   ", *traceback.format_exception_only(next(broken(small, (law,)))[1])[0].splitlines()[:1])
    print(f"{count} notes; broken: {dict(found)}")


if __name__ == "__main__":
    main()
