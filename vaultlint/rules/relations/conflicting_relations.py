"""conflicting-relations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related
from vaultlint.markdown.relation import Relation
from vaultlint.rules.rule import vault_rule
from vaultlint.settings import option
from vaultlint.vault.vault import Reference, Vault

if TYPE_CHECKING:
    from collections.abc import Iterator

Edge = tuple[Relation, Reference]


@dataclass(frozen=True)
class Options:
    """Options of conflicting-relations."""

    opposites: tuple[str, ...] = option(
        ("观点一致|观点相悖",), "Pairs of reasons, separated by `|`, that cannot both hold between two documents."
    )
    one_way: tuple[str, ...] = option(("引用",), "Reasons that cannot hold in both directions.")


@vault_rule("relations", options=Options, reach="relations")
def conflicting_relations(vault: Vault, options: Options) -> Iterator[Problem]:
    """Two relations between the same documents that cannot both be right.

    One note says 观点一致 and the other 观点相悖; or two notes each claim to 引用 the other. One of the two is wrong,
    and a person has to say which. Each pair is reported once, with the other relation beside it.

    ## Bad

    ```md A.md
    ## 相关文档

    - [[B]]；关联理由：观点一致；说明：两文都认为评测应先于上线。
    ```

    ```md B.md
    ## 相关文档

    - [[A]]；关联理由：观点相悖；说明：A 主张先上线再评测。
    ```

    ## Good

    ```md A.md
    ## 相关文档

    - [[B]]；关联理由：观点相悖；说明：B 主张先做评测。
    ```

    ```md B.md
    ## 相关文档

    - [[A]]；关联理由：观点相悖；说明：A 主张先上线再评测。
    ```
    """
    opposites = {frozenset(reason.strip() for reason in pair.split("|")) for pair in options.opposites}
    pairs: dict[tuple[str, str], dict[tuple[str, str], Edge]] = {}
    for relation, reference in vault.relation_edges:
        source, target = reference.source.path, reference.resolution.target
        if relation.reason and target and target != source:
            edges = pairs.setdefault((min(source, target), max(source, target)), {})
            edges.setdefault((source, relation.reason), (relation, reference))
    for edges in pairs.values():
        if len(edges) > 1:
            yield from _conflicts(list(edges.values()), opposites, options.one_way)


def _conflicts(edges: list[Edge], opposites: set[frozenset[str]], one_way: tuple[str, ...]) -> Iterator[Problem]:
    """The conflicts among the relations between two documents, each reported at the relation that comes first."""
    for index, first in enumerate(edges):
        for other in edges[index + 1 :]:
            reasons = frozenset((first[0].reason or "", other[0].reason or ""))
            if reasons in opposites:
                where = f"in line {other[0].line}" if _path(first) == _path(other) else f"in `{_path(other)}`"
                message = f"`{first[0].reason}` here and `{other[0].reason}` {where} cannot both be right: correct one"
                yield _problem(first, other, message)
            elif len(reasons) == 1 and reasons & set(one_way) and _path(first) != _path(other):
                message = f"`{first[0].reason}` here and in `{_path(other)}`, each of the other: correct one of the two"
                yield _problem(first, other, message)


def _path(edge: Edge) -> str:
    return edge[1].source.path


def _problem(first: Edge, other: Edge, message: str) -> Problem:
    place = Related("the other relation", _path(other), other[0].reason_start, other[0].reason_end)
    return Problem(first[0].reason_start, first[0].reason_end, message, None, (place,), _path(first))
