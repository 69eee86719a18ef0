"""The default format: each finding with the text at fault in a frame, and its fix as an inline diff."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.finding import Severity
from vaultlint.language import say, spoken, words
from vaultlint.lazy_regex import lazy_regex
from vaultlint.report.colors import Palette, palette
from vaultlint.report.columns import clip, columns, cut, near, window
from vaultlint.report.escape import plain
from vaultlint.report.inline_diff import ChangedLine, changed_lines
from vaultlint.report.places import Places
from vaultlint.report.stand_ins import pictured_range, visible_end
from vaultlint.report.tally import severity_word
from vaultlint.report.terminal_markdown import wrapped
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vaultlint.finding import Finding, Fix
    from vaultlint.report.target import Target
    from vaultlint.workspace.run import Run

_LINE_END = lazy_regex(r"\r\n?|\n")
_MOST_RELATED = 5
_FIX = "\0"  # stands for what a fix does


def render(run: Run, target: Target) -> Iterator[str]:
    """A block of lines for each finding, with a blank line behind it."""
    return map(drawer(target, run.text_or_nothing), run.findings)


def piece(findings: Iterable[Finding], target: Target, read: Callable[[str], str]) -> str:
    """The findings of one note."""
    return "".join(map(drawer(target, read), findings))


def drawer(target: Target, read: Callable[[str], str]) -> Callable[[Finding], str]:
    """A function that draws one finding; `read` gives the text of a note."""
    return _Frames(target, read).block


class _Frames:
    """Draws findings. No note is read unless a related place has to be located."""

    def __init__(self, target: Target, read: Callable[[str], str]) -> None:
        self.paint = palette(target.color)
        self.target = target
        self.width = target.width
        self.places = Places(read)
        self.looks = _looks(self.paint, spoken())

    def block(self, finding: Finding) -> str:
        path, _, end, _, _, _, (row, column), _, fix, related, _, source, _, _ = finding
        margin = " " * len(str(row + source.count("\n") if "\n" in source else row))
        lines = [self._head(finding), f"{margin}{self.looks.arrow} {self.target.place(path, row, column)}"]
        if end:  # a finding about the note as a whole stands at its very start and marks nothing
            self._frame(finding, margin, lines)
        if fix:
            self._fix(finding, fix, margin, lines)
        if related:
            lines += self._related(finding)
        lines.append("\n")
        return "\n".join(lines)

    def _head(self, finding: Finding) -> str:
        """Severity, rule and message; on a terminal in lines that are broken between words."""
        looks, severity = self.looks, finding.severity
        message = plain(words(finding.message))
        name = f"{looks.names[severity]}[{finding.rule}]{looks.colon}"
        rows = [message]
        if self.target.wrap and len(name) + columns(message) > self.width:
            broken = wrapped(f"{name}{message}", self.width)
            if broken[0].startswith(name):
                rows = [broken[0].removeprefix(name), *broken[1:]]
        bold, reset = self.paint.bold, self.paint.reset
        return (
            f"{looks.colors[severity]}{looks.names[severity]}[{finding.rule}]{reset}{looks.colon}{bold}"
            + f"{reset}\n{bold}".join(rows)
            + reset
        )

    def _frame(self, finding: Finding, margin: str, lines: list[str]) -> None:
        """Add the lines at fault with carets under the marked text."""
        blue, reset = self.paint.blue, self.paint.reset
        bar = f"{margin} {blue}|{reset}"
        caret = self.looks.colors[finding.severity]
        digits = len(margin)
        room = self.width - digits - 3
        lines.append(bar)
        for number, (line, start, end) in enumerate(_marked_lines(finding), finding.location[0]):
            shown, before, marked = clip(*pictured_range(*near(line, start, end, room)), room)
            lines.append(
                f"{blue}{number:>{digits}} |{reset} {shown}\n{bar} {' ' * before}{caret}{'^' * (marked or 1)}{reset}"
            )

    def _fix(self, finding: Finding, fix: Fix, margin: str, lines: list[str]) -> None:
        front, behind = self.looks.helps[fix.applicability]
        lines.append(f"{margin}{front}{plain(words(fix.message))}{behind}")
        room = self.width - len(margin) - 5
        shown = [
            (sign, *pictured_range(*near(line, start, end, room)))
            for sign, line, start, end in changed_lines(finding, fix)
        ]
        if not shown:
            return
        first, last = window(*_longest(shown), room)
        signs, reset = self.looks.signs, self.paint.reset
        for sign, line, _, _ in shown:
            lines.append(f"{margin}{signs[sign]}{visible_end(cut(line, first, last))}{reset}")

    def _related(self, finding: Finding) -> Iterator[str]:
        for related in finding.related[:_MOST_RELATED]:
            row, column = self.places.location(finding, related.path, related.start)
            place = self.target.place(related.path or finding.path, row if related.end else 0, column)
            yield str(say("note: {place}: {message}", place=place, message=plain(words(related.message))))
        if len(finding.related) > _MOST_RELATED:
            yield str(say("note: and {more} more", more=len(finding.related) - _MOST_RELATED))


class _Looks(NamedTuple):
    """What is the same in all frames. Lists are in the order of severities and applicabilities, small numbers."""

    colors: list[str]  # of severities
    names: list[str]
    colon: str  # what stands behind a name
    arrow: str
    helps: list[tuple[str, str]]  # what stands around what a fix does
    signs: dict[str, str]


@lru_cache(maxsize=4)
def _looks(paint: Palette, _language: str) -> _Looks:
    blue, reset = paint.blue, paint.reset
    sentences = (
        say("help: {what} (a suggestion, never applied)", what=_FIX),
        say("help: {what} (unsafe fix: what the note says may change)", what=_FIX),
        say("help: {what}", what=_FIX),
    )
    helps = [f" {blue}={reset} {sentence}".split(_FIX) for sentence in sentences]
    return _Looks(
        ["", *map(paint.of, Severity)],
        ["", *map(severity_word, Severity)],
        str(say(": ")),
        f"{blue}-->{reset}",
        [("", ""), *((front, behind) for front, behind in helps)],
        {"-": f"   {paint.red}- ", "+": f"   {paint.green}+ "},
    )


def _marked_lines(finding: Finding) -> list[tuple[str, int, int]]:
    """The lines at fault, each with the range that is marked."""
    start = finding.start - finding.source_start
    marked_end = start + finding.end - finding.start
    source = finding.source
    if "\n" not in source and "\r" not in source:
        return [(source, start, min(marked_end, len(source)))]
    lines, position = [], 0
    for line in _LINE_END.split(source):
        end = max(0, min(marked_end - position, len(line)))
        lines.append((line, max(0, start - position) if position <= start else 0, end))
        following = _LINE_END.match(source, position + len(line))
        position = following.end() if following else len(source)
    if len(lines) > 1 and lines[-1][2] == 0:  # the mark ends with the line end in front
        del lines[-1]
    return lines


def _longest(rows: list[ChangedLine]) -> tuple[str, int, int]:
    """The row that takes the most columns; one line before and after is the same but for the range that differs."""
    pair = len(rows) == 2 and rows[0][0] != rows[1][0]
    return max(rows, key=lambda row: columns(row[1][row[2] : row[3]] if pair else row[1]))[1:]
