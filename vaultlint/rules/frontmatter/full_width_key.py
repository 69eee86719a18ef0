"""full-width-key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Fix, Problem, Severity
from vaultlint.language import say
from vaultlint.rules.frontmatter._full_width import full_width_keys
from vaultlint.rules.frontmatter._values import LINKED
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("frontmatter", severity=Severity.ERROR, fix=Applicability.SAFE)
def full_width_key(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A property whose key is followed by a full-width colon: `标题：x`.

    YAML knows the half-width colon and a space only; with `：`, all properties of the note are invalid. An input method
    for Chinese writes it by itself.

    ## Fix

    Writes `: ` in place of `：`, and puts the value in quotes where YAML needs them. Safe: it is offered only where the
    properties can be read afterwards.

    ## Bad

    ```md
    ---
    标题：一个例子
    发布日期: 2026-02-11
    ---
    ```

    ## Good

    ```md
    ---
    标题: 一个例子
    发布日期: 2026-02-11
    ---
    ```
    """
    for edit in full_width_keys(note):
        colon = note.text.index("：", edit.start)
        key = note.text[edit.start : colon].rstrip()
        message = say(
            "the colon behind `{key}` is a full-width one, which YAML does not know: write `{key}: `", key=key
        )
        yield Problem(edit.start, colon + 1, message, Fix(say("write `: `"), (edit,), changes=LINKED))
