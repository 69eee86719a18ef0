"""conflict-marker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("content", severity=Severity.ERROR, triggers=("<<<<<<<", ">>>>>>>"))
def conflict_marker(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A merge conflict that was saved without being solved: `<<<<<<<` … `>>>>>>>`.

    Both versions of the text are in the note, and Obsidian reads the marks as quotes and headings. Marks in code are
    not reported. What such a note says is not decided yet: nothing in it is fixed.

    ## Bad

    ```md
    <<<<<<< HEAD
    我们的版本。
    =======
    他们的版本。
    >>>>>>> feature
    ```

    ## Good

    ```md
    两个版本合在一起。
    ```
    """
    for mark in note.conflicts:
        if mark.left_over:
            message = say("mark left over from a merge conflict: remove it")
        elif mark.closing >= 0:
            line = note.line_of(mark.closing)
            message = say("merge conflict, up to line {line}: keep one version and remove the marks", line=line)
        else:
            message = say("merge conflict: keep one version and remove the marks")
        yield Problem(mark.start, mark.end, message)
