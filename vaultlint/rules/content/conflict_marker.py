"""conflict-marker."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note, Span

_OPENING = re.compile(r"(?m)^<{7}(?:[ \t][^\r\n]*)?\r?$")
_CLOSING = re.compile(r"(?m)^>{7}(?:[ \t](?P<name>[^\r\n]*))?\r?$")
_COMMIT = re.compile(r"[0-9a-f]{7,40}(?: \(.*\))?\s*")


@note_rule("content", severity=Severity.ERROR, triggers=("<<<<<<<", ">>>>>>>"))
def conflict_marker(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A merge conflict that was saved without being solved: `<<<<<<<` … `>>>>>>>`.

    Both versions of the text are in the note, and Obsidian reads the marks as quotes and headings. Marks in code are
    not reported.

    ## Bad

    ```md
    <<<<<<< HEAD
    我们的版本。
    =======
    他们的版本。
    >>>>>>> feature
    ```

    ## Good

    ```md
    两个版本合在一起。
    ```
    """
    code = note.spans_of("fence", "indented-code", "code")
    openings = [match for match in _OPENING.finditer(note.text) if not _is_code(code, match.start())]
    closings = [match for match in _CLOSING.finditer(note.text) if not _is_code(code, match.start())]
    for opening in openings:
        index = bisect_left(closings, opening.start(), key=re.Match.start)
        closing = closings[index] if index < len(closings) else None
        where = f", up to line {note.line_of(closing.start())}" if closing else ""
        message = f"merge conflict{where}: keep one version and remove the marks"
        yield Problem(opening.start(), opening.start() + len(opening[0].rstrip()), message)
    if not openings:
        for match in closings:
            if match["name"] and _COMMIT.fullmatch(match["name"]):
                message = "mark left over from a merge conflict: remove it"
                yield Problem(match.start(), match.start() + len(match[0].rstrip()), message)


def _is_code(spans: list[Span], offset: int) -> bool:
    """Whether one of the spans, which are in order and do not overlap, holds `offset`."""
    index = bisect_right(spans, offset, key=attrgetter("start")) - 1
    return index >= 0 and offset < spans[index].end
