"""Time that grows faster than the note: `python -m benchmarks.growth --seconds 600`.

Notes are `n` times one token, then `n` times another, on one line or on many. The CPU time of linting one note of each
kind is measured at two sizes; more than three times as long for twice the size is reported.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import random
import time
from collections.abc import Iterator

from vaultlint.lint.note_linter import NoteLinter
from vaultlint.lint.selection import Selection
from vaultlint.settings import Lint, Settings
from vaultlint.vault.obsidian import ObsidianSettings

TOKENS = (
    *(
        "1. ",
        "- ",
        "* ",
        "+ ",
        "> ",
        ">",
        "# ",
        "#",
        "##",
        "\n",
        "\n\n",
        " ",
        "\t",
        "  \n",
        " \n",
        "\r\n",
        "a",
        "中",
        "a ",
    ),
    *(
        "*",
        "**",
        "_",
        "__",
        "~~",
        "`",
        "``",
        "```\n",
        "~~~\n",
        "$",
        "$$",
        "$$\n",
        "<%",
        "%>",
        "<% a",
        "%%",
        "==",
        "|",
        "|-|\n",
    ),
    *(
        "[",
        "]",
        "[[",
        "]]",
        "![[",
        "[[a]]",
        "[a](b)",
        "](",
        "](<",
        "[^1]",
        "[^1]: a\n",
        "[a]: b\n",
        "<",
        ">\n> ",
        "<b>",
        "<!--",
    ),
    *(
        "-->",
        "<div>\n",
        "<script>",
        "</script>",
        "&amp;",
        "&",
        "\\",
        "http://a.b/",
        "www.",
        "://",
        "@a.b",
        ".md",
        "#a",
        "^a\n",
    ),
    *(
        "::",
        "a:: b\n",
        "---\n",
        "===\n",
        "- [ ] ",
        "{{",
        "}}",
        "\\(",
        "\u200b",
        "*\u200b",
        "\u00a0",
        "\u3000",
        "\u2028",
        "，",
        "。 ",
    ),
    *(
        "（",
        "）",
        "(",
        ")",
        "“",
        "【【",
        "】】",
        "：**",
        "**中：**",
        "１",
        "⼀",
        "，，",
        "中a",
        "a中",
        "A+ ",
        "の",
        "한",
        "[[a\n",
        "a]]\n",
    ),
    *(
        "- [[a]]；关联理由：b；说明：c\n",
        "## 正文\n",
        "## 关联主题\n",
        "> [!note]\n",
        "%% vaultlint-ignore %%\n",
        "<<<<<<< \n",
        ">>>>>>> \n",
    ),
)
_SLOW = 3.0  # times as long for twice the size
_SMALL = 0.02  # seconds of CPU that are too few to judge by


def cpu(linter: NoteLinter, text: str) -> float:
    """The CPU seconds that linting a note takes."""
    data = text.encode()
    gc.collect()
    begin = time.process_time()
    linter.lint("N.md", data)
    return time.process_time() - begin


def growth(linter: NoteLinter, one: str, other: str, size: int) -> tuple[float, float]:
    """How many times as long twice the size takes, and the time it took; measured again where it seems too long."""

    def measured(count: int) -> float:
        return cpu(linter, one * (count // len(one)) + other * (count // len(other)))

    ratio, last = 0.0, 0.0
    for _ in range(3):
        first, last = measured(size), measured(2 * size)
        ratio = last / first if last > _SMALL else 0.0
        if ratio < _SLOW:
            break
    return ratio, last


def pairs(dice: random.Random) -> Iterator[tuple[str, str]]:
    """All pairs of tokens, in any order."""
    every = list(itertools.product(TOKENS, repeat=2))
    dice.shuffle(every)
    yield from every


def linter_of_all_rules() -> NoteLinter:
    """A linter with every rule there is."""
    settings = Settings(lint=Lint(select=("all",)))
    return NoteLinter(Selection(settings, show_info=True), ObsidianSettings(), "2026-01-01")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--size", type=int, default=8_000)
    options = parser.parse_args()
    linter, count = linter_of_all_rules(), 0
    end = time.monotonic() + options.seconds
    for one, other in pairs(random.Random(options.seed)):
        if time.monotonic() > end:
            break
        count += 1
        ratio, last = growth(linter, one, other, options.size)
        if ratio >= _SLOW:
            print(f"{ratio:5.1f} times, {last:.2f} s: {one!r} then {other!r}", flush=True)
    print(f"{count} pairs")


if __name__ == "__main__":
    main()
