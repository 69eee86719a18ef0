"""duplicate-block-id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related
from vaultlint.language import say
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import BlockId
    from vaultlint.markdown.note import Note


@note_rule("links")
def duplicate_block_id(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """Two blocks of a note with the same block id.

    A link to `^id` reaches only one of them. Upper and lower case are the same in block ids. It happens when a block is
    copied along with its id.

    ## Bad

    ```md
    Green tea. ^tea

    Black tea. ^tea
    ```

    ## Good

    ```md
    Green tea. ^green

    Black tea. ^black
    ```
    """
    first: dict[str, BlockId] = {}
    for block in note.block_ids:
        other = first.setdefault(block.name.lower(), block)
        if other is not block:
            line = note.line_of(other.start)
            message = say(
                "line {line} has the block id `^{name}`, too: give this block another one", line=line, name=other.name
            )
            related = (Related(say("the first block with this id"), note.path, other.start, other.end),)
            yield Problem(block.start, block.end, message, related=related)
