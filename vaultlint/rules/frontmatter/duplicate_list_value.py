"""duplicate-list-value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.frontmatter._upkeep import proven_fix, said
from vaultlint.rules.frontmatter._values import shown
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Property, Scalar
    from vaultlint.markdown.note import Note

_DASH = lazy_regex(r"[ \t]*-[ \t]+")
_BLANK = lazy_regex(r"[ \t]*(?:\r\n?|\n)")
_COMMA = lazy_regex(r"\s*,\s*")


@note_rule("frontmatter", fix=Applicability.SAFE, default=False)
def duplicate_list_value(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A list among the properties that has one value twice.

    Tags, aliases and authors that a plugin or a merge has added once more. Values are compared letter by letter.

    ## Fix

    Takes out the second one. Safe: the list holds the same values, and nothing else is touched.

    ## Bad

    ```md
    ---
    tags: [tea, cup, tea]
    authors:
      - Ann
      - Ben
      - Ann
    ---
    ```

    ## Good

    ```md
    ---
    tags: [tea, cup]
    authors:
      - Ann
      - Ben
    ---
    ```
    """
    if note.frontmatter is None or note.frontmatter.error:
        return
    for prop in note.frontmatter.properties:
        if prop.shape != "list" or prop.nested:
            continue
        seen: set[tuple[str, str]] = set()
        for index, value in enumerate(prop.values):
            same = (value.text, value.type)
            if same in seen and value.text.strip():
                message = say(
                    "`{key}` has the value `{text}` twice: remove this one", key=shown(prop.key), text=shown(value.text)
                )
                yield Problem(value.start, value.end, message, _fix(note, prop, index))
            seen.add(same)


def _fix(note: Note, prop: Property, index: int) -> Fix | None:
    """The fix that takes one value out of a list."""
    edit = _edit(note, prop.values[index - 1], prop.values[index])
    if edit is None or note.frontmatter is None:
        return None
    kept = prop._replace(values=prop.values[:index] + prop.values[index + 1 :])
    wanted = [said(kept if each is prop else each) for each in note.frontmatter.properties]
    return proven_fix(note, say("remove the second one"), (edit,), wanted)


def _edit(note: Note, before: Scalar, value: Scalar) -> Edit | None:
    """Its line in a list of lines, or the value with the comma in front of it; None where something else is there."""
    line = note.line_starts[note.line_of(value.start) - 1]
    dash, rest = _DASH.fullmatch(note.text, line, value.start), _BLANK.match(note.text, value.end)
    if dash and rest:
        return Edit(line, rest.end(), "")
    comma = _COMMA.fullmatch(note.text, before.end, value.start)
    return Edit(before.end, value.end, "") if comma else None
