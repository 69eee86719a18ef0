"""relation-separator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note
    from vaultlint.markdown.relation import Relation
    from vaultlint.settings import Relations

_LOOSE = " \t；;，,。：:"


@note_rule("relations", fix=Applicability.SAFE)
def relation_separator(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A relation whose parts are not separated as in the rest of the vault: `;` for `；`, `:` for `：`, stray spaces.

    vaultlint reads both, but a search for `；关联理由：引用` finds only one of them. The separator, the colon and the
    labels are set in `relations`. Line breaks between the parts are left alone.

    ## Fix

    Puts the configured characters in their place and changes nothing else. Safe.

    ## Bad

    ```md
    ## 相关文档

    - [[A]]; 关联理由: 引用; 说明: 本文引用了它; 见第二节。
    ```

    ## Good

    ```md
    ## 相关文档

    - [[A]]；关联理由：引用；说明：本文引用了它; 见第二节。
    ```
    """
    settings = context.settings.relations
    for relation in context.relations:
        if relation.link >= 0:
            link_end = note.links[relation.link].end
            for start, end, label in _gaps(settings, relation, link_end):
                yield from _problem(note, settings, start, end, label)


def _gaps(settings: Relations, relation: Relation, link_end: int) -> Iterator[tuple[int, int, str]]:
    """Where link, reason and explanation are joined, with the label that stands there."""
    behind = link_end
    if relation.reason is not None:
        yield link_end, relation.reason_start, settings.reason_label
        behind = relation.reason_end
    if relation.explanation is not None and relation.explanation_start > behind:
        yield behind, relation.explanation_start, settings.explanation_label


def _problem(note: Note, settings: Relations, start: int, end: int, label: str) -> Iterator[Problem]:
    written = note.text[start:end]
    wanted = f"{settings.separator}{label}{settings.colon}"
    rest = written.replace(label, "", 1).strip(_LOOSE + settings.separator + settings.colon)
    if written == wanted or rest or "\n" in written or "\r" in written:
        return
    fix = Fix(say("write `{text}`", text=wanted), (Edit(start, end, wanted),), Applicability.SAFE, frozenset({"text"}))
    yield Problem(
        start,
        end,
        say("`{written}` is not how relations are separated here: write `{wanted}`", written=written, wanted=wanted),
        fix,
    )
