"""surplus-table-cells."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.tables import bare_pipes, long_rows
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note
    from vaultlint.markdown.tables import Row


_COMMENT = lazy_regex(r"<!--.*?-->|%%.*?%%")


@note_rule("content", triggers=("|",))
def surplus_table_cells(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A table row with more cells than the table has columns: what stands in them is not shown.

    The head of a table says how many columns it has, and every renderer drops what a row has beyond them. Either a
    column is missing in the head, or a `|` that belongs to the text wants a backslash: `\\|`. A wiki link whose bare
    `|` makes the cell is the business of unescaped-table-pipe; surplus cells without any text, or with a comment only,
    are left alone.

    ## Bad

    ```md
    | Tea   | Minutes |
    | ----- | ------- |
    | Green | 2       | never boiling |
    ```

    ## Good

    ```md
    | Tea   | Minutes | Water         |
    | ----- | ------- | ------------- |
    | Green | 2       | never boiling |
    ```
    """
    bare: list[int] | None = None
    for row, columns in long_rows(note):
        bare = sorted(bare_pipes(note)) if bare is None else bare
        if bisect_left(bare, row.start) == bisect_left(bare, row.end):
            yield from _problem(note, row, row.cells[columns:])


def _problem(note: Note, row: Row, surplus: tuple[tuple[int, int], ...]) -> Iterator[Problem]:
    start, end = surplus[0][0], surplus[-1][1]
    written = note.text[start:end]
    if not _COMMENT.sub("", written).strip(" \t|"):
        return
    start += len(written) - len(written.lstrip())
    end -= len(written) - len(written.rstrip())
    count = len(row.cells) - len(surplus)
    message = (
        say(
            "this row has {cells} cells and the table {count} columns, so that this is not "
            "shown: add the column to the head, or write `\\|` where a bar belongs to the text",
            cells=len(row.cells),
            count=count,
        )
        if count > 1
        else say(
            "this row has {cells} cells and the table one column, so that this is not shown: add "
            "the column to the head, or write `\\|` where a bar belongs to the text",
            cells=len(row.cells),
        )
    )
    yield Problem(start, end, message)
