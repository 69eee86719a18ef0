"""misplaced-frontmatter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import CHANGES, Applicability, Edit, Fix, Problem, Severity, also
from vaultlint.language import say
from vaultlint.markdown.properties_block import find_block
from vaultlint.rules.frontmatter._blocks import is_blank, misplaced_block
from vaultlint.rules.frontmatter._values import line_end
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("frontmatter", severity=Severity.ERROR, fix=Applicability.SAFE)
def misplaced_frontmatter(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A properties block that does not begin on the first line.

    Obsidian reads properties only if the very first line is `---`; otherwise the block is shown as a rule, some text
    and a heading. Reported are blocks of `key: value` lines that are closed by `---`, below blank lines or at most
    three lines of text; a rule between paragraphs is none.

    ## Fix

    Removes the blank lines above the block: safe. Where there is text above it, moves the block to the top: unsafe.

    ## Bad

    ```md
    ␣
    ---
    title: A note
    tags: [example]
    ---

    Text
    ```

    ## Good

    ```md
    ---
    title: A note
    tags: [example]
    ---

    Text
    ```
    """
    start = misplaced_block(note)
    if start is None:
        return
    top = int(note.text[0] == "\ufeff")
    if is_blank(note.text[top:start]):
        fix = Fix(say("remove the blank lines"), (Edit(top, start, ""),), changes=_changes(note, start))
        message = say(
            "properties must begin on the first line, or Obsidian does not read them: remove the blank lines above"
        )
    else:
        fix = _move(note, start, top)
        message = say(
            "properties must begin on the first line, or Obsidian does not read them: move them above the text"
        )
    yield Problem(start, start + 3, message, fix, subject="misplaced")


def _move(note: Note, start: int, top: int) -> Fix:
    block = find_block(note.text, start)
    assert block is not None
    end = block[3]
    for character in "\r\n":
        end += note.text.startswith(character, end)
    moved = note.text[start : block[3]] + line_end(note) * 2
    edits = (Edit(top, top, moved), Edit(start, end, ""))
    return Fix(say("move the properties to the top"), edits, Applicability.UNSAFE, _changes(note, start))


def _changes(note: Note, start: int) -> frozenset[str]:
    """Everything: what was text is properties afterwards."""
    block = find_block(note.text, start)
    return CHANGES | {also(note.text[start : block[3]])} if block else CHANGES
