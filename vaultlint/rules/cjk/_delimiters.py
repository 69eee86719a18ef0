"""How runs of `*` and `~~` pair up: by CommonMark, and by the rule that is friendly to Chinese.

CommonMark lets a run close only if the character in front of it is no punctuation, or the one behind it is white space
or punctuation (and the other way round for one that opens). Chinese writes no spaces, so `**甲：**乙` stays literal.
The friendly rule (tats-u, markdown-cjk-friendly) does not count CJK punctuation, and any punctuation beside CJK text.
"""

from __future__ import annotations

import unicodedata

from vaultlint.lazy_regex import lazy_regex
from vaultlint.values import NamedTuple

_CJK = lazy_regex(
    r"[\u1100-\u11ff\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe6f\uff00-\uffee\U00020000-\U0003ffff]"
)
_RUN = lazy_regex(r"\*+|~~")


class Run(NamedTuple):
    """A run of delimiters, and what it may do: by CommonMark (`opens`, `closes`) and by the friendly rule."""

    start: int
    end: int
    opens: bool
    closes: bool
    may_open: bool
    may_close: bool


class Pair(NamedTuple):
    """Two runs that belong together by the friendly rule: `width` delimiters each, from `start` and up to `end`."""

    start: int
    end: int
    width: int
    opener: Run
    closer: Run

    @property
    def renders(self) -> bool:
        """Whether CommonMark, too, lets the one open and the other close."""
        return self.opener.opens and self.closer.closes


def pairs(text: str, live: str) -> list[Pair]:
    """The pairs of one line. `live` is the line with everything that is no delimiter of its own masked."""
    found: list[Pair] = []
    for character in "*~":
        runs = [
            _run(text, *match.span())
            for match in _RUN.finditer(live)
            if match[0][0] == character and not _is_escaped(text, match.start())
        ]
        found += _paired(runs)
    return sorted(found)


def _paired(runs: list[Run]) -> list[Pair]:
    """CommonMark's algorithm: each closer takes the nearest opener, strong before emphasis."""
    found: list[Pair] = []
    openers: list[list[int]] = []  # index of the run, delimiters left
    floors: dict[tuple[int, bool], int] = {}  # openers below do not fit closers of this kind
    for index, run in enumerate(runs):
        left = run.end - run.start
        position = run.start
        while run.may_close and left and openers:
            kind = (run.end - run.start) % 3, run.may_open
            floor = min(floors.get(kind, 0), len(openers))
            choice = next(
                (at for at in range(len(openers) - 1, floor - 1, -1) if _fit(runs[openers[at][0]], run)), None
            )
            if choice is None:
                floors[kind] = len(openers)
                break
            del openers[choice + 1 :]
            floors = {each: min(place, choice) for each, place in floors.items()}
            opener, remaining = openers[choice]
            width = 2 if left >= 2 and remaining >= 2 else 1
            start = runs[opener].start + remaining - width
            found.append(Pair(start, position + width, width, runs[opener], run))
            position += width
            left -= width
            openers[choice][1] -= width
            if not openers[choice][1]:
                openers.pop()
        if left and run.may_open:
            openers.append([index, left])
    return found


def _fit(opener: Run, closer: Run) -> bool:
    """CommonMark's rule of three."""
    if not ((opener.may_open and opener.may_close) or (closer.may_open and closer.may_close)):
        return True
    sizes = opener.end - opener.start, closer.end - closer.start
    return sum(sizes) % 3 != 0 or (sizes[0] % 3 == 0 and sizes[1] % 3 == 0)


def _run(text: str, start: int, end: int) -> Run:
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    blank_before, blank_after = before.isspace(), after.isspace()
    mark_before, mark_after = _is_punctuation(before), _is_punctuation(after)
    opens = not blank_after and (not mark_after or blank_before or mark_before)
    closes = not blank_before and (not mark_before or blank_after or mark_after)
    cjk_before, cjk_after = _CJK.match(before) is not None, _CJK.match(after) is not None
    friendly_opens = not blank_after and (not mark_after or cjk_after or blank_before or mark_before or cjk_before)
    friendly_closes = not blank_before and (not mark_before or cjk_before or blank_after or mark_after or cjk_after)
    return Run(start, end, opens, closes, friendly_opens, friendly_closes)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _is_escaped(text: str, start: int) -> bool:
    low = start
    while low and text[low - 1] == "\\":
        low -= 1
    return (start - low) % 2 == 1
