"""byte-order-mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_MARK = "\ufeff"


@note_rule("files", fix=Applicability.SAFE)
def byte_order_mark(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A byte order mark in front of the text.

    The mark cannot be seen, and UTF-8 needs none. Many tools take it for the first character of the note and then find
    no properties, because the first line is not `---`.

    ## Fix

    Removes the mark. Safe: it is not shown.

    ## Bad

    In this example `␂` stands for the mark.

    ```md
    ␂---
    title: A note
    ---
    ```

    ## Good

    ```md
    ---
    title: A note
    ---
    ```
    """
    if note.text[:1] == _MARK:
        length = len(note.text) - len(note.text.lstrip(_MARK))
        message = say("the file begins with a byte order mark, behind which some tools find no properties: remove it")
        yield Problem(0, length, message, Fix(say("remove the byte order mark"), (Edit(0, length, ""),)))
