"""dead-end-note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Links


@vault_rule("graph", severity=Severity.INFO, default=False)
def dead_end_note(links: Links, options: NoOptions) -> Iterator[Problem]:
    """A note that links to no other note or file.

    A reader who arrives here has nowhere to go. Links that lead nowhere and links of the note to itself do not count.

    ## Bad

    ```md End.md
    There is nothing more to say.
    ```

    ## Good

    ```md End.md
    There is more in [[Next]].
    ```

    ```md Next.md
    Back to [[End]].
    ```
    """
    for path, targets in links.outgoing.items():
        if not targets:
            yield Problem(0, 0, say("this note links to no other note: link what it builds on"), path=path)
