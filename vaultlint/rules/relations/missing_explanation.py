"""missing-explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("relations", severity=Severity.ERROR)
def missing_explanation(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A relation without an explanation, or with nothing behind its label.

    One sentence (`说明：…`) says what a reader finds in the other document and why it matters here. There is no fix:
    the sentence is for a person to write.

    ## Bad

    ```md
    ## 相关文档

    - [[A]]；关联理由：引用；说明：
    ```

    ## Good

    ```md
    ## 相关文档

    - [[A]]；关联理由：引用；说明：本文引用了它的数据。
    ```
    """
    settings = context.settings.relations
    for relation in context.relations:
        if relation.link < 0 or (relation.explanation or "").strip("。.…；; "):
            continue
        link = note.links[relation.link]
        label = f"{settings.separator}{settings.explanation_label}{settings.colon}"
        written = note.text[link.start : link.end]
        message = (
            say(
                "relation `{written}` has no explanation: add `{label}` and one sentence on what connects the two "
                "documents",
                written=written,
                label=label,
            )
            if relation.explanation is None
            else say(
                "relation `{written}` has an empty explanation: write one sentence on what connects the two documents",
                written=written,
            )
        )
        yield Problem(link.start, link.end, message)
