"""missing-footnote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.footnotes import find_footnotes
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.footnotes import Mark
    from vaultlint.markdown.note import Note

# Letters, digits, hyphens: more may be a set of characters (`[^,;]`), as may a range (`[^a-z0-9]`).
_ID = lazy_regex(r"\w[\w.:+-]*")
_RANGE = lazy_regex(r"(?:\w-\w)+\w?")


@note_rule("content", triggers=("[^",))
def missing_footnote(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A footnote, `[^id]`, that the note does not define.

    Obsidian shows its brackets as they are written, and the reader finds no note at the end. Mostly the definition was
    lost when the text was pasted, or its id is misspelt. Ids are compared without case. Each id is reported where it
    stands first; what looks like the opposite of a set of characters (`[^a-z]`) is left alone.

    ## Bad

    ```md
    The leaves steep for two minutes.[^time]
    ```

    ## Good

    ```md
    The leaves steep for two minutes.[^time]

    [^time]: Three in winter.
    ```
    """
    footnotes = find_footnotes(note)
    seen = {mark.name for mark in footnotes.definitions}
    colons = {mark.end for mark in footnotes.uses if note.text[mark.end : mark.end + 1] == "：" and mark.at_line_start}
    for mark in footnotes.uses:
        if mark.name in seen or note.in_comment(mark.start):
            continue
        if _ID.fullmatch(mark.name) and not _is_set(note, mark):
            seen.add(mark.name)
            written = note.text[mark.start : mark.end]
            wide = next((each for each in footnotes.uses if each.name == mark.name and each.end in colons), None)
            message = (
                say(
                    "the colon behind `{written}` in line {line} is full-width, so that it defines nothing: write `:`",
                    written=written,
                    line=note.line_of(wide.start),
                )
                if wide
                else say(
                    "`{written}` has no definition in this note: write `{written}: …` at the start of a line",
                    written=written,
                )
            )
            yield Problem(mark.start, mark.end, message)


def _is_set(note: Note, mark: Mark) -> bool:
    """Whether this is the opposite of a set of characters, in a regular expression."""
    before, after = note.text[mark.start - 1 : mark.start], note.text[mark.end : mark.end + 1]
    return _RANGE.fullmatch(mark.name) is not None or after in ("+", "*", "{") or before in ("/", "^")
