"""duplicate-property."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related, Severity
from vaultlint.language import say
from vaultlint.rules.frontmatter._values import shown
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Property
    from vaultlint.markdown.note import Note


@note_rule("frontmatter", severity=Severity.ERROR)
def duplicate_property(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A property that stands in a note twice.

    Obsidian calls such properties invalid and shows none of them; other tools take the first or the last, without a
    word.

    ## Bad

    ```md
    ---
    tags: [a]
    title: A note
    tags: [b]
    ---
    ```

    ## Good

    ```md
    ---
    tags: [a, b]
    title: A note
    ---
    ```
    """
    block = note.frontmatter
    if block is None or len(block.by_key) == len(block.properties):
        return
    first: dict[str, Property] = {}
    for prop in block.properties:
        other = first.setdefault(prop.key, prop)
        if other is not prop and prop.key != "<<":
            message = say(
                "`{key}` stands here for the second time, which makes the properties invalid: keep one",
                key=shown(prop.key),
            )
            related = (
                Related(say("the first `{key}`", key=shown(prop.key)), note.path, other.key_start, other.key_end),
            )
            yield Problem(prop.key_start, prop.key_end, message, related=related)
