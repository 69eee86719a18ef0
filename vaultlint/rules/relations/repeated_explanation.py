"""repeated-explanation."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related
from vaultlint.language import Message, say, say_number
from vaultlint.rules.relations._sentences import fold
from vaultlint.rules.rule import vault_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Edge, Relations

_MOST_RELATED = 3
_PHRASES = (
    "按标签关联",
    "按元语数量关联",
    "按关键词关联",
    "按主题关联",
    "脚本生成关联",
    "自动生成关联",
    "批量生成关联",
)
_WHOLE = frozenset({"自动生成", "批量生成", "脚本生成", "自动关联", "批量关联"})


@frozen
class Options:
    """Options of repeated-explanation."""

    min_relations: int = option(
        3, "From how many relations on, in different notes, a sentence counts as repeated.", minimum=2
    )
    phrases: tuple[str, ...] = option(_PHRASES, "Words that show that a relation was not judged by a person.")


@vault_rule("relations", options=Options)
def repeated_explanation(relations: Relations, options: Options) -> Iterator[Problem]:
    """The same explanation on many relations, or one that says that a script wrote it.

    A sentence that fits many pairs of documents was not written for any of them. Explanations are compared without
    spaces, punctuation and the names of the two documents. Explanations that contain one of `phrases` are reported
    wherever they stand.

    ## Bad

    ```md A.md
    ## 相关文档

    - [[B]]；关联理由：观点一致；说明：两文主题接近，可以一起阅读。
    ```

    ```md B.md
    ## 相关文档

    - [[C]]；关联理由：观点一致；说明：两文主题接近，可以一起阅读。
    ```

    ```md C.md
    ## 相关文档

    - [[A]]；关联理由：观点一致；说明：两文主题接近，可以一起阅读。
    ```

    ## Good

    ```md A.md
    ## 相关文档

    - [[B]]；关联理由：观点一致；说明：两文都认为评测应先于上线。
    ```
    """
    groups: dict[str, list[Edge]] = {}
    for edge in relations.edges:
        if not edge.explanation:
            continue
        folded = fold(edge.explanation)
        phrase = edge.explanation if folded in _WHOLE else _phrase_in(edge.explanation, options.phrases)
        if phrase:
            message = say(
                "`{phrase}`: no person judged this relation; say what connects the two documents, or remove it",
                phrase=phrase,
            )
            yield _problem(edge, message)
            continue
        sentence = _sentence(edge, folded)
        if sentence:
            groups.setdefault(sentence, []).append(edge)
    for same in groups.values():
        if len({edge.path for edge in same}) >= options.min_relations:
            yield from _repeated(same)


def _repeated(same: list[Edge]) -> Iterator[Problem]:
    for edge in same:
        message = say_number(
            len(same),
            "{n} relation has this very explanation: say what connects these two documents",
            "{n} relations have this same explanation: say what connects these two documents",
        )
        others = [
            Related(say("the same explanation"), other.path, other.explanation_start, other.explanation_end)
            for other in same[: _MOST_RELATED + 1]
            if other is not edge
        ]
        yield _problem(edge, message, tuple(others[:_MOST_RELATED]))


def _problem(edge: Edge, message: Message, related: tuple[Related, ...] = ()) -> Problem:
    return Problem(edge.explanation_start, edge.explanation_end, message, None, related, edge.path)


def _phrase_in(explanation: str, phrases: tuple[str, ...]) -> str | None:
    return next((phrase for phrase in phrases if phrase in explanation), None)


_key = lru_cache(maxsize=4096)(fold)  # the name of a note stands in many relations


def _sentence(edge: Edge, folded: str) -> str:
    """What is left of an explanation without the names of the two documents."""
    for name in (edge.display, edge.link_path.rpartition("/")[2].removesuffix(".md"), edge.title, edge.name):
        key = _key(name or "")
        if len(key) > 1:
            folded = folded.replace(key, "")
    return folded
