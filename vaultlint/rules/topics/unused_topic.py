"""unused-topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.vault import Vault


@vault_rule("topics", severity=Severity.INFO, default=False)
def unused_topic(vault: Vault, options: NoOptions) -> Iterator[Problem]:
    """A topic note that no other note links to.

    A topic that no note has finds nothing: it may be a name for something that another topic covers.

    ## Bad

    ```md 00-元语/Agent.md
    概念。
    ```

    ## Good

    ```md 00-元语/Agent.md
    概念。
    ```

    ```md Note.md
    ## 关联主题

    - [[00-元语/Agent]]
    ```
    """
    topics = vault.settings.topics
    for path in vault.notes:
        if topics.hold(path):
            users = (reference.source.path for reference in vault.incoming.get(path, ()))
            if all(user == path for user in users):
                yield Problem(0, 0, "no note has this topic: add it where it belongs, or remove it", path=path)
