"""title-mismatch."""

from __future__ import annotations

import unicodedata
from html import unescape
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.markdown.placeholders import has_placeholder
from vaultlint.rules.frontmatter._upkeep import proven_fix, said
from vaultlint.rules.frontmatter._values import as_value, shown
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Property
    from vaultlint.markdown.note import Note


_ENTRIES = ("readme", "index", "_index")


@frozen
class Options:
    """Options of title-mismatch."""

    write_title: bool = option(False, "The fix writes the file name into the property.")


@note_rule("frontmatter", fix=Applicability.SAFE, default=False, options=Options, when_set=True)
def title_mismatch(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """A `title` property that says something else than the file name.

    Links and searches go by the file name, readers by the title. Upper and lower case, full and half width, spaces,
    punctuation and characters that a file name cannot hold make no difference. Notes named `README` or `index` may have
    any title.

    ## Fix

    None, because only you know which of the two is right; with `write-title = true`, the file name becomes the title.

    ## Example configuration

    ```toml
    [rules.title-mismatch]
    write-title = true
    ```

    ## Bad

    ```md How to steep.md
    ---
    title: "What I know of tea"
    ---
    ```

    ## Good

    ```md How to steep.md
    ---
    title: How to steep
    ---
    ```
    """
    title = note.title
    if not title or title == note.name or has_placeholder(title) or note.name.lower() in _ENTRIES:
        return
    prop = note.frontmatter.get("title") if note.frontmatter else None
    if prop and _letters(title) != _letters(note.name):
        message = say(
            "the title `{title}` and the file name `{name}` do not say the same: change one of them",
            title=shown(title, 120),
            name=note.name,
        )
        yield Problem(prop.start, prop.end, message, _fix(note, prop) if options.write_title else None)


def _fix(note: Note, prop: Property) -> Fix | None:
    """The fix that makes the file name the title."""
    if note.frontmatter is None or prop.shape != "scalar" or prop.values[0].style not in ("", '"', "'"):
        return None
    edit = Edit(prop.start, prop.end, as_value(note.name))
    value = prop.values[0]._replace(text=note.name, type="text")
    wanted = [
        said(each if each is not prop else prop._replace(values=(value,))) for each in note.frontmatter.properties
    ]
    return proven_fix(note, say("write `{text}`", text=note.name), (edit,), wanted)


def _letters(text: str) -> str:
    """What is left of a name after folding width and case: letters and digits, or all of it where there are none."""
    folded = unicodedata.normalize("NFKC", unescape(text)).casefold()
    return "".join(character for character in folded if character.isalnum()) or folded.strip()
