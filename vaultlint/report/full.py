"""The default format: each finding with the text at fault in a frame, and its fix as an inline diff."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability
from vaultlint.report.colors import palette
from vaultlint.report.columns import clip, cut, window
from vaultlint.report.escape import pictured, plain
from vaultlint.report.inline_diff import changed_lines
from vaultlint.report.places import Places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vaultlint.finding import Finding, Fix
    from vaultlint.lint.engine import Run
    from vaultlint.report.target import Target

_LINE_END = re.compile(r"\r\n?|\n")
_MOST_RELATED = 5
_HELP = {
    Applicability.SAFE: "",
    Applicability.UNSAFE: " (unsafe fix: what the note says may change)",
    Applicability.DISPLAY: " (a suggestion, never applied)",
}


def render(run: Run, target: Target) -> Iterator[str]:
    """A block of lines for each finding, with a blank line behind it."""
    return map(drawer(target, run.text_or_nothing), run.findings)


def drawer(target: Target, read: Callable[[str], str]) -> Callable[[Finding], str]:
    """A function that draws one finding; `read` gives the text of a note."""
    return _Frames(target, read).block


class _Frames:
    """Draws findings. No note is read unless a related place has to be located."""

    def __init__(self, target: Target, read: Callable[[str], str]) -> None:
        self.paint = palette(target.color)
        self.width = target.width
        self.places = Places(read)

    def block(self, finding: Finding) -> str:
        paint = self.paint
        row, column = finding.location
        margin = " " * len(str(row + finding.source.count("\n")))
        severity = f"{paint.of(finding.severity)}{finding.severity.word}[{finding.rule}]{paint.reset}"
        lines = [
            f"{severity}: {paint.bold}{plain(finding.message)}{paint.reset}",
            f"{margin}{paint.blue}-->{paint.reset} {plain(finding.path)}:{row}:{column}",
        ]
        if finding.end:  # a finding about the note as a whole stands at its very start and marks nothing
            lines += self._frame(finding, margin)
        if finding.fix:
            lines += self._fix(finding, finding.fix, margin)
        if finding.related:
            lines += self._related(finding)
        lines.append("\n")
        return "\n".join(lines)

    def _frame(self, finding: Finding, margin: str) -> list[str]:
        """The lines at fault with carets under the marked text."""
        paint = self.paint
        bar = f"{paint.blue}|{paint.reset}"
        caret = paint.of(finding.severity)
        room = self.width - len(margin) - 3
        drawn = [f"{margin} {bar}"]
        for number, (line, start, end) in enumerate(_marked_lines(finding), finding.location.row):
            shown, before, marked = clip(line, start, end, room)
            drawn.append(f"{paint.blue}{number:>{len(margin)}} |{paint.reset} {pictured(shown)}")
            drawn.append(f"{margin} {bar} {' ' * before}{caret}{'^' * (marked or 1)}{paint.reset}")
        return drawn

    def _fix(self, finding: Finding, fix: Fix, margin: str) -> list[str]:
        paint = self.paint
        lines = [f"{margin} {paint.blue}={paint.reset} help: {plain(fix.message)}{_HELP[fix.applicability]}"]
        room = self.width - len(margin) - 5
        changed = changed_lines(finding, fix)
        if changed:
            first, last = window(*max(changed, key=lambda row: len(row[1]))[1:], room)
        for sign, line, _, _ in changed:
            color = paint.red if sign == "-" else paint.green
            lines.append(f"{margin}   {color}{sign} {_visible(cut(line, first, last))}{paint.reset}")
        return lines

    def _related(self, finding: Finding) -> Iterator[str]:
        for related in finding.related[:_MOST_RELATED]:
            row, column = self.places.location(finding, related.path, related.start)
            place = f":{row}:{column}" if related.end else ""
            yield f"note: {plain(related.path or finding.path)}{place}: {plain(related.message)}"
        if len(finding.related) > _MOST_RELATED:
            yield f"note: and {len(finding.related) - _MOST_RELATED} more"


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


def _visible(line: str) -> str:
    """`line` with white space at its end made visible."""
    text = pictured(line)
    bare = text.rstrip(" ")
    return bare + "·" * (len(text) - len(bare))
