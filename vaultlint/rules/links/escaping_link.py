"""escaping-link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.rules.links._targets import Fault, faults
from vaultlint.rules.links._write import path_span
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


@vault_rule("links", severity=Severity.ERROR)
def escaping_link(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A link whose path leads out of the vault.

    More `../` than there are folders above the note. Obsidian opens nothing outside the vault, and whoever gets a copy
    of the vault does not have the file.

    ## Bad

    ```md notes/Note.md
    See [[../../elsewhere/Plan]].
    ```

    ## Good

    ```md notes/Note.md
    See [[../Plan]].
    ```

    ```md Plan.md
    A plan.
    ```
    """
    for reference, _ in faults(note, view, Fault.ESCAPING):
        message = say(
            "`{path}` leads out of the vault: copy the file into the vault, or drop the link", path=reference.link.path
        )
        yield Problem(*path_span(reference.link), message, path=reference.source.path)
