"""unreciprocated-relation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.vault import Vault


@vault_rule("relations", severity=Severity.INFO, default=False)
def unreciprocated_relation(vault: Vault, options: NoOptions) -> Iterator[Problem]:
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
    settings = vault.settings.relations
    edges = [(relation, reference, reference.resolution.target) for relation, reference in vault.relation_edges]
    known = {(reference.source.path, target, relation.reason) for relation, reference, target in edges}
    for relation, reference, target in edges:
        path, reason = reference.source.path, relation.reason
        if reason not in settings.symmetric or target is None or target == path or target not in vault.notes:
            continue
        if (target, path, reason) not in known:
            back = (
                f"- [[{path.removesuffix('.md')}]]{settings.separator}{settings.reason_label}{settings.colon}{reason}"
            )
            message = (
                f"`{reason}` holds in both directions, but `{target}` has no relation back: consider `{back}…` there"
            )
            yield Problem(relation.reason_start, relation.reason_end, message, path=path, subject=f"{reason}/{target}")
