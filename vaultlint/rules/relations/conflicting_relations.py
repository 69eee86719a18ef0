"""conflicting-relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related
from vaultlint.language import Message, say
from vaultlint.rules.rule import vault_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Edge, Relations


@frozen
class Options:
    """Options of conflicting-relations."""

    opposites: tuple[str, ...] = option(
        ("观点一致|观点相悖",), "Pairs of reasons, separated by `|`, that cannot both hold between two documents."
    )
    one_way: tuple[str, ...] = option(("引用",), "Reasons that cannot hold in both directions.")


@vault_rule("relations", options=Options)
def conflicting_relations(relations: Relations, options: Options) -> Iterator[Problem]:
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
    for edge in relations.edges:
        source, target = edge.path, edge.target
        if edge.reason and target and target != source:
            edges = pairs.setdefault((min(source, target), max(source, target)), {})
            edges.setdefault((source, edge.reason), edge)
    for edges in pairs.values():
        if len(edges) > 1:
            yield from _conflicts(list(edges.values()), opposites, options.one_way)


def _conflicts(edges: list[Edge], opposites: set[frozenset[str]], one_way: tuple[str, ...]) -> Iterator[Problem]:
    """The conflicts among the relations between two documents, each reported at the relation that comes first."""
    for index, first in enumerate(edges):
        for other in edges[index + 1 :]:
            reason, opposite = first.reason or "", other.reason or ""
            reasons = frozenset((reason, opposite))
            if reasons in opposites and first.path == other.path:
                message = say(
                    "`{reason}` here and `{opposite}` further down cannot both be right: correct one",
                    reason=reason,
                    opposite=opposite,
                )
                yield _problem(first, other, message)
            elif reasons in opposites:
                message = say(
                    "`{reason}` here and `{opposite}` in `{path}` cannot both be right: correct one",
                    reason=reason,
                    opposite=opposite,
                    path=other.path,
                )
                yield _problem(first, other, message)
            elif len(reasons) == 1 and reasons & set(one_way) and first.path != other.path:
                message = say(
                    "`{reason}` here and in `{path}`, each of the other: correct one of the two",
                    reason=reason,
                    path=other.path,
                )
                yield _problem(first, other, message)


def _problem(first: Edge, other: Edge, message: Message) -> Problem:
    place = Related(say("the other relation"), other.path, other.reason_start, other.reason_end)
    return Problem(first.reason_start, first.reason_end, message, None, (place,), first.path)
