"""duplicate-heading-target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related
from vaultlint.language import Message, say, say_number
from vaultlint.markdown.subpath import heading_key
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Heading
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import Reference, View

_MOST_RELATED = 5


@vault_rule("sections")
def duplicate_heading_target(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
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
    references = view.pointers(note.path)  # there are few: the headings of most notes need not be looked at
    if not references or all(len(places) < 2 for places in note.outline.places.values()):
        return
    named: dict[str, list[Reference]] = {}
    for reference in references:
        named.setdefault(heading_key(reference.link.subpath), []).append(reference)
    for key, references in named.items():
        if len(note.outline.places.get(key, ())) > 1:
            yield _problem(note, key, references)


def _problem(note: NoteFacts, key: str, references: list[Reference]) -> Problem:
    """The problem at the second heading of that text; the others are beside it."""
    same = [note.headings[index] for index in note.outline.places[key]]
    others = [_place(say("there again"), note.path, heading) for heading in same[2:_MOST_RELATED]]
    related = (_place(say("the heading that the link opens"), note.path, same[0]), *others, *_links(references))
    source, second = references[0].source.path, same[1]
    times = say("twice") if len(same) == 2 else say("{count} times", count=len(same))
    message = say_number(
        len(references),
        "a link names the heading `{text}`, but it is there {times} and only the first one can be reached (from "
        "`{source}`): give this one another text",
        "{n} links name the heading `{text}`, but it is there {times} and only the first one can be reached (from "
        "`{source}`): give this one another text",
        text=second.text,
        times=times,
        source=source,
    )
    return Problem(second.start, second.end, message, None, related, note.path)


def _place(message: Message, path: str, heading: Heading) -> Related:
    return Related(message, path, heading.start, heading.end)


def _links(references: list[Reference]) -> list[Related]:
    return [
        Related(say("a link to it"), reference.source.path, reference.link.start, reference.link.end)
        for reference in references[:_MOST_RELATED]
    ]
