"""isolated-group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related, Severity
from vaultlint.language import say
from vaultlint.rules.graph._components import groups
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Links


@vault_rule("graph", severity=Severity.INFO, default=False)
def isolated_group(links: Links, options: NoOptions) -> Iterator[Problem]:
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
    for group in groups(links.outgoing | links.of_boards, links.linted)[1:]:
        if len(group) > 1:
            related = tuple(Related(say("belongs to the group"), path) for path in group[1:6])
            message = say(
                "these {group} notes are linked to each other and to nothing else: link one of them from the rest",
                group=len(group),
            )
            yield Problem(0, 0, message, related=related, path=group[0])
