"""mixed-line-endings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import listed, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_LINE_END = lazy_regex(r"\r\n?|\n")
_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


@note_rule("files", fix=Applicability.SAFE, triggers=("\r",))
def mixed_line_endings(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A file whose lines end in different ways.

    LF, the line end of Linux and macOS, and CRLF, that of Windows, are both fine; a mixture makes every editor and git
    report changes that nobody made.

    ## Fix

    Gives all lines the line end that most of them have; LF if it is a draw. Safe: line ends are not shown.

    ## Bad

    In this example `␍` stands for the carriage return of a CRLF.

    ```md
    one
    two␍
    three
    ```

    ## Good

    ```md
    one
    two
    three
    ```
    """
    ends = list(_LINE_END.finditer(note.text))
    counts = Counter(end[0] for end in ends)
    if len(counts) < 2:
        return
    usual = max(counts, key=lambda end: (counts[end], end == "\n"))
    odd = [end for end in ends if end[0] != usual]
    shares = listed(
        [
            say("{count} with {end}", count=counts[end], end=_NAMES[end])
            for end in sorted(counts, key=lambda end: -counts[end])
        ]
    )
    message = say(
        "the lines of this file end in different ways ({shares}): use {usual} everywhere",
        shares=shares,
        usual=_NAMES[usual],
    )
    edits = tuple(Edit(*end.span(), usual) for end in odd)
    yield Problem(
        *odd[0].span(), message, Fix(say("end all lines with {usual}", usual=_NAMES[usual]), edits), subject="line ends"
    )
