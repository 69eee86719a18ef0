"""Text that is nobody's to touch: `$$ … $$`, `<% … %>`, and scripts in running text, over as many lines as they take.

Obsidian and its plugins read these before they read Markdown. CommonMark looks for blocks first: a line `+ b` of a
formula is a list item, a blank line ends the formula, an underscore in a script is emphasis. So the parser never sees
what such a passage holds, and rules and gate agree on where it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_OPENERS = {"$": ("$$",), "<": ("<%", "<script", "<style")}
_CONTAINER = r"^[ \t>]*+(?>(?:(?:[-*+]|\d{1,9}[.)])[ \t]++(?:\[.\][ \t]++)?[ \t>]*+)*)"
_TOKEN = lazy_regex(
    rf"(?P<fence>{_CONTAINER}(?:`{{3,}}(?=[^`\n]*(?:\n|\Z))|~{{3,}}))|(?P<code>`+)|(?P<escaped>\\.)"
    r"|(?P<comment><!--|%%)|(?P<math>\$\$)|(?P<template><%(?=[\s*_~+=A-Za-z-]))|(?P<script><(?:script|style)\b[^<>]*>)",
    re.MULTILINE,
)
_BLOCK_MARKS = lazy_regex(rf"{_CONTAINER}\Z", re.MULTILINE)
_BLOCK_START = lazy_regex(_CONTAINER, re.MULTILINE)
_TICKS = lazy_regex(r"`+")
_BLANK_LINE = lazy_regex(r"\n[ \t>]*\n")
# What ends a paragraph: a blank line, a list item, a heading, a fence; a line in more quotes is looked for besides.
_NEXT_BLOCK = lazy_regex(r"\n[ \t>]*(?:\n|(?:[-*+]|\d{1,9}[.)])[ \t]+\S|#{1,6}[ \t]|```|~~~)")
_LINE_END = lazy_regex(r"[ \t]*(?:\n|\Z)")
_HEADING = lazy_regex(r"[ \t>]*#{1,6}[ \t]")
_SECTION = lazy_regex(r"\n[ \t>]*#{1,6}[ \t]|\[\[[^\[\]\n]*[^\W\d][^\[\]\n]*\]\]")
_TEX = lazy_regex(r"[\\&^=]")  # signs that stand in a line of a formula, as in `x &= [[a, b]]`
_LINE_START = lazy_regex(r"\n[ \t>]*")
_SCRIPT_END = lazy_regex(r"</(?:script|style)>")

# `[[` that no `]]` closes on its line, nor before the next `[[`: Obsidian reads no link there (10).
_OPEN_WIKI = r"\[\[(?!\[)[^\[\]\n]*+(?>(?:(?:\[(?!\[)|\](?!\]))[^\[\]\n]*+)*)(?!\]\])"
_OPEN = lazy_regex(_OPEN_WIKI)
_BRACKETS = lazy_regex(rf"(?P<open>{_OPEN_WIKI})|(?P<blank>\n[ \t>]*(?=\n))|\[\[|(?P<close>\]\])")
NO_LINK = "]\u2046"  # punctuation as `]` is, and nothing else in Markdown
_FILL = "x"
_DEEPEST = 100
_MARK = r"(?:>[ \t]*+|(?:[*+-]|\d{1,9}[.)])[ \t]++)"
_DEEP = lazy_regex(rf"^([ \t]*+(?:{_MARK}){{{_DEEPEST}}})((?:{_MARK})+)", re.MULTILINE)
_DEEP_MARK = lazy_regex(r"[>*+.)-]")
_MAYBE_DEEP = lazy_regex(rf"\n[ \t>*+.)\-\d]{{{_DEEPEST}}}")  # beginning with a literal makes it fast
_STAND_INS = {"display-math": "$$x$$", "misplaced-properties": "***"}


class Verbatim(NamedTuple):
    """A passage with its opening and closing marks: `kind` is that of a span."""

    kind: str
    start: int
    end: int


def find_verbatim(text: str) -> list[Verbatim]:
    """The passages of a text whose lines end in `\\n`, in order; those in code and comments are none of their own.

    Formulas that keep to one line are left to the parser, which reads them as Obsidian does.
    """
    return _Scanner(text).scan() if _holds_opener(text) else []


def _holds_opener(text: str) -> bool:
    """Whether one of `_OPENERS` occurs; one character is found much faster than several."""
    return any(opener in text for character, openers in _OPENERS.items() if character in text for opener in openers)


def with_misplaced(passages: list[Verbatim], block: tuple[int, int]) -> list[Verbatim]:
    """The passages with a block of misplaced properties, which hides those inside it."""
    start, end = block
    outside = [each for each in passages if each.end <= start or each.start >= end]
    return sorted([*outside, Verbatim("misplaced-properties", start, end)], key=lambda each: each.start)


def hidden(text: str, passages: Iterable[Verbatim]) -> str:
    """`text`, at the same length, with stand-ins for what the passages hold, their line ends included."""
    parts, position = [], 0
    for kind, start, end in passages:
        if kind == "misplaced-properties":  # a block of its own, as a rule is
            parts += [text[position:start], "*" * (end - start)]
            position = end
            continue
        last = end - (1 if kind == "inline-html" else 2)
        parts += [text[position : start + 2], _FILL * (last - start - 2)]
        position = last
    return "".join([*parts, text[position:]])


def shortened(text: str, passages: Iterable[Verbatim]) -> str:
    """`text` with one stand-in for each passage, for a parser of which only the events are wanted."""
    parts, position = [], 0
    for kind, start, end in passages:
        parts += [text[position:start], _STAND_INS.get(kind, "<%x%>")]
        position = end
    return "".join([*parts, text[position:]])


def without_open_links(text: str) -> str:
    """`text`, at the same length, in which no `]]` closes what a `[[` on an earlier line opens.

    pyromark reads such a thing as a wiki link, in which it sees no code and no emphasis; for Obsidian there is none.
    """
    if all("]]" in piece.partition("\n")[0] for piece in text.split("[[")[1:]):  # many times faster than the pattern
        return text
    parts, position, is_open, in_link = [], 0, False, False
    for match in _BRACKETS.finditer(text):
        kind = match.lastgroup
        if kind == "close" and is_open and not in_link:
            parts += [text[position : match.start()], NO_LINK]
            position = match.end()
        is_open = kind == "open" or (is_open and kind != "blank")
        in_link = kind is None
    return "".join([*parts, text[position:]])


def shallow(text: str) -> str:
    """`text`, at the same length, without blocks in more blocks than anybody writes.

    A line costs the parser as much as there are blocks around it: of a line that begins with more than a hundred quotes
    and list items, the marks of the others become letters.
    """
    if not _MAYBE_DEEP.search("\n" + text):
        return text
    return _DEEP.sub(lambda match: match[1] + _DEEP_MARK.sub(_FILL, match[2]), text)


class _Scanner:
    """One walk through a text, from opener to closer; what opens first hides the others."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Verbatim] = []
        self.ticks: dict[int, list[int]] = {}  # where the runs of so many backticks stand
        self.paragraph_end = -1
        self.missing: set[str] = set()  # closers of which there are no more

    def scan(self) -> list[Verbatim]:
        handlers: dict[str, Callable[[re.Match[str]], int]] = {
            "fence": self.behind_fence,
            "code": self.behind_code,
            "escaped": self.behind_escaped,
            "comment": self.behind_comment,
            "math": self.behind_math,
            "template": self.behind_template,
            "script": self.behind_script,
        }
        match = _TOKEN.search(self.text)
        while match:
            match = _TOKEN.search(self.text, handlers[str(match.lastgroup)](match))
        return self.found

    def behind_fence(self, match: re.Match[str]) -> int:
        """Behind the fence that closes this one, or the quote it stands in."""
        marks = match[0].lstrip(" \t>-*+.)0123456789[]xX")
        end = self.leaves_quote(match.end(), len(self.text), match[0].count(">")) or len(self.text)
        closing = re.compile(rf"^[ \t>]*{marks[0]}{{{len(marks)},}}[ \t]*$", re.MULTILINE)
        closed = closing.search(self.text, match.end(), end)
        return closed.end() if closed else end

    def behind_code(self, match: re.Match[str]) -> int:
        """Behind the code that so many backticks open; behind them, where nothing in the paragraph closes it."""
        if not self.ticks:
            for run in _TICKS.finditer(self.text):
                self.ticks.setdefault(len(run[0]), []).append(run.start())
        end = match.end()
        if self.paragraph_end < end:
            self.paragraph_end = self.end_of_paragraph(end)
        runs = self.ticks.get(len(match[0]), [])
        index = bisect_left(runs, end)
        return runs[index] + len(match[0]) if index < len(runs) and runs[index] < self.paragraph_end else end

    def end_of_paragraph(self, start: int) -> int:
        """Where the paragraph that holds an offset ends, as far as lines tell."""
        line = self.text.rfind("\n", 0, start) + 1
        if _HEADING.match(self.text, line):
            end = self.text.find("\n", start)
            return end if end >= 0 else len(self.text)
        block = _NEXT_BLOCK.search(self.text, start)
        end = block.start() if block else len(self.text)
        if ">" not in self.text[start:end]:
            return end
        depth = self.depth_at(start)
        lines = _LINE_START.finditer(self.text, start, end)
        return next((line.start() for line in lines if line[0].count(">") > depth), end)

    def depth_at(self, offset: int) -> int:
        """How many quotes the line that holds an offset stands in."""
        line = self.text.rfind("\n", 0, offset) + 1
        marks = _BLOCK_START.match(self.text, line, offset)
        return marks[0].count(">") if marks else 0

    def behind_escaped(self, match: re.Match[str]) -> int:
        return match.end()

    def behind_comment(self, match: re.Match[str]) -> int:
        closer = "%%" if match[0] == "%%" else "-->"
        return self.behind(closer, match.end()) or match.end()

    def behind_math(self, match: re.Match[str]) -> int:
        """Behind `$$ … $$`; behind the opening marks, where what follows is no formula."""
        start = match.start()
        end = self.behind("$$", match.end())
        if not end or not self.text[start + 2 : end - 2].strip():
            return match.end()
        if "\n" in self.text[start:end]:
            if not self.is_formula(start, end):
                return match.end()
            self.found.append(Verbatim("display-math", start, end))
        return end

    def is_formula(self, start: int, end: int) -> bool:
        """Whether `$$ … $$` over lines is one: it stays in its quote, and only a block goes over blank lines."""
        text = self.text
        line = text.rfind("\n", 0, start) + 1
        before = text[line:start]
        if _HEADING.match(before):
            return False
        if self.leaves_quote(start, end, before.count(">")) or self.holds_text(start, end):
            return False
        if _BLANK_LINE.search(text, start, end) is None:
            return True
        ends_line = _LINE_END.match(text, end) is not None
        follows = ends_line or not text[text.rfind("\n", 0, end) + 1 : end - 2].strip(" \t>")
        return follows and _BLOCK_MARKS.fullmatch(text, line, start) is not None

    def holds_text(self, start: int, end: int) -> bool:
        """Whether a heading or a link stands between two offsets: two formulas that are not closed are none."""
        for match in _SECTION.finditer(self.text, start, end):
            line = self.text.rfind("\n", start, match.start()) + 1
            if match[0][0] == "\n" or not _TEX.search(self.text, max(line, start), match.start()):
                return True
        return False

    def behind_template(self, match: re.Match[str]) -> int:
        end = self.behind("%>", match.end())
        if end:
            self.found.append(Verbatim("template", match.start(), end))
        return end or match.end()

    def behind_script(self, match: re.Match[str]) -> int:
        """Behind a script in running text; one that begins a line is a block of HTML, which the parser knows."""
        start = match.start()
        closing = None if "</script>" in self.missing else _SCRIPT_END.search(self.text, match.end())
        if closing is None:
            self.missing.add("</script>")
        line = self.text.rfind("\n", 0, start) + 1
        if closing and _BLOCK_MARKS.fullmatch(self.text, line, start) is None:
            self.found.append(Verbatim("inline-html", start, closing.end()))
        return closing.end() if closing else match.end()

    def behind(self, closer: str, start: int) -> int:
        """The offset behind the next `closer`, or 0."""
        if closer in self.missing:
            return 0
        found = self.text.find(closer, start)
        if found < 0:
            self.missing.add(closer)
            return 0
        return found + len(closer)

    def leaves_quote(self, start: int, end: int, depth: int) -> int:
        """Where the first line between two offsets begins that stands in fewer than `depth` quotes, or 0."""
        for line in _LINE_START.finditer(self.text, start, end) if depth else ():
            if line[0].count(">") < depth:
                return line.start() + 1
        return 0
