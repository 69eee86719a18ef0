"""link-suffix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Problem, Severity
from vaultlint.language import say
from vaultlint.paths import is_note
from vaultlint.rules.links._write import link_fix, path_span
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


@vault_rule("links", severity=Severity.INFO, default=False, fix=Applicability.SAFE)
def link_suffix(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A wiki link that names its note with `.md`.

    Obsidian writes wiki links without it, and shows the suffix where the link has no display text.

    ## Fix

    Removes `.md` where the link opens the same note without it. Safe.

    ## Bad

    ```md Note.md
    See [[Tea.md]].
    ```

    ```md Tea.md
    A drink.
    ```

    ## Good

    ```md Note.md
    See [[Tea]].
    ```

    ```md Tea.md
    A drink.
    ```
    """
    for _, link, resolution in view.references(note):
        if link.form != "wiki" or not is_note(link.path) or resolution.target is None:
            continue
        bare = view.resolve(link.path[:-3], note.path)
        start, end = path_span(link)
        if bare.target == resolution.target and end - start == len(link.path):
            fix = link_fix(link, say("remove `.md`"), (Edit(end - 3, end, ""),), Applicability.SAFE, "text")
            yield Problem(end - 3, end, say("a wiki link needs no `.md`: remove it"), fix, path=note.path)
