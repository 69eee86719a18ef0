"""vague-explanation."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.rules.relations._sentences import fold
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_PHRASES = (
    "都差不多",
    "内容相关",
    "主题相关",
    "主题相近",
    "主题类似",
    "内容类似",
    "相关内容",
    "相关文档",
    "相关文章",
    "同上",
    "见上",
    "如题",
)


@frozen
class Options:
    """Options of vague-explanation."""

    min_length: int = option(
        6, "The fewest letters and characters of an explanation, spaces and punctuation left out.", minimum=0
    )
    phrases: tuple[str, ...] = option(
        _PHRASES, "Explanations that say nothing, compared as a whole without spaces and punctuation."
    )
    banned: tuple[str, ...] = option(("都差不多",), "Words that no explanation may contain.")


@note_rule("relations", options=Options)
def vague_explanation(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """An explanation that explains nothing: too short, or an empty phrase.

    If all that can be said about two documents is that they are "much the same", the relation is better left out. An
    explanation is vague when it is shorter than `min-length`, when it is nothing but one of `phrases`, or when it
    contains one of `banned`.

    ## Bad

    ```md
    ## 相关文档

    - [[A]]；关联理由：观点一致；说明：内容相关。
    ```

    ## Good

    ```md
    ## 相关文档

    - [[A]]；关联理由：观点一致；说明：两文都认为评测应先于上线。
    ```
    """
    for relation in context.relations:
        text = relation.explanation
        if relation.link < 0 or not text or not text.strip("。.…；; "):
            continue
        start, end = relation.explanation_start, relation.explanation_end
        folded = fold(text)
        found = next((word for word in options.banned if word in text), None)
        if found or folded in _folded(options.phrases):
            message = say(
                "`{text}` explains nothing: say what connects the two documents, or remove the relation",
                text=found or text,
            )
            yield Problem(start, end, message)
        elif len(folded) < options.min_length:
            yield Problem(
                start,
                end,
                say("`{text}` is too short to explain the relation: say what connects the two documents", text=text),
            )


@lru_cache(maxsize=8)
def _folded(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, phrases))
