"""isolated-group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related, Severity
from vaultlint.rules.graph._components import groups, neighbours, neighbours_of_boards
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.vault import Vault


@vault_rule("graph", severity=Severity.INFO, default=False)
def isolated_group(vault: Vault, options: NoOptions) -> Iterator[Problem]:
    """A group of notes that link to each other and to nothing else in the vault.

    The group is an island: no way of links leads from the rest of the vault to it or back. It is reported once, at its
    first note. Single notes are the business of orphan-note and dead-end-note.

    ## Bad

    ```md A.md
    [[B]] and [[C]]
    ```

    ```md B.md
    [[C]]
    ```

    ```md C.md
    [[A]]
    ```

    ```md X.md
    [[Y]]
    ```

    ```md Y.md
    [[X]]
    ```

    ## Good

    ```md A.md
    [[B]]
    ```

    ```md B.md
    [[X]]
    ```

    ```md X.md
    [[A]]
    ```
    """
    for group in groups(neighbours(vault) | neighbours_of_boards(vault), vault.notes)[1:]:
        if len(group) > 1:
            related = tuple(Related("belongs to the group", path) for path in group[1:6])
            message = (
                f"these {len(group)} notes are linked to each other and to nothing else: link one of them from the rest"
            )
            yield Problem(0, 0, message, related=related, path=group[0])
