"""unquoted-property-link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem, Severity
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.placeholders import has_placeholder
from vaultlint.rules.frontmatter._values import LINKED, quoted, shown
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Property
    from vaultlint.markdown.note import Note

_WHOLE = lazy_regex(r"\[\[([^\[\]\r\n]+)\]\]")
_ITEM = lazy_regex(r"(?:\A|(?<=\n)|(?<=\r))[ \t]*-[ \t]+(\[\[([^\[\]\r\n]+)\]\])(?=[ \t]*(?:[\r\n]|\Z)|[ \t]+#)")
_ELEMENT = lazy_regex(r"(?:(?<=\[)|(?<=\[ )|(?<=,)|(?<=, ))(\[\[([^\[\]\r\n]+)\]\])(?=[ ]*[,\]])")
_REAL_LIST = lazy_regex(r"""[\d\s.+-]*|.*,.*|\s*["'].*|\s*(?:true|false|null)\s*""")


@note_rule("frontmatter", severity=Severity.ERROR, fix=Applicability.SAFE)
def unquoted_property_link(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A link in a property without quotes: `up: [[Index]]`.

    YAML reads `[[Index]]` as a list in a list. Obsidian sees no link: it is not in the graph, and it does not follow
    when the note is renamed. `[[a, b]]` has a comma and is a list in a list.

    ## Fix

    Puts the link in quotes, whether its note has been written yet or not. Safe.

    ## Bad

    ```md Note.md
    ---
    up: [[Index]]
    ---
    ```

    ```md Index.md
    Where to start
    ```

    ## Good

    ```md Note.md
    ---
    up: "[[Index]]"
    ---
    ```

    ```md Index.md
    Where to start
    ```
    """
    if note.frontmatter is None:
        return
    for prop in note.frontmatter.properties:
        if not prop.nested or prop.shape != "list":
            continue
        for start, target in _links(note, prop):
            if not has_placeholder(target) and not _REAL_LIST.fullmatch(target):
                link = f"[[{target}]]"
                edit = Edit(start, start + len(link), quoted(link))
                message = say(
                    "without quotes, `{link}` is a list in a list and no link: write `{quoted}`",
                    link=shown(link),
                    quoted=shown(quoted(link)),
                )
                yield Problem(start, edit.end, message, Fix(say("put the link in quotes"), (edit,), changes=LINKED))


def _links(note: Note, prop: Property) -> Iterator[tuple[int, str]]:
    """Offset and target of what looks like wiki links in a value that is a nested list."""
    written = note.text[prop.start : prop.end]
    whole = _WHOLE.fullmatch(written)
    if whole:
        yield prop.start, whole[1]
        return
    for match in (_ELEMENT if written.startswith("[") else _ITEM).finditer(written):
        yield prop.start + match.start(1), match[2]
