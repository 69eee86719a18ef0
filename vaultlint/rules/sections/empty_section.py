"""empty-section."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.rule import Context, StrictOptions, Style, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Section
    from vaultlint.markdown.layout import Layout
    from vaultlint.markdown.note import Note

# What shows nothing: white space, comments, rules, and list or quote markers without text.
_NOTHING = lazy_regex(r"(?:[\s>*+_-]|%%.*?%%|<!--.*?-->)*", re.DOTALL)


def _has_no_empty(note: Note) -> bool | None:
    """Whether a note keeps from empty sections, be they of its type or not; None where it has none."""
    return not any(_is_empty(note, section) for section in note.sections) if note.sections else None


@note_rule("sections", options=StrictOptions, styles=(Style(keeps=_has_no_empty),))
def empty_section(note: Note, context: Context, options: StrictOptions) -> Iterator[Problem]:
    """A section of the note type with nothing under its heading.

    An empty section promises what is not there. Sub-headings count as content, and so do headings that the note type
    does not name, which go on with the section in front of them; comments and empty list items do not. In a vault whose
    notes are begun from templates, with sections that stay empty more often than once in twenty notes, nothing is
    reported unless the rule is selected by its name.

    ## Bad

    ```md
    ## 摘要

    ## 正文

    文章。
    ```

    ## Good

    ```md
    ## 摘要

    一句话。

    ## 正文

    文章。
    ```
    """
    layout = context.layout
    for sections in layout.found:
        for section in sections:
            if _is_empty(note, section) and not _goes_on(layout, section):
                message = say("nothing stands under `## {title}`: write it, or remove the heading", title=section.title)
                yield Problem(section.heading.start, section.heading.end, message)


def _is_empty(note: Note, section: Section) -> bool:
    match = _NOTHING.match(note.text, section.start, section.end)
    return match is not None and match.end() == section.end


def _goes_on(layout: Layout, section: Section) -> bool:
    """Whether a heading of the note's own follows, which goes on with this section."""
    headings = layout.note.headings
    for index in range(bisect_left(headings, section.end, key=attrgetter("start")), len(headings)):
        if not headings[index].nested:
            return headings[index].level == 1 or layout.index(headings[index].text) is None
    return False
