"""duplicate-topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem, Related
from vaultlint.language import say
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.vault.resolve import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.relation import Topic
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import Reference, View


@vault_rule("topics", fix=Applicability.SAFE)
def duplicate_topic(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A topic that a note lists twice.

    Topics are compared by the note they open, so `[[Agent]]` and `[[00-元语/Agent]]` are the same.

    ## Fix

    Removes the later line where it holds nothing but the link and stands in the same list. Safe: the topic stays.

    ## Bad

    ```md Note.md
    ## 关联主题

    - [[00-元语/Agent]]
    - [[Agent]]
    ```

    ```md 00-元语/Agent.md
    概念。
    ```

    ## Good

    ```md Note.md
    ## 关联主题

    - [[00-元语/Agent]]
    ```
    """
    seen: dict[tuple[str, str, str], tuple[Topic, Reference]] = {}
    for topic, reference in view.topic_edges(note):
        target = reference.resolution.target or "?" + fold(reference.link.path)
        key = (reference.source.path, target, reference.link.subpath)
        first = seen.setdefault(key, (topic, reference))
        if first[0] is not topic:
            yield _problem(first[0], first[1], topic, reference)


def _problem(first: Topic, first_reference: Reference, topic: Topic, reference: Reference) -> Problem:
    link, path = reference.link, reference.source.path
    plain = link.start == topic.content_start and link.end == topic.end
    fix = None
    if plain and link.display in (None, first_reference.link.display) and not _apart(first, topic, reference):
        cut = Edit(topic.cut_start, topic.cut_end, "")
        fix = Fix(say("remove this line"), (cut,), Applicability.SAFE, frozenset({"links", "text", "structure"}))
    place = first_reference.link
    related = (Related(say("the first one"), path, place.start, place.end),)
    message = say("topic `{path}` is already listed in line {line}: remove this one", path=link.path, line=first.line)
    return Problem(link.start, link.end, message, fix, related, path)


def _apart(first: Topic, later: Topic, reference: Reference) -> bool:
    """Whether the two stand under different headings."""
    return any(first.start < heading.start < later.start for heading in reference.source.headings)
