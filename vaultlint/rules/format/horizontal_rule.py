"""How horizontal rules are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.rules.format._lines import (
    in_open_fence,
    leads_note,
    line_start,
    trimmed_end,
)
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@frozen
class Options:
    """The options of horizontal-rule."""

    style: str = option("---", "How a horizontal rule is written.", choices=("---", "***", "___"))


@note_rule(
    "format",
    fix=Applicability.SAFE,
    default=False,
    when_set=True,
    options=Options,
    triggers=("---", "***", "___", "* *", "- -", "_ _"),
)
def horizontal_rule(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """A horizontal rule that is not written `---`, or as `style` has it.

    One form for all rules keeps searches and scripts simple. The rule runs where it is selected, or its `style` set.
    Rules in quotes and list items are left alone, and so is
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
    style = options.style
    if style == "---" and note.frontmatter is None and text.startswith("---"):
        return  # another `---` would close what this one opens
    if "rule" not in note.by_kind:
        return
    known = (style + "\n", style + "\r")
    rules = [block for block in note.blocks if block[0] == "rule" and not text.startswith(known, block[1])]
    if not rules or note.has_lone_returns:
        return
    for _, start, end in rules:
        end = trimmed_end(text, start, end)
        written = text[start:end]
        if written == style or leads_note(note, start) or note.in_comment(start):
            continue
        line = line_start(text, start)
        above = text[line_start(text, line - 1) : line].strip(" \t\r\n")
        if above and in_open_fence(note, line):
            continue
        edit = Edit(start, end, style)
        if above and style == "---":  # which would make a heading of the text above
            edit = Edit(line, end, note.newline + text[line:start] + style)
        fix = Fix(say("write `{text}`", text=style), (edit,))
        yield Problem(
            start, end, say("a horizontal rule written `{written}`: write `{style}`", written=written, style=style), fix
        )
