"""stale-display."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Problem
from vaultlint.language import say
from vaultlint.paths import is_note
from vaultlint.rules.links._write import display_span, has_bare_bar, link_fix
from vaultlint.rules.rule import vault_rule
from vaultlint.settings import option
from vaultlint.values import frozen
from vaultlint.vault.nearest import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import SeenNote, View


@frozen
class Options:
    """Options of stale-display."""

    sections: tuple[str, ...] = option((), "Look only under these level-2 headings; none means everywhere.")


@vault_rule("links", default=False, fix=Applicability.DISPLAY, options=Options)
def stale_display(note: NoteFacts, view: View, options: Options) -> Iterator[Problem]:
    """A display text that is neither the title nor the file name nor an alias of the note it links to.

    In lists of documents the display text is the title of the other note; it goes stale when that note is renamed. In
    running text other words are often right: restrict the rule with `sections`.

    ## Fix

    Shows the title, or the file name where there is none; never applied.

    ## Bad

    ```md Note.md
    - [[Tea|Tee]]
    ```

    ```md Tea.md
    A drink.
    ```

    ## Good

    ```md Note.md
    - [[Tea|tea]]
    ```

    ```md Tea.md
    A drink.
    ```
    """
    for _, link, resolution in view.references(note):
        if not link.display or link.embed or link.subpath or link.form != "wiki" or resolution.target is None:
            continue
        if (options.sections and link.section not in options.sections) or not is_note(resolution.target):
            continue
        target, span = view.note(resolution.target), display_span(link)
        if target is None or span is None or folded(link.display) in _names(target):
            continue
        name = target.title or target.name
        ends_cell = link.place == "table" and has_bare_bar(link)  # `unescaped-table-pipe` comes first
        edits = None if ends_cell else (Edit(*span, name),)
        fix = link_fix(link, say("show `{text}`", text=name), edits, Applicability.DISPLAY)
        message = say(
            "`{display}` is no title, file name or alias of `{path}`: show `{name}`",
            display=link.display,
            path=target.path,
            name=name,
        )
        yield Problem(*span, message, fix, path=note.path)


def _names(note: SeenNote) -> set[str]:
    return {folded(name) for name in (note.title, note.name, *note.aliases)}
