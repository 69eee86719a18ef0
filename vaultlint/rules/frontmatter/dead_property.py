"""dead-property."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.rules.frontmatter._values import PROPERTIES
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_ALIVE = {"tag": "tags", "alias": "aliases", "cssclass": "cssclasses"}


@note_rule("frontmatter", fix=Applicability.SAFE)
def dead_property(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A `tag`, `alias` or `cssclass` property, which Obsidian does not read any more.

    Since Obsidian 1.9 only `tags`, `aliases` and `cssclasses` count: tags and aliases under the old names are neither
    searched nor suggested.

    ## Fix

    Renames the property. Safe, because the old name means nothing; where the note has both, nothing is changed.

    ## Bad

    ```md
    ---
    alias: LLM
    ---
    ```

    ## Good

    ```md
    ---
    aliases: LLM
    ---
    ```
    """
    if note.frontmatter is None or _ALIVE.keys().isdisjoint(note.frontmatter.by_key):
        return
    keys = [prop.key for prop in note.frontmatter.properties]
    for prop in note.frontmatter.properties:
        alive = _ALIVE.get(prop.key)
        if alive is None:
            continue
        if alive in keys or keys.count(prop.key) > 1:
            fix = None
            message = say(
                "Obsidian does not read `{key}` any more: move its values to `{alive}`", key=prop.key, alive=alive
            )
        else:
            edit = Edit(prop.key_start, prop.key_end, alive)
            fix = Fix(say("rename to `{text}`", text=alive), (edit,), changes=PROPERTIES)
            message = say("Obsidian does not read `{key}` any more: name it `{alive}`", key=prop.key, alive=alive)
        yield Problem(prop.key_start, prop.key_end, message, fix)
