"""title-mismatch."""

from __future__ import annotations

import unicodedata
from html import unescape
from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.rules.frontmatter._values import is_template, shown
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


_ENTRIES = ("readme", "index", "_index")


@note_rule("frontmatter", default=False)
def title_mismatch(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A `title` property that says something else than the file name.

    Links and searches go by the file name, readers by the title. Upper and lower case, full and half width, spaces,
    punctuation and characters that a file name cannot hold make no difference. Notes named `README` or `index` may have
    any title.

    ## Bad

    ```md Old name.md
    ---
    title: A new name
    ---
    ```

    ## Good

    ```md What is new - 2026.md
    ---
    title: "What is new: 2026?"
    ---
    ```
    """
    title = note.title
    if not title or title == note.name or is_template(title) or note.name.lower() in _ENTRIES:
        return
    prop = note.frontmatter.get("title") if note.frontmatter else None
    if prop and _letters(title) != _letters(note.name):
        message = (
            f"the title `{shown(title, 120)}` and the file name `{note.name}` do not say the same: change one of them"
        )
        yield Problem(prop.start, prop.end, message)


def _letters(text: str) -> str:
    """What is left of a name after folding width and case: letters and digits, or all of it where there are none."""
    folded = unicodedata.normalize("NFKC", unescape(text)).casefold()
    return "".join(character for character in folded if character.isalnum()) or folded.strip()
