"""Spaces at the end of lines."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say, say_number
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.format._lines import line_start, next_line
from vaultlint.rules.rule import Context, StrictOptions, Style, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_KEPT = lazy_regex(
    r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(?:(?:[-*+]|\d+[.)])|\[.\]|#+)"
)  # an empty list item, task or heading


@note_rule("format", fix=Applicability.SAFE, options=StrictOptions, styles=(Style(),))
def trailing_space(note: Note, context: Context, options: StrictOptions) -> Iterator[Problem]:
    """Spaces or tabs at the end of a line.

    They are invisible, and each editor that strips them makes changes nobody meant. Two or more spaces that break a
    line are kept, and so are the spaces of code, frontmatter and HTML, and the space of an empty list item.

    ## Fix

    Removes them. Safe: they are not shown.

    ## Bad

    ```md
    Some text.␣
    ```

    ## Good

    ```md
    Some text.
    ```
    """
    places = note.trailing_spaces
    if not places or note.has_lone_returns:
        return
    for start, end in places:
        if not _is_kept(note, start, end) and note.prose[start] in " \t":
            size = end - start
            fix = Fix(say("remove the space"), (Edit(start, end, ""),))
            message = (
                say("a tab at the end of the line: remove it")
                if size == 1 and note.text[start] == "\t"
                else say_number(
                    size, "a space at the end of the line: remove it", "{n} spaces at the end of the line: remove them"
                )
            )
            yield Problem(start, end, message, fix)


def _is_kept(note: Note, start: int, end: int) -> bool:
    """Whether the space breaks the line, carries an empty item, or stands behind a backslash."""
    text = note.text
    line = text[line_start(text, start) : start]
    if not line.strip(" \t>"):
        return False
    if line.endswith("\\") or _KEPT.fullmatch(line):
        return True
    if line.endswith("#") and "\t" in text[start:end]:  # the parser would take the mark for one that closes a heading
        return True
    return end - start > 1 and _goes_on(note, start)


def _goes_on(note: Note, offset: int) -> bool:
    """Whether the next line belongs to the same paragraph, as far as a line break matters."""
    text = note.text
    index = bisect_right(note.headings, offset, key=attrgetter("start")) - 1
    if index >= 0 and offset < note.headings[index].end:
        return offset < note.headings[index].text_end  # of a heading that takes several lines
    start = next_line(text, offset)
    stop = text.find("\n", start)
    return bool(text[start : stop if stop >= 0 else len(text)].strip(" \t\r>"))
