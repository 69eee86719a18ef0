"""invalid-base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.vault.board_facts import faults_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.vault import Vault


@vault_rule("boards", severity=Severity.ERROR, reach="files")
def invalid_base(vault: Vault, options: NoOptions) -> Iterator[Problem]:
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
    for path, board in vault.boards.items():
        if path[-5:].lower() == ".base":
            for fault in faults_of(board):
                yield Problem(fault.start, fault.end, f"this base does not parse: {fault.message}", path=path)
