"""duplicate-relation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem, Related
from vaultlint.language import say
from vaultlint.rules.relations._sentences import fold
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.vault.resolve import fold as fold_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.relation import Relation
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import Reference, View


@vault_rule("relations", fix=Applicability.UNSAFE)
def duplicate_relation(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """Two relations of one note that lead to the same document.

    Links are compared by what they open, so different spellings of one path are found too. One relation, with the
    reason that says most, is enough.

    ## Fix

    Removes the later line if it has the same reason and nothing to add in its explanation. Unsafe: a line goes. Where
    the two say different things, a person has to choose.

    ## Bad

    ```md Note.md
    ## 相关文档

    - [[A]]；关联理由：引用；说明：本文引用了它的数据。
    - [[A|数据]]；关联理由：引用；说明：本文引用了它的数据
    ```

    ```md A.md
    数据。
    ```

    ## Good

    ```md Note.md
    ## 相关文档

    - [[A]]；关联理由：引用；说明：本文引用了它的数据。
    ```
    """
    seen: dict[tuple[str, str], tuple[Relation, Reference]] = {}
    for relation, reference in view.relation_edges(note):
        key = (reference.source.path, reference.resolution.target or "?" + fold_path(reference.link.path))
        first = seen.setdefault(key, (relation, reference))
        if first[0] is not relation:
            yield _problem(first, relation, reference)


def _problem(first: tuple[Relation, Reference], relation: Relation, reference: Reference) -> Problem:
    link, path = reference.link, reference.source.path
    same = (first[0].reason or "") == (relation.reason or "") or not relation.reason
    said = fold(relation.explanation or "")
    fix = None
    if same and said in ("", fold(first[0].explanation or "")):
        cut = Edit(relation.cut_start, relation.cut_end, "")
        fix = Fix(say("remove this line"), (cut,), Applicability.UNSAFE, frozenset({"links", "text", "structure"}))
    related = (Related(say("the first relation"), path, first[1].link.start, first[1].link.end),)
    line = first[0].line
    message = (
        say("`{path}` is already related in line {line}: remove this line", path=link.path, line=line)
        if fix
        else say("`{path}` is already related in line {line}: keep the one that says more", path=link.path, line=line)
    )
    return Problem(link.start, link.end, message, fix, related, path)
