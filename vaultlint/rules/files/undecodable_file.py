"""undecodable-file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("files", severity=Severity.ERROR)
def undecodable_file(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A note that is not UTF-8, the only encoding Obsidian reads.

    Obsidian shows such a note with `�` in place of what it cannot read, and saving it there loses those characters for
    good. A file of zero bytes, which a crash may leave, or of UTF-16 without a byte order mark cannot be read either.
    Links to the note are still checked; its own content is not, because nobody can say what it is.

    ## Bad

    In this example `␦` stands for a byte that is not UTF-8.

    ```md Old.md
    A note in GBK: ␦␦
    ```

    ## Good

    ```md Old.md
    A note in UTF-8: 好
    ```
    """
    if note.decodable:
        return
    first = max(note.text.find("\ufffd"), 0)
    message = (
        say("the file holds nothing but zero bytes, as after a crash: bring back an older version of it")
        if not note.text.strip("\0")
        else say("the file is not UTF-8 (UTF-16): convert it to UTF-8; its content is not checked until then")
        if note.text.count("\0") * 4 > len(note.text)
        else say(
            "the file is not UTF-8 (perhaps GBK or Latin-1): convert it to UTF-8; its content is not checked until then"
        )
    )
    yield Problem(first, min(first + 1, len(note.text)), message)
