"""accidental-reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem, also
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.definitions import definitions
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_ADDRESS = lazy_regex(r"<|#|[A-Za-z][A-Za-z0-9+.-]*:|[^/]*/|.*\.[A-Za-z0-9]{1,5}(?:#|$)")
_CHANGES = frozenset({"text", "structure", "links", "tags"})


@note_rule("links", fix=Applicability.UNSAFE, triggers=("]:",))
def accidental_reference(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A line such as `[主持人]: 大家好` that Markdown takes for a link definition, so that it is not shown.

    A line that begins with `[name]:` and one word defines where links called `name` lead; readers do not see it. In
    transcripts and glossaries this swallows a line of the text.

    Definitions of web addresses, paths and files, and those that a link in the note uses, are not reported.

    ## Fix

    Puts a backslash in front of the bracket, so that the line is shown as written. Unsafe.

    ## Bad

    ```md
    [主持人]: 大家好
    ```

    ## Good

    ```md
    \\[主持人]: 大家好
    ```
    """
    used = {link.path.lower() for link in note.markdown_links if link.form == "reference"}
    for definition in definitions(note):
        if _ADDRESS.match(definition.destination) or definition.destination.lower() in used:
            continue
        start = definition.start
        line = also(note.text[start : definition.end])
        fix = Fix(say("show the line"), (Edit(start, start, "\\"),), Applicability.UNSAFE, _CHANGES | {line})
        message = say(
            "this line defines a link called `{label}` and is not shown: write `\\[{label}]:`", label=definition.label
        )
        yield Problem(start, definition.end, message, fix)
