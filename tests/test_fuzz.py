"""The laws of fixing on notes at random, judged by a second parser: see `benchmarks/fuzz.py`."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from benchmarks.fuzz import Law, broken
from benchmarks.fuzz_laws import LAWS, LEARNED, STRICT, Habits
from benchmarks.fuzz_links import refused
from benchmarks.fuzz_notes import note
from benchmarks.growth import linter_of_all_rules
from tests.helpers import assert_growth
from vaultlint.rules import rule_named

# Each of these once broke a law.
KNOWN = (
    "* %%\n*\n",
    "+ >\n*\n",
    "<!--\n\n\n",
    "- <!--\n# a\n",
    "1. <script>\na\n",
    "a \t\nb\n",
    "* ::\n",
    "^d\u2028\n",
    "：\u3000::\n",
    "==\u200b==\n",
    "<%\u200b\n%>",
    "**3\n$\u200b**模",
    "a $\u200b$\nx\n$$\n",
    ">\n ***",
    "⼀个[::](d)",
    "- [ ] \ufeff\n\n-",
    "%%\n* %%\n \n    _亮_=*",
    "c\ufeffh://a\n",
    "\\\xa0\n*\n",
    "**”**⼀个\n",
    "http://a.b/_c_/d\n",
    "\n---\nt: 1\ns: 2\n---\n\t_a_ \n",
    "$$\na\n+ b\n\n* c\n$$\n",
    "<%*\nlet a = `_b_`\n\n+ c\n%>\n",
    "A [[open\n`**甲：**乙` ]] d\n",
    "*   a\n*   b\n\n1.   One\n\n  <b>\n",
    "甲\n\n乙\n-\n",
    "<p>\n甲\n\n# 乙\n",
    "```\n ",
    "* <script></script>\n正文\n",
    "`\n* <%_`%>\n",
    "`\n$$\n>$$`\n",
    "-```\n```<% %>\n",
    "⽇期：::\n",
    "**“**⽇期**\n",
    "`\n\t**“**⽇期\n",
    "2. + ::\n",
    "## #\t\n",
    "$$\n\n,$$ \n",
    "# $$甲\n\n$$\n",
    "甲\n \n    <b>\n_乙_ *\n",
    "b\n-\n    <b>\n_乙_ *\n",
    "&\n\n#甲\n-\n",
    "a\u200b b\n",
    "] \u200b \n[\n",
    "##\t``\n<%\u3000``%>\n",
    "_\xa0__\xa0\n",
    "**://**%\n",
    "1)  甲\n\n    <script\n_乙_ *\n",
    "%%p://%%⽇期\n",
    "打开**[[设置]]**。**`a`**在**$x$**后，**[名](https://a.b)**处\n",
)


# Where no blank line stands above a heading, and list items begin with a plus sign.
_OTHERS = {"heading-spacing": {"above": "none", "below": "none"}, "list-marker": {"style": "+"}}
BARE = Habits(
    replace(
        STRICT.settings,
        rules={name: replace(rule_named(name).options(), **options) for name, options in _OTHERS.items()},
    )
)


@pytest.mark.parametrize("habits", [STRICT, LEARNED, BARE], ids=["strict", "learned", "bare"])
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_what_once_broke_a_law(law: Law, habits: Habits) -> None:
    assert not list(broken(KNOWN, (law,), habits))


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_notes_at_random(law: Law) -> None:
    dice = random.Random(20261129)
    texts = tuple(note(dice) for _ in range(60))
    assert not list(broken(texts, (law,), Habits.at_random(dice)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_many_notes_at_random(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(50):
        assert not list(broken(tuple(note(dice) for _ in range(40)), habits=Habits.at_random(dice)))


# A fix that was offered for a link in each of these was refused later.
LINKS = (
    "【【a_b*c#e】】\n",
    "# [[Alias]]\n\n# [](其他#two-words)\n\n# [[其他.md]]\n\n# [x](#t)\n",
    "[[Sub/deep note]]:: x\n\n[x](a%20b.MD):: y\n",
    "【【a B】】:: x\n\n#【【A b】】\n",
    "a||\n-|-\n[[Alias|]]\n",
    "【【其他#A & B #c】】\n",
    "[一](其他.md#A & B #c)\n",
    "[[A b】】::\n",
    "*见 [一]（a_b*c）\n",
    "!【【其他】】\n",
    "[[一]](/中文)\n",
    "^d[]()\n",
    "a||\n-|-\n=|[[s|]][](nowhere)\n",
    "a||\n-|-\n[[https://a.b|]]|-\n",
    "a||\n-|-\n[[A b|A b]]\n",
    "| a | b |\n|---|---|\n| [[Sub/deep note#part-x|100]] | [[deep Note|A b]] |\n",
)


@pytest.mark.parametrize("text", LINKS)
def test_what_is_offered_for_a_link_can_be_made(text: str) -> None:
    assert not list(refused(text))


LONG = {
    "markers and invisible characters": ("*\u200b", ""),
    "no-break spaces": ("**\u00a0", ""),
    "characters and marks": ("a\u2060", "*"),
    "nested items, then white space": ("1. ", "\n"),
    "quotes in quotes": (">", "[a]: b\n"),
    "items in items": ("- ", "a\n"),
    "scripts that are not closed": ("a <script>", "，"),
    "fences in quotes": ("> ```a\n\n", "a"),
    "open brackets": ("[[a ", "]] "),
    "formulas that are none": ("$$\n\n", "# "),
    "bold lead-ins": ("**一：**见", " "),
    "emphases in one line": ("a _b_ c ", ""),
}


@pytest.mark.parametrize(("one", "other"), LONG.values(), ids=LONG)
def test_time_grows_no_faster_than_the_note(one: str, other: str) -> None:
    linter = linter_of_all_rules()

    def work(size: int) -> None:
        text = one * (10_000 * size // len(one)) + other * (10_000 * size // max(len(other), 1))
        linter.lint("N.md", text.encode())

    assert_growth(work, times=4, most=10)  # four times the size; square is sixteen
