"""topic-synonym."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.rules.topics._names import linked_topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import Reference, View


@vault_rule("topics", fix=Applicability.SAFE)
def topic_synonym(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A topic under a name that the vault replaces by another one, and topic notes with such a name.

    Two names for one idea split what belongs together. `topics.synonyms` says which name to use. Topics are looked for
    in the topic section, and elsewhere among links that name the topic folder.

    ## Fix

    Safe in the topic section: puts the right topic into the link, if its note exists. Elsewhere unsafe, because the
    sentence around the link may have to change. A topic note with a synonym's name has to be merged by hand.

    ## Example configuration

    ```toml
    [topics.synonyms]
    agents = "Agent"
    ```

    ## Bad

    ```md Note.md
    ## 关联主题

    - [[00-元语/agents]]
    ```

    ```md 00-元语/Agent.md
    概念。
    ```

    ## Good

    ```md Note.md
    ## 关联主题

    - [[00-元语/Agent]]
    ```

    ```md 00-元语/Agent.md
    概念。
    ```
    """
    topics = view.settings.topics
    meant = {name.lower(): right for name, right in topics.synonyms.items() if name != right}
    if not meant:
        return
    right = meant.get(note.name.lower())
    if right and right != note.name and topics.hold(note.path):
        message = say(
            "topic `{name}` is called `{right}` in this vault: merge this note into `{right}`",
            name=note.name,
            right=right,
        )
        yield Problem(0, 0, message)
    for reference in view.references(note):
        name = linked_topic(reference.link, topics)
        right = meant.get(name.lower()) if name else None
        if name and right and right != name:
            yield _problem(view, reference, name, right)


def _problem(view: View, reference: Reference, name: str, right: str) -> Problem:
    link, path = reference.link, reference.source.path
    front = link.path[: len(link.path) - len(link.path.rpartition("/")[2])]
    exists = view.resolve(front + right, path).target is not None
    edit = Edit(link.target_start, link.target_end, front + right + (f"#{link.subpath}" if link.subpath else ""))
    in_section = link.section == view.settings.topics.section
    applicability = Applicability.SAFE if in_section else Applicability.UNSAFE
    fix = (
        Fix(say("link `{text}`", text=right), (edit,), applicability, frozenset({"links", "text"})) if exists else None
    )
    if link.form != "wiki" or link.key:
        fix = None
    message = (
        say(
            "topic `{name}` is called `{right}` in this vault: link `{path}`",
            name=name,
            right=right,
            path=front + right,
        )
        if exists
        else say(
            "topic `{name}` is called `{right}` in this vault: link `{path}`, which does not exist yet",
            name=name,
            right=right,
            path=front + right,
        )
    )
    return Problem(link.start, link.end, message, fix, path=path)
