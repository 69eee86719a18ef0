"""skipped-heading-level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.rules.rule import Context, StrictOptions, Style, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("sections", options=StrictOptions, styles=(Style(shows=lambda note: len(note.headings) > 1),))
def skipped_heading_level(note: Note, context: Context, options: StrictOptions) -> Iterator[Problem]:
    """A heading that is more than one level deeper than the heading in front of it.

    The outline then has a gap: Obsidian folds and lists the heading as if a level were missing. The first heading of a
    note may have any level. Headings in quotes and lists do not count.

    ## Bad

    ```md
    ## 正文

    #### 细节
    ```

    ## Good

    ```md
    ## 正文

    ### 细节
    ```
    """
    previous = 6
    for heading in note.headings:
        level = heading.level
        if level > previous + 1 and not heading.nested:
            message = say(
                "heading level jumps from {previous} to {level}: make it level {wanted}",
                previous=previous,
                level=level,
                wanted=previous + 1,
            )
            yield Problem(heading.start, heading.end, message)
        if not heading.nested:
            previous = level
