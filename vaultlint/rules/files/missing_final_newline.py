"""missing-final-newline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.rules.rule import Context, StrictOptions, Style, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("files", fix=Applicability.SAFE, options=StrictOptions, styles=(Style(),))
def missing_final_newline(note: Note, context: Context, options: StrictOptions) -> Iterator[Problem]:
    """A file that does not end with exactly one line end.

    Without one, the next line that a tool or a person adds shows up in git as a change of two; blank lines at the end
    are noise. A file of white space only is left to `empty-note`.

    ## Fix

    Adds a line end of the kind the file uses, or removes the superfluous ones. Safe: it is not shown.

    ## Bad

    In this example `␄` stands for the end of the file.

    ```md
    The last line.␄
    ```

    ## Good

    ```md
    The last line.
    ```
    """
    text = note.text
    if text[-1:] == "\n" and text[-2:-1] not in ("\n", "\r", ""):
        return
    stop = len(text.rstrip("\r\n"))
    if not text[:stop].strip():
        return
    ending = "\r\n" if "\r\n" in text else "\r" if "\n" not in text and "\r" in text else "\n"
    if stop == len(text):
        # Spaces behind the last line of code that is not closed would be one more line of it.
        in_code = note.is_opaque(stop - 1) and not text[text.rfind("\n") + 1 :].strip()
        fix = None if in_code else Fix(say("add a line end"), (Edit(stop, stop, ending),))
        yield Problem(stop, stop, say("the last line has no line end: add one"), fix, subject="no line end")
        return
    surplus = stop + (2 if text.startswith("\r\n", stop) else 1)
    html = note.by_kind.get("html")
    if surplus < len(text) and not (html and html[-1].end > surplus):  # HTML that is not closed takes them in
        fix = Fix(say("remove the blank lines"), (Edit(surplus, len(text), ""),))
        yield Problem(
            surplus, len(text), say("blank lines at the end of the file: remove them"), fix, subject="blank lines"
        )
