"""The default format: each finding with the text at fault in a frame, and its fix as an inline diff."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Severity
from vaultlint.language import Message, say, spoken, words
from vaultlint.lazy_regex import lazy_regex
from vaultlint.report.colors import Palette, palette
from vaultlint.report.columns import clip, columns, cut, near, window
from vaultlint.report.escape import plain
from vaultlint.report.inline_diff import ChangedLine, changed_lines
from vaultlint.report.places import Places
from vaultlint.report.stand_ins import pictured_range, visible_end
from vaultlint.report.tally import severity_word
from vaultlint.report.terminal_markdown import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from vaultlint.finding import Finding, Fix
    from vaultlint.report.target import Target
    from vaultlint.workspace.run import Run

_LINE_END = lazy_regex(r"\r\n?|\n")
_MOST_RELATED = 5


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
        self.colors, self.names, self.words, self.colon = _looks(self.paint, spoken())

    def block(self, finding: Finding) -> str:
        paint = self.paint
        row, column = finding.location
        source = finding.source
        margin = " " * len(str(row + source.count("\n") if "\n" in source else row))
        lines = [
            *self._head(finding),
            f"{margin}{paint.blue}-->{paint.reset} {self.target.place(finding.path, row, column)}",
        ]
        if finding.end:  # a finding about the note as a whole stands at its very start and marks nothing
            self._frame(finding, margin, lines)
        if finding.fix:
            self._fix(finding, finding.fix, margin, lines)
        if finding.related:
            lines += self._related(finding)
        lines.append("\n")
        return "\n".join(lines)

    def _head(self, finding: Finding) -> Iterator[str]:
        """Severity, rule and message; on a terminal in lines that are broken between words."""
        paint = self.paint
        message = plain(words(finding.message))
        name = f"{self.names[finding.severity]}[{finding.rule}]{self.colon}"
        rows = [message]
        if self.target.wrap and len(name) + columns(message) > self.width:
            broken = wrapped(f"{name}{message}", self.width)
            if broken[0].startswith(name):
                rows = [broken[0].removeprefix(name), *broken[1:]]
        head = f"{self.words[finding.severity]}[{finding.rule}]{paint.reset}"
        yield f"{head}{self.colon}{paint.bold}{rows[0]}{paint.reset}"
        yield from (f"{paint.bold}{row}{paint.reset}" for row in rows[1:])

    def _frame(self, finding: Finding, margin: str, lines: list[str]) -> None:
        """Add the lines at fault with carets under the marked text."""
        paint = self.paint
        bar = f"{margin} {paint.blue}|{paint.reset}"
        caret = self.colors[finding.severity]
        digits = len(margin)
        room = self.width - digits - 3
        lines.append(bar)
        for number, (line, start, end) in enumerate(_marked_lines(finding), finding.location[0]):
            shown, before, marked = clip(*pictured_range(*near(line, start, end, room)), room)
            lines.append(
                f"{paint.blue}{number:>{digits}} |{paint.reset} {shown}\n"
                f"{bar} {' ' * before}{caret}{'^' * (marked or 1)}{paint.reset}"
            )

    def _fix(self, finding: Finding, fix: Fix, margin: str, lines: list[str]) -> None:
        paint = self.paint
        lines.append(f"{margin} {paint.blue}={paint.reset} {_help(fix)}")
        changed = changed_lines(finding, fix)
        if not changed:
            return
        shown = [_pictured_row(row) for row in changed]
        longest = max(shown, key=_length)
        first, last = window(*longest[1:], self.width - len(margin) - 5)
        for sign, line, _, _ in shown:
            color = paint.red if sign == "-" else paint.green
            lines.append(f"{margin}   {color}{sign} {visible_end(cut(line, first, last))}{paint.reset}")

    def _related(self, finding: Finding) -> Iterator[str]:
        for related in finding.related[:_MOST_RELATED]:
            row, column = self.places.location(finding, related.path, related.start)
            place = self.target.place(related.path or finding.path, row if related.end else 0, column)
            yield str(say("note: {place}: {message}", place=place, message=plain(words(related.message))))
        if len(finding.related) > _MOST_RELATED:
            yield str(say("note: and {more} more", more=len(finding.related) - _MOST_RELATED))


@lru_cache(maxsize=4)
def _looks(paint: Palette, _language: str) -> tuple[list[str], list[str], list[str], str]:
    """The colours of severities, their names, their names in colour, and what stands behind a name.

    They are in the order of severities, which are small numbers: that is quicker than to ask one for its word.
    """
    colors, names = ["", *map(paint.of, Severity)], ["", *map(severity_word, Severity)]
    return colors, names, [f"{color}{name}" for color, name in zip(colors, names, strict=True)], str(say(": "))


def _help(fix: Fix) -> Message:
    what = plain(words(fix.message))
    if fix.applicability is Applicability.DISPLAY:
        return say("help: {what} (a suggestion, never applied)", what=what)
    if fix.applicability is Applicability.UNSAFE:
        return say("help: {what} (unsafe fix: what the note says may change)", what=what)
    return say("help: {what}", what=what)


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


def _pictured_row(row: ChangedLine) -> ChangedLine:
    sign, line, start, end = row
    return sign, *pictured_range(line, start, end)


def _length(row: ChangedLine) -> int:
    return columns(row[1])
