"""unreciprocated-relation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Relations


@vault_rule("relations", severity=Severity.INFO, default=False)
def unreciprocated_relation(relations: Relations, options: NoOptions) -> Iterator[Problem]:
    """A relation whose reason holds in both directions, without the relation back.

    If A agrees with B, B agrees with A: a reader of B should find A too. The symmetric reasons are set in
    `relations.symmetric`. The relation back may have another explanation but needs the same reason. vaultlint says
    which line is missing and never writes it: a person judges relations.

    ## Bad

    ```md A.md
    ## 相关文档

    - [[B]]；关联理由：观点一致；说明：两文都认为评测应先于上线。
    ```

    ```md B.md
    ## 相关文档
    ```

    ## Good

    ```md A.md
    ## 相关文档

    - [[B]]；关联理由：观点一致；说明：两文都认为评测应先于上线。
    ```

    ```md B.md
    ## 相关文档

    - [[A]]；关联理由：观点一致；说明：A 也主张先做评测。
    ```
    """
    settings = relations.settings.relations
    known = {(edge.path, edge.target, edge.reason) for edge in relations.edges}
    for edge in relations.edges:
        path, reason, target = edge.path, edge.reason, edge.target
        if reason not in settings.symmetric or target is None or target == path or target not in relations.linted:
            continue
        if (target, path, reason) not in known:
            back = (
                f"- [[{path.removesuffix('.md')}]]{settings.separator}{settings.reason_label}{settings.colon}{reason}"
            )
            message = say(
                "`{reason}` holds in both directions, but `{target}` has no relation back: consider `{back}…` there",
                reason=reason,
                target=target,
                back=back,
            )
            yield Problem(edge.reason_start, edge.reason_end, message, path=path, subject=f"{reason}/{target}")
