"""Brackets of two widths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.cjk._text import HAN, TEXT, changes, line_bounds
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_MOST = 80  # code points between the brackets
_MIXED = (
    ("（", ")", re.compile(rf"（[^（）()\r\n]{{1,{_MOST}}}\)")),
    ("(", "）", re.compile(rf"\([^（）()\r\n]{{1,{_MOST}}}）")),
)
_BRACKET = lazy_regex(r"[（）()]")
_HAN = lazy_regex(f"[{HAN}]")
_FACE = lazy_regex(r"[:;=^][-o^']?$")


@note_rule("cjk", fix=Applicability.UNSAFE, triggers=("）", "（"))
def unbalanced_brackets(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A bracket that opens full-width and closes half-width, or the reverse: `（注)`.

    Nothing is said where the brackets of the line do not pair up at all, as with list numbers (`1）`) and emoticons.

    ## Fix

    Makes both full-width if what they hold is Chinese, else both half-width. Unsafe: the half-width one may be quoted
    code.

    ## Bad

    ```md
    模型（见下文)已发布。
    ```

    ## Good

    ```md
    模型（见下文）已发布。
    ```
    """
    patterns = [pattern for opening, closing, pattern in _MIXED if _stand_near(note.text, opening, closing)]
    pairs: dict[int, set[tuple[int, int]]] = {}  # by the start of their line
    for match in [match for pattern in patterns for match in pattern.finditer(note.prose)]:
        start, end = match.span()
        inner = match[0][1:-1]
        low, high = line_bounds(note, start)
        if low not in pairs:
            pairs[low] = _pairs(note.prose, low, high)
        if _FACE.search(inner) or (start, end - 1) not in pairs[low]:
            continue
        meant = "（）" if _HAN.search(inner) or match[0][0] == "（" else "()"
        wrong = start if match[0][0] != meant[0] else end - 1
        content = meant[0] if wrong == start else meant[1]
        fix = Fix(
            say("write `{text}`", text=content),
            (Edit(wrong, wrong + 1, content),),
            Applicability.UNSAFE,
            changes(note, start, TEXT),
        )
        message = say(
            "`{opening}` is closed by `{closing}`: write `{meant}`",
            opening=match[0][0],
            closing=match[0][-1],
            meant=f"{meant[0]}…{meant[1]}",
        )
        yield Problem(start, end, message, fix)


def _stand_near(text: str, opening: str, closing: str) -> bool:
    """Whether a line has the one in front of the other so near that they may be a pair: else no mask need be made."""
    start = text.find(opening)
    while start >= 0:
        end = text.find(closing, start, start + _MOST + 2)
        if end >= 0 and text.find("\n", start, end) < 0:
            return True
        start = text.find(opening, start + 1)
    return False


def _pairs(prose: str, low: int, high: int) -> set[tuple[int, int]]:
    """The pairs of brackets of a line, widths aside; none where one of them is alone."""
    stack: list[int] = []
    pairs = set()
    for match in _BRACKET.finditer(prose, low, high):
        if match[0] in "（(":
            stack.append(match.start())
        elif stack:
            pairs.add((stack.pop(), match.start()))
        else:
            return set()
    return set() if stack else pairs
