"""missing-reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import listed, say
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("relations", severity=Severity.ERROR)
def missing_reason(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A relation without a reason.

    The reason (`关联理由：引用`) says how two documents belong together; without it the relation is just a link. Which
    reason fits is for a person to judge, so there is no fix.

    ## Bad

    ```md
    ## 相关文档

    - [[A]]；说明：本文引用了它的数据。
    ```

    ## Good

    ```md
    ## 相关文档

    - [[A]]；关联理由：引用；说明：本文引用了它的数据。
    ```
    """
    settings = context.settings.relations
    for relation in context.relations:
        if relation.link < 0 or relation.reason:
            continue
        link = note.links[relation.link]
        label = f"{settings.separator}{settings.reason_label}{settings.colon}"
        reasons = listed(settings.reasons)
        written = note.text[link.start : link.end]
        message = (
            say(
                "relation `{written}` has no reason: add `{label}` and one of {reasons}",
                written=written,
                label=label,
                reasons=reasons,
            )
            if relation.reason is None
            else say(
                "relation `{written}` has an empty reason: write `{label}` and one of {reasons}",
                written=written,
                label=label,
                reasons=reasons,
            )
        )
        yield Problem(link.start, link.end, message)
