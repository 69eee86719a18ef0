"""duplicate-heading-target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related
from vaultlint.markdown.subpath import heading_key
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Heading
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.vault import Reference, Vault

_MOST_RELATED = 5


@vault_rule("sections")
def duplicate_heading_target(vault: Vault, options: NoOptions) -> Iterator[Problem]:
    """A heading that links point to is there twice: they reach only the first one.

    `[[Note#Heading]]` always opens the first heading with that text; what stands under the second one cannot be linked.
    `[[Note#Part#Heading]]` tells headings in different parts apart and is not reported.

    ## Bad

    ```md Source.md
    See [[Report#Results]].
    ```

    ```md Report.md
    ## Results

    First.

    ## Results

    Second.
    ```

    ## Good

    ```md Source.md
    See [[Report#Results]].
    ```

    ```md Report.md
    ## Results

    First.

    ## Results of the second run

    Second.
    ```
    """
    done: set[tuple[str, str]] = set()
    for (path, key), references in vault.heading_references.items():
        note = vault.notes.get(path)
        if note is None or (path, key) in done or sum(other == key for _, other in note.heading_keys) < 2:
            continue
        done.add((path, key))
        plain = [reference for reference in references if heading_key(reference.link.subpath) == key]
        if plain:
            yield from _problems(note, key, plain)


def _problems(note: NoteFacts, key: str, references: list[Reference]) -> Iterator[Problem]:
    same = [heading for heading, (_, other) in zip(note.headings, note.heading_keys, strict=True) if other == key]
    related = (_place("the heading that the link opens", note.path, same[0]), *_links(references))
    link = references[0]
    count = f"{len(references)} links name" if len(references) > 1 else "a link names"
    times = "twice" if len(same) == 2 else f"{len(same)} times"
    for heading in same[1:]:
        message = (
            f"{count} the heading `{heading.text}`, but it is there {times} and only the first one can be reached "
            f"(from `{link.source.path}`): give this one another text"
        )
        yield Problem(heading.start, heading.end, message, None, related, note.path)


def _place(message: str, path: str, heading: Heading) -> Related:
    return Related(message, path, heading.start, heading.end)


def _links(references: list[Reference]) -> list[Related]:
    return [
        Related("a link to it", reference.source.path, reference.link.start, reference.link.end)
        for reference in references[:_MOST_RELATED]
    ]
