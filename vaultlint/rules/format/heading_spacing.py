"""Blank lines around headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.rules.format._lines import (
    SPACE,
    blank_lines_after,
    blank_lines_before,
    in_open_fence,
    is_end,
    line_start,
    next_line,
)
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Heading, Note

Gap = tuple[str, Edit]


@note_rule("format", fix=Applicability.SAFE)
def heading_spacing(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A heading without exactly one blank line above and below it.

    A heading that clings to its neighbours is hard to find in the source, and some tools do not take it for a heading.
    Where two headings follow one another, the gap between them is reported at the lower one. The first heading of a
    note without properties needs no blank line above it; headings in quotes, callouts and list items are left alone.

    ## Fix

    Adds the missing blank line, or removes the surplus ones. Safe: only blank lines change.

    ## Bad

    ```md
    Some text.
    ## Heading
    More text.
    ```

    ## Good

    ```md
    Some text.

    ## Heading

    More text.
    ```
    """
    text = note.text
    if note.has_lone_returns:
        return
    suspects = [
        index
        for index, (_, start, end, _, _, nested) in enumerate(note.headings)
        if not nested
        and (
            text[start - 2 : start] != "\n\n"
            or text[end : end + 2] != "\n\n"
            or text[start - 3] in SPACE
            or text[end + 2 : end + 3] in SPACE
        )
    ]
    for index in suspects:
        heading = note.headings[index]
        if not note.in_comment(heading.start):
            follower = note.headings[index + 1] if index + 1 < len(note.headings) else None
            yield from _judge(note, heading, follower)


def _judge(note: Note, heading: Heading, follower: Heading | None) -> Iterator[Problem]:
    gaps = [gap for gap in (_above(note, heading), _below(note, heading, follower)) if gap]
    if gaps:
        said = " and ".join([what for what, _ in gaps])
        fix = Fix("leave exactly one blank line", tuple([edit for _, edit in gaps]))
        message = f"{said} this heading: leave exactly one blank line on each side"
        yield Problem(heading.start, heading.text_end, message, fix)


def _above(note: Note, heading: Heading) -> Gap | None:
    start = line_start(note.text, heading.start)
    count, first = blank_lines_before(note.text, start)
    if first == 0 or in_open_fence(note, start):
        return None
    return _gap(note, "above", count, first, start)


def _below(note: Note, heading: Heading, follower: Heading | None) -> Gap | None:
    text = note.text
    first = next_line(text, heading.end)
    count, stop = blank_lines_after(text, first)
    if is_end(text, stop):
        return None
    if follower and not follower.nested and line_start(text, follower.start) == stop:
        return None
    return _gap(note, "below", count, first, stop)


def _gap(note: Note, side: str, count: int, first: int, stop: int) -> Gap | None:
    """What is wrong with `count` blank lines from `first` to `stop`, and the edit that leaves one."""
    if count == 1:
        return None
    if count == 0:
        return f"no blank line {side}", Edit(stop, stop, note.newline)
    return f"{count} blank lines {side}", Edit(next_line(note.text, first), stop, "")
