"""self-relation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


@vault_rule("relations", severity=Severity.ERROR)
def self_relation(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A note that is related to itself.

    Such a relation says nothing and is usually a wrong path: the note that was meant has a similar name.

    ## Bad

    ```md A.md
    ## 相关文档

    - [[A]]；关联理由：引用；说明：本文引用了它的数据。
    ```

    ## Good

    ```md A.md
    ## 相关文档

    - [[B]]；关联理由：引用；说明：本文引用了它的数据。
    ```

    ```md B.md
    数据。
    ```
    """
    for _, reference in view.relation_edges(note):
        if reference.resolution.target == reference.source.path:
            link = reference.link
            message = say(
                "this relation leads to the note itself: put the document that is meant in its place, or remove it"
            )
            yield Problem(link.start, link.end, message, path=reference.source.path)
