"""How horizontal rules are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.rules.format._lines import (
    in_open_fence,
    leads_note,
    line_start,
    trimmed_end,
)
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("format", fix=Applicability.SAFE, triggers=("---", "***", "___", "* *", "- -", "_ _"))
def horizontal_rule(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A horizontal rule that is not written `---`.

    One form for all rules keeps searches and scripts simple. Rules in quotes and list items are left alone, and so is
    one at the very top, where `---` would begin the properties.

    ## Fix

    Writes `---`, with a blank line above where text would else become a heading. Safe: the rule looks the same.

    ## Bad

    ```md
    One.
    ***
    Two.
    ```

    ## Good

    ```md
    One.

    ---
    Two.
    ```
    """
    text = note.text
    if note.frontmatter is None and text.startswith("---"):
        return  # another `---` would close what this one opens
    if "rule" not in note.by_kind:
        return
    rules = [block for block in note.blocks if block[0] == "rule" and not text.startswith(("---\n", "---\r"), block[1])]
    if not rules or note.has_lone_returns:
        return
    for _, start, end in rules:
        end = trimmed_end(text, start, end)
        written = text[start:end]
        if written == "---" or leads_note(note, start) or note.in_comment(start):
            continue
        line = line_start(text, start)
        above = text[line_start(text, line - 1) : line].strip(" \t\r\n")
        if above and in_open_fence(note, line):
            continue
        fix = Fix("write `---`", (Edit(start, end, (note.newline if above else "") + "---"),))
        yield Problem(start, end, f"a horizontal rule written `{written}`: write `---`", fix)
