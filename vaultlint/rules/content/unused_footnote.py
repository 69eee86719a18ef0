"""unused-footnote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.markdown.footnotes import find_footnotes
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("content", severity=Severity.INFO, default=False, triggers=("[^",))
def unused_footnote(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """The definition of a footnote that nothing in the note names: Obsidian does not show it.

    The sentence that it belonged to was deleted, or the id in the text is misspelt. A second definition of an id is not
    shown either.

    ## Bad

    ```md
    The leaves steep for two minutes.

    [^time]: Three in winter.
    ```

    ## Good

    ```md
    The leaves steep for two minutes.[^time]

    [^time]: Three in winter.
    ```
    """
    footnotes = find_footnotes(note)
    used = {mark.name for mark in footnotes.uses}
    seen: set[str] = set()
    for mark in footnotes.definitions:
        written = note.text[mark.start : mark.end]
        if mark.name not in used:
            message = say(
                "nothing in this note names the footnote `{written}`, so that it is not shown: name or remove it",
                written=written,
            )
            yield Problem(mark.start, mark.end, message)
        elif mark.name in seen:
            message = say(
                "the footnote `{written}` is defined a second time, which is not shown: give one another id",
                written=written,
            )
            yield Problem(mark.start, mark.end, message)
        seen.add(mark.name)
