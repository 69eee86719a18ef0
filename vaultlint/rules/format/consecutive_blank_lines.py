"""More than one blank line in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.format._lines import is_end, next_line
from vaultlint.rules.rule import Context, StrictOptions, Style, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_RUN = lazy_regex(r"\n((?:[ \t]*\r?\n){2,})")


@note_rule("format", fix=Applicability.SAFE, options=StrictOptions, styles=(Style(),))
def consecutive_blank_lines(note: Note, context: Context, options: StrictOptions) -> Iterator[Problem]:
    """Two or more blank lines in a row.

    Markdown shows them like one. Code keeps its blank lines, those around headings belong to `heading-spacing`, and
    those at the end of the note to `missing-final-newline`.

    ## Fix

    Keeps one blank line. Safe: only blank lines change.

    ## Bad

    ```md
    One.


    Two.
    ```

    ## Good

    ```md
    One.

    Two.
    ```
    """
    text = note.text
    if "\n\n\n" not in text and not note.trailing_spaces and not note.carriage_returns:
        return
    matches = [match for match in _RUN.finditer(text, max(note.body_start - 1, 0)) if match.end() < len(text)]
    if not matches or note.has_lone_returns:
        return
    beside_headings = _heading_edges(note)
    for match in matches:
        start, end = match.span(1)
        if start in beside_headings or end in beside_headings or not note.is_layout(start):
            continue
        surplus = next_line(text, start)
        if is_end(text, end):
            continue
        count = text.count("\n", start, end)
        fix = Fix(say("keep one blank line"), (Edit(surplus, end, ""),))
        yield Problem(surplus, end, say("{count} blank lines in a row: keep one", count=count), fix)


def _heading_edges(note: Note) -> set[int]:
    """The starts of lines that hold a heading of the note, and of the lines behind them."""
    edges = set()
    for heading in note.headings:
        if not heading.nested:
            edges.add(note.text.rfind("\n", 0, heading.start) + 1)
            edges.add(next_line(note.text, heading.end))
    return edges
