"""banned-filename."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule(
    "files",
    severity=Severity.ERROR,
    when=lambda settings, _: any(each.filename or each.banned_filename for each in settings.note_types),
)
def banned_filename(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A file name that its note type does not allow.

    `banned-filename` of a note type lists regular expressions that must not be found in a name (dates, slugs, emoji,
    `-2` at the end), `filename` one that must (a Chinese character, a colon). Both look at the file name without folder
    and without `.md`. Without these settings the rule finds nothing.

    ## Example configuration

    ```toml
    [[note-types]]
    name = "blog"
    paths = ["01-博客/**"]
    filename = '[一-龥]'
    banned-filename = ['\\d{4}-\\d{2}-\\d{2}', '-\\d$']
    ```

    ## Bad

    ```md 01-博客/OpenAI/2026-02-11 发布会.md
    Text
    ```

    ## Good

    ```md 01-博客/OpenAI/发布会.md
    Text
    ```
    """
    note_type = context.note_type
    for pattern in note_type.banned_filename:
        found = re.search(pattern, note.name)
        if found:
            message = (
                say(
                    "the file name holds `{text}`, which notes of type `{type}` must not have: rename it",
                    text=found[0],
                    type=note_type.name,
                )
                if found[0]
                else say(
                    "the file name holds a match of `{pattern}`, which notes of type `{type}` must not have: rename it",
                    pattern=pattern,
                    type=note_type.name,
                )
            )
            yield Problem(0, 0, message, subject=f"{pattern} {note.name}")
    if note_type.filename and not re.search(note_type.filename, note.name):
        message = say(
            "the file name `{name}` has no match of `{pattern}`, which notes of type `{type}` must have: rename it",
            name=note.name,
            pattern=note_type.filename,
            type=note_type.name,
        )
        yield Problem(0, 0, message, subject=note.name)
