"""relation-to-topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


@vault_rule("relations")
def relation_to_topic(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A relation to a topic note, where a document belongs.

    Relations join documents; topics have a section of their own. Topic notes themselves may be related to topic notes.

    ## Bad

    ```md Note.md
    ## 相关文档

    - [[00-元语/Agent]]；关联理由：解说；说明：本文解释了这个概念。
    ```

    ```md 00-元语/Agent.md
    概念。
    ```

    ## Good

    ```md Note.md
    ## 相关文档

    ## 关联主题

    - [[00-元语/Agent]]
    ```

    ```md 00-元语/Agent.md
    概念。
    ```
    """
    topics = view.settings.topics
    for _, reference in view.relation_edges(note):
        target = reference.resolution.target
        if target and topics.hold(target) and not topics.hold(reference.source.path):
            link = reference.link
            message = say(
                "`{path}` is a topic note: list it under `## {section}`, not as a related document",
                path=link.path,
                section=topics.section,
            )
            yield Problem(link.start, link.end, message, path=reference.source.path)
