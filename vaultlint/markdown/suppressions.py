"""Reading suppressions: `%% vaultlint-ignore broken-link: reason %%`, `%% vaultlint-ignore-file … %%`.

The same may stand in HTML comments.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    import re

    from vaultlint.markdown.note import Note

_COMMENT = lazy_regex(
    r"(?:%%|<!--)\s*vaultlint-ignore(?P<file>-file)?(?P<names>(?:[\s,]+[a-z][a-z0-9-]*)*)\s*"
    r"(?::(?:(?!<!--\s*vaultlint)[^\n])*?)?(?<!\s)\s*+(?:%%|-->)"  # no part of a line is looked at twice
)
_IN_FRONT = lazy_regex(r"[^ \t>]")
_BEHIND = lazy_regex(r"\S")
_NAME = lazy_regex(r"[a-z][a-z0-9-]*")


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

    def means(self, rule: str, groups: tuple[str, ...]) -> bool:
        """Whether a rule is named, itself or by a group it belongs to."""
        return not self.names or rule in self.names or any(group in self.names for group in groups)


def may_suppress(text: str) -> bool:
    """Whether there may be a suppression in a text."""
    return "vaultlint-ignore" in text


def find_suppressions(note: Note) -> tuple[Suppression, ...]:
    """The suppressions of a note; those in code do not count."""
    if not may_suppress(note.text):
        return ()
    found = []
    code = note.spans_of("fence", "indented-code", "code")
    code_starts = [span.start for span in code]
    for match in _COMMENT.finditer(note.text):
        index = bisect_right(code_starts, match.start()) - 1
        if index >= 0 and match.start() < code[index].end:
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
    line_end = line_end if line_end >= 0 else len(text)
    return not _IN_FRONT.search(text, line_start, match.start()) and not _BEHIND.search(text, match.end(), line_end)


def _cut(note: Note, match: re.Match[str], alone: bool) -> tuple[int, int]:
    """What goes when the comment goes: the whole line, or the comment and the spaces in front of it."""
    start, end = match.span()
    if not alone:
        while start and note.text[start - 1] in " \t":
            start -= 1
        return start, end
    line_start = note.line_starts[note.line_of(start) - 1]
    last = note.line_of(end)
    return line_start, note.line_starts[last] if last < len(note.line_starts) else len(note.text)
