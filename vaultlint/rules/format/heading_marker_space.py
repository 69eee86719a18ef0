"""Headings without a space behind `##`."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem, also
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.rule import Context, StrictOptions, Style, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

# Text behind the marks that reads like a title; another `#` on the line looks like tags, numbers or codes.
_GLUED = lazy_regex(
    r"##(?<!###)#*+(?=[\w*（(《“「【][^#\r\n]{0,60}(?:#+[ \t]*)?(?:\r|\n|\Z))(?=[^\r\n]*[^\W\d_])(?![^\r\n]*::)[^\r\n]*"
)


@note_rule(
    "format",
    fix=Applicability.SAFE,
    triggers=("##",),
    options=StrictOptions,
    styles=(Style(shows=lambda note: bool(note.headings)),),
)
def heading_marker_space(note: Note, context: Context, options: StrictOptions) -> Iterator[Problem]:
    """A line that begins with `##` and has no space behind it: it is shown as text, not as a heading.

    A single `#` is never reported: it makes a tag.

    ## Fix

    Adds the space, which turns the line into the heading it was meant to be. Unsafe where the line clings to a list or
    quote, which the heading then ends.

    ## Bad

    ```md
    ##标题
    ```

    ## Good

    ```md
    ## 标题
    ```
    """
    text = note.text
    for match in _GLUED.finditer(text, note.body_start):
        start = match.start()
        marks = len(match[0]) - len(match[0].lstrip("#"))
        if marks > 6 or (start and text[start - 1] not in "\n\r") or not note.is_layout(start):
            continue
        index = bisect_right(note.blocks, start, key=attrgetter("start")) - 1
        inside = index >= 0 and start < note.blocks[index].end
        level = Applicability.UNSAFE if inside else Applicability.SAFE
        fix = Fix(say("add the space"), (Edit(start + marks, start + marks, " "),), level, _CHANGES)
        yield Problem(
            start,
            match.end(),
            say("no space behind `{marks}`: this line is not a heading; add one", marks="#" * marks),
            fix,
        )


_CHANGES = frozenset({"headings", "structure", "text", also("#")})
