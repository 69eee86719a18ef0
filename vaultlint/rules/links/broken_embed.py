"""broken-embed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Problem, Severity
from vaultlint.rules.links._missing import MissingOptions, missing_problems
from vaultlint.rules.links._targets import Fault, faults
from vaultlint.rules.rule import vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


@vault_rule("links", severity=Severity.ERROR, fix=Applicability.SAFE, options=MissingOptions)
def broken_embed(note: NoteFacts, view: View, options: MissingOptions) -> Iterator[Problem]:
    """An embed whose file does not exist.

    `![[picture.png]]` and `![](picture.png)` show a file of the vault. Attachments need their extension. A picture that
    was not copied along with its note leaves a hole in the text.

    ## Fix

    As for broken-link: safe where git knows that the file was renamed, or where the embed is only percent-encoded; else
    the nearest names are shown.

    ## Bad

    ```md Note.md
    ![[floor%20plan.png]]
    ```

    ```png img/floor plan.png
    ```

    ## Good

    ```md Note.md
    ![[floor plan.png]]
    ```

    ```png img/floor plan.png
    ```
    """
    return missing_problems(note, view, faults(note, view, Fault.MISSING_EMBED), options)
