"""Suppressions: `%% vaultlint-ignore broken-link: reason %%`, `%% vaultlint-ignore-file … %%`, and the same in HTML comments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from vaultlint.finding import Finding
from vaultlint.markdown.note import Note

_COMMENT = re.compile(
    r"(?:%%|<!--)\s*vaultlint-ignore(?P<file>-file)?(?P<names>(?:[\s,]+[a-z][a-z0-9-]*)*)\s*(?::[^\n]*?)?\s*(?:%%|-->)"
)
_NAME = re.compile(r"[a-z][a-z0-9-]*")


class Suppression(NamedTuple):
    """One comment. It holds for `first_line` to `last_line`; `names` are rules or categories, none means all.

    `cut_start` and `cut_end` bound what is removed with it: its line, or the spaces in front of it.
    """

    names: tuple[str, ...]
    first_line: int
    last_line: int
    start: int
    end: int
    cut_start: int
    cut_end: int
    name_starts: tuple[int, ...]

    def covers(self, finding: Finding, groups: tuple[str, ...]) -> bool:
        """Whether the finding stands on a covered line and is named, itself or by a group it belongs to."""
        if not self.first_line <= finding.location.row <= self.last_line:
            return False
        return not self.names or finding.rule in self.names or any(group in self.names for group in groups)


def find_suppressions(note: Note) -> tuple[Suppression, ...]:
    """The suppressions of a note; those in code do not count."""
    if "vaultlint-ignore" not in note.text:
        return ()
    found = []
    code = note.spans_of("fence", "indented-code", "code")
    for match in _COMMENT.finditer(note.text):
        if any(span.start <= match.start() < span.end for span in code):
            continue
        names = list(_NAME.finditer(note.text, *match.span("names")))
        line = note.line_of(match.start())
        last = note.line_of(match.end())
        alone = _alone(note, match)
        lines = (1, len(note.line_starts)) if match["file"] else (line, last + 1 if alone else last)
        found.append(
            Suppression(
                tuple(name[0] for name in names),
                *lines,
                *match.span(),
                *_cut(note, match, alone),
                tuple(name.start() for name in names),
            )
        )
    return tuple(found)


def _alone(note: Note, match: re.Match[str]) -> bool:
    """Whether the comment has its line to itself: only then does it hold for the next line."""
    text = note.text
    line_start = note.line_starts[note.line_of(match.start()) - 1]
    line_end = text.find("\n", match.end())
    behind = text[match.end() : line_end if line_end >= 0 else len(text)]
    return not text[line_start : match.start()].strip(" \t>") and not behind.strip()


def _cut(note: Note, match: re.Match[str], alone: bool) -> tuple[int, int]:
    """What goes when the comment goes: the whole line, or the comment and the spaces in front of it."""
    start, end = match.span()
    if not alone:
        return len(note.text[:start].rstrip(" \t")), end
    line_start = note.line_starts[note.line_of(start) - 1]
    last = note.line_of(end)
    return line_start, note.line_starts[last] if last < len(note.line_starts) else len(note.text)


def apply_suppressions(
    findings: Iterable[Finding], suppressions: tuple[Suppression, ...], categories: dict[str, str]
) -> tuple[list[Finding], set[int]]:
    """The findings that no suppression covers, and the indices of the suppressions that covered one.

    `categories` gives the category of each rule; a rule that is not among them is a pattern.
    """
    kept, used = [], set()
    for finding in findings:
        category = categories.get(finding.rule)
        groups = (category,) if category else ("patterns", "content")
        covering = [index for index, suppression in enumerate(suppressions) if suppression.covers(finding, groups)]
        used.update(covering)
        if not covering:
            kept.append(finding)
    return kept, used
