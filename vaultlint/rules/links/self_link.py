"""self-link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.rules.rule import StrictOptions, Style, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


def _names_no_self(note: Note) -> bool | None:
    """Whether a note keeps from linking itself; None where it has no links. What the link opens is not looked up."""
    paths = [link.path.removesuffix(".md") for link in note.links if not link.subpath and not link.key]
    own = {note.name, note.path.removesuffix(".md")}
    return own.isdisjoint(paths) if paths else None


@vault_rule("links", options=StrictOptions, styles=(Style(keeps=_names_no_self),))
def self_link(note: NoteFacts, view: View, options: StrictOptions) -> Iterator[Problem]:
    """A link to its own note without a heading.

    It leads the reader to where they already are; an embed shows the note inside itself. Links to a heading or block of
    the same note are fine. A relation to the note itself is reported by self-relation, a name that other notes have,
    too, by ambiguous-link.

    ## Bad

    ```md Tea.md
    More in [[Tea]].
    ```

    ## Good

    ```md Tea.md
    More [[#Water|below]].

    ## Water
    ```
    """
    own = [row for row in view.references(note) if row.resolution.target == note.path and not row.link.subpath]
    if not own:
        return
    relations = {reference.link.start for _, reference in view.relation_edges(note)}
    for _, link, resolution in own:
        is_ambiguous = len(resolution.candidates) > 1 and not resolution.exact
        if link.form == "reference" or is_ambiguous or link.start in relations:
            continue
        if link.path or link.form == "markdown":
            message = say("`{text}` is this note itself: link a heading of it, or another note", text=link.path or "#")
            yield Problem(link.target_start, link.target_end, message, path=note.path)
