"""Full-width letters and digits."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.cjk._text import TEXT, changes, line_bounds, odd_runs
from vaultlint.rules.rule import Context, StrictOptions, Style, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_OTHER = lazy_regex(r"[^ \t>*+.)0-9-]")
_LIST_NUMBER = lazy_regex(r"\d*[.)]")


@note_rule(
    "cjk", fix=Applicability.UNSAFE, options=StrictOptions, styles=(Style(shows=lambda note: not note.text.isascii()),)
)
def full_width_alphanumeric(note: Note, context: Context, options: StrictOptions) -> Iterator[Problem]:
    """Latin letters or digits in their full-width form, such as `ＡＩ` or `１２`.

    They are left over from an input method. Search and sorting take them for other characters. In Japanese and Korean
    text they are ordinary and not reported.

    ## Fix

    Writes the ordinary letters and digits, outside code and links. Unsafe: the note may be about them. None is offered
    for digits that would then number a list.

    ## Bad

    ```md
    共１２个ＡＩ模型
    ```

    ## Good

    ```md
    共12个AI模型
    ```
    """
    for start, end in odd_runs(note, lambda character: "０" <= character <= "ｚ"):
        if not note.is_chinese(start):
            continue
        written = note.text[start:end]
        meant = unicodedata.normalize("NFKC", written)
        fix = None
        if not _numbers_a_line(note, start, end):
            edit = Edit(start, end, meant)
            fix = Fix(say("write `{text}`", text=meant), (edit,), Applicability.UNSAFE, changes(note, start, TEXT))
        yield Problem(start, end, say("`{written}` is full-width: write `{meant}`", written=written, meant=meant), fix)


def _numbers_a_line(note: Note, start: int, end: int) -> bool:
    """Whether the digits would begin a list: `１. ` at the beginning of a line."""
    if _LIST_NUMBER.match(note.text, end) is None:
        return False
    return _OTHER.search(note.text, line_bounds(note, start)[0], start) is None
