"""redundant-display."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Problem, Severity
from vaultlint.language import say
from vaultlint.rules.links._write import display_span, has_bare_bar, link_fix
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("links", severity=Severity.INFO, default=False, fix=Applicability.SAFE, triggers=("[[",))
def redundant_display(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A display text that says what the link shows anyway.

    `[[Tea|Tea]]` looks like `[[Tea]]`, and has to be changed twice when the note is renamed.

    ## Fix

    Removes the display text. Safe.

    ## Bad

    ```md
    See [[Tea|Tea]].
    ```

    ## Good

    ```md
    See [[Tea]].
    ```
    """
    for link in note.links:
        if link.display is None or link.embed or link.subpath or link.display.strip() != link.path:
            continue
        span = display_span(link)
        if span:
            ends_cell = link.place == "table" and has_bare_bar(link)  # `unescaped-table-pipe` comes first
            edits = None if ends_cell else (Edit(link.target_end, span[1], ""),)
            fix = link_fix(link, say("remove the display text"), edits, Applicability.SAFE)
            yield Problem(
                *span, say("`{path}` is what the link shows anyway: remove the display text", path=link.path), fix
            )
