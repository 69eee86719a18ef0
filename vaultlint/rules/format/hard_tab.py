"""Tabs that indent text."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import Message, say, say_number
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.rendering import events, render
from vaultlint.rules.format._lines import line_start, trimmed_end
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Span
    from vaultlint.markdown.note import Note

_INDENT = lazy_regex(r"^(?: *>)* *\t[ \t]*(?=[^\s>])", re.MULTILINE)
_TAB_STOP = 4


@frozen
class Options:
    """The options of hard-tab."""

    lists: str = option(
        "auto",
        "Report tabs that indent list items; `auto` does so where Obsidian is set to indent with spaces.",
        choices=("auto", "always", "never"),
    )


@note_rule("format", fix=Applicability.SAFE, default=False, when_set=True, options=Options, triggers=("\t",))
def hard_tab(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """A tab that indents text.

    How wide a tab is depends on the program that shows it. Code keeps its tabs. Obsidian itself indents list items with
    tabs unless "Indent using tabs" is switched off, so those in lists are reported only where it is, or when asked for.
    The rule runs where it is selected, or its option set.

    ## Fix

    Puts as many spaces as the tab stands for in Markdown, up to the next fourth column. Safe: the note looks the same.

    ## Bad

    ```md
    The first line
    →and the second.
    ```

    ## Good

    ```md
    The first line
        and the second.
    ```
    """
    text = note.text
    in_lists = options.lists == "always" or (options.lists == "auto" and not context.obsidian.use_tab)
    lists = list(_outer_lists(note))
    starts = [line_start(text, span.start) for span in lists]
    indented: dict[int, list[Edit]] = {}
    for edit in _edits(note):
        index = bisect_right(starts, edit.start) - 1
        if index >= 0 and edit.start < trimmed_end(text, lists[index].start, lists[index].end):
            indented.setdefault(index, []).append(edit)
        else:
            yield _problem([edit], say("this line is indented with tabs: use spaces"))
    for index, edits in indented.items() if in_lists else ():
        low, high = starts[index], lists[index].end
        if render(events(_applied(text, low, high, edits))) == render(events(text[low:high])):
            message = say_number(
                len(edits),
                "{n} line of this list is indented with tabs: use spaces",
                "{n} lines of this list are indented with tabs: use spaces",
            )
            yield _problem(edits, message)


def _outer_lists(note: Note) -> Iterator[Span]:
    """The lists that stand in no other list; those in quotes and callouts are among them."""
    reach = -1
    for span in note.spans_of("list", "ordered-list"):
        if span.start >= reach:
            reach = span.end
            yield span


def _problem(edits: list[Edit], message: Message) -> Problem:
    fix = Fix(say("use spaces"), tuple(edits))
    return Problem(edits[0].start, edits[0].end, message, fix, amount=len(edits))


def _edits(note: Note) -> Iterator[Edit]:
    """For each indentation with a tab, outside code, the edit that puts spaces there."""
    for match in _INDENT.finditer(note.text, note.body_start):
        start, end = match.span()
        if note.is_layout(start) and not note.is_opaque(end):
            yield Edit(start, end, match[0].expandtabs(_TAB_STOP))


def _applied(text: str, low: int, high: int, edits: list[Edit]) -> str:
    """`text[low:high]` with the edits made; they are in order."""
    parts = []
    for edit in edits:
        parts += [text[low : edit.start], edit.content]
        low = edit.end
    return "".join(parts) + text[low:high]
