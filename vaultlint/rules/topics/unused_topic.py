"""unused-topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Links


@vault_rule("topics", severity=Severity.INFO, default=False)
def unused_topic(links: Links, options: NoOptions) -> Iterator[Problem]:
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
    topics = links.settings.topics
    used = set().union(*links.outgoing.values())
    for path in links.notes:
        if topics.hold(path) and path not in used:
            yield Problem(0, 0, say("no note has this topic: add it where it belongs, or remove it"), path=path)
