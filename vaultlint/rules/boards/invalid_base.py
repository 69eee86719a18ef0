"""invalid-base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.vault.board_facts import faults_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


@vault_rule("boards", severity=Severity.ERROR)
def invalid_base(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A base that is no YAML, or whose YAML is no `key: value` lines.

    Obsidian shows an error in place of the table, wherever the base is embedded.

    ## Bad

    ```yaml Shelf.base
    views:
      - type: table
       name: All
    ```

    ## Good

    ```yaml Shelf.base
    views:
      - type: table
        name: All
    ```
    """
    if note.fault_rows and note.path.lower().endswith(".base"):
        for fault in faults_of(note):
            yield Problem(fault.start, fault.end, say("this base does not parse: {error}", error=fault.message))
