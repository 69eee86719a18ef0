"""unknown-property."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.rules.frontmatter._values import nearest, shown
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("frontmatter", when=lambda settings, _: not all(each.other_properties for each in settings.note_types))
def unknown_property(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A property that is not in the closed list of its note type.

    With `other-properties = false`, a note type allows only the properties it lists; a misspelt key is found that way.
    Without this setting the rule finds nothing.

    ## Example configuration

    ```toml
    [[note-types]]
    name = "book"
    paths = ["**"]
    other-properties = false
    properties.title = { type = "text" }
    properties.author = { type = "text" }
    ```

    ## Bad

    ```md
    ---
    title: A book
    auther: Somebody
    ---
    ```

    ## Good

    ```md
    ---
    title: A book
    author: Somebody
    ---
    ```
    """
    note_type = context.note_type
    if note_type.other_properties or note.frontmatter is None:
        return
    for prop in note.frontmatter.properties:
        if prop.key not in note_type.properties:
            near = nearest(prop.key, note_type.properties)
            message = (
                say(
                    "notes of type `{type}` have no property `{key}`: did you mean `{near}`?",
                    type=note_type.name,
                    key=shown(prop.key),
                    near=near,
                )
                if near
                else say(
                    "notes of type `{type}` have no property `{key}`: remove it, or add it to the note type",
                    type=note_type.name,
                    key=shown(prop.key),
                )
            )
            yield Problem(prop.key_start, prop.key_end, message)
