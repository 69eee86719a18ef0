"""self-link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.vault import Vault


@vault_rule("links")
def self_link(vault: Vault, options: NoOptions) -> Iterator[Problem]:
    """A link to its own note without a heading.

    It leads the reader to where they already are; an embed shows the note inside itself. Links to a heading or block of
    the same note are fine. In the relation section, self-relation reports it.

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
    section = vault.settings.relations.section
    for note, link, resolution in vault.references:
        if resolution.target == note.path and not link.subpath and (link.path or link.form == "markdown"):
            if link.form == "reference":
                continue
            if link.section == section and any(note.links[relation.link] == link for relation in note.relations):
                continue
            message = f"`{link.path or '#'}` is this note itself: link a heading of it, or another note"
            yield Problem(link.target_start, link.target_end, message, path=note.path)
