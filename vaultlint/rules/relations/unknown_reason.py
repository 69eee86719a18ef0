"""unknown-reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem, Severity
from vaultlint.language import listed, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.titles import form_key
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note
    from vaultlint.markdown.relation import Relation
    from vaultlint.settings import Relations

_NEAR = 0.5
_SPLIT = lazy_regex(r"[\s、，,/／+和与]+")


@note_rule("relations", severity=Severity.ERROR, fix=Applicability.SAFE)
def unknown_reason(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A relation whose reason is not one of the vault's.

    A closed list of reasons (`relations.reasons`) keeps the graph readable and lets it be searched by reason. One
    relation has one reason.

    ## Fix

    Safe for the spellings in `relations.synonyms`, where the vault itself says what they mean. Otherwise the nearest
    reason is shown.

    ## Example configuration

    ```toml
    [relations.synonyms]
    延伸阅读 = "延伸思考"
    ```

    ## Bad

    ```md
    ## 相关文档

    - [[A]]；关联理由：延伸阅读；说明：它把同一想法推到了检索。
    ```

    ## Good

    ```md
    ## 相关文档

    - [[A]]；关联理由：延伸思考；说明：它把同一想法推到了检索。
    ```
    """
    settings = context.settings.relations
    for relation in context.relations:
        if relation.reason and relation.reason not in settings.reasons and settings.reasons:
            yield _problem(settings, relation, relation.reason)


def _problem(settings: Relations, relation: Relation, reason: str) -> Problem:
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    start, end = relation.reason_start, relation.reason_start + len(reason)
    synonym = _synonym(settings, reason)
    if synonym:
        fix = _fix(start, end, synonym, Applicability.SAFE)
        return Problem(
            start,
            end,
            say("reason `{reason}` is written `{synonym}` in this vault", reason=reason, synonym=synonym),
            fix,
        )
    several = [part for part in _SPLIT.split(reason) if part]
    if len(several) > 1 and all(part in settings.reasons for part in several):
        return Problem(
            start,
            end,
            say(
                "`{reason}` are {count} reasons: a relation has one, the one that says most",
                reason=reason,
                count=len(several),
            ),
        )
    nearest = process.extractOne(
        form_key(reason), settings.reasons, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=_NEAR
    )
    known = listed(settings.reasons)
    if nearest is None:
        return Problem(
            start, end, say("`{reason}` is not one of the reasons: choose one of {known}", reason=reason, known=known)
        )
    fix = _fix(start, end, nearest[0], Applicability.DISPLAY)
    return Problem(
        start,
        end,
        say(
            "`{reason}` is not one of the reasons: did you mean `{nearest}`? ({known})",
            reason=reason,
            nearest=nearest[0],
            known=known,
        ),
        fix,
    )


def _synonym(settings: Relations, reason: str) -> str | None:
    for written, meant in settings.synonyms.items():
        if form_key(written) == form_key(reason):
            return meant
    return next((known for known in settings.reasons if form_key(known) == form_key(reason)), None)


def _fix(start: int, end: int, reason: str, applicability: Applicability) -> Fix:
    return Fix(say("write `{text}`", text=reason), (Edit(start, end, reason),), applicability, frozenset({"text"}))
