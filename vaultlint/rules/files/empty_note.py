"""empty-note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_CONTENT = re.compile("[^\\s\ufeff\u200b]")


@note_rule("files")
def empty_note(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A note that holds nothing but properties and blanks.

    Such notes come about when a link to a note that does not exist is clicked by mistake, or when an import failed
    half-way. Notes that live from their properties alone can be left out with `lint.per-path-ignores`, or with `off` in
    their note type.

    ## Bad

    ```md
    ---
    title: A note to be
    ---
    ```

    ## Good

    ```md
    ---
    title: A note
    ---

    With text.
    ```
    """
    if _CONTENT.search(note.text, note.body_start) is None:
        what = "there is nothing below its properties" if note.frontmatter else "there is nothing in it"
        yield Problem(0, 0, f"the note is empty, {what}: write it or delete it", subject="empty")
