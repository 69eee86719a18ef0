"""banned-topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.rules.rule import Context, NoOptions, note_rule
from vaultlint.rules.topics._names import folded, linked_topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("topics", severity=Severity.ERROR, when=lambda settings, _: settings.topics.banned)
def banned_topic(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A topic that the vault does not want (`topics.banned`), as a link or as a topic note.

    Topics such as `article` or `blog` say what kind of text a note is, not what it is about; they fit everything and
    lead nowhere. Which topic to use instead is for a person to judge.

    ## Example configuration

    ```toml
    [topics]
    banned = ["article"]
    ```

    ## Bad

    ```md
    ## 关联主题

    - [[00-元语/article]]
    ```

    ## Good

    ```md
    ## 关联主题

    - [[00-元语/Agent]]
    ```
    """
    topics = context.settings.topics
    banned = folded(topics.banned)
    if note.name.lower() in banned and topics.hold(note.path):
        yield Problem(
            0,
            0,
            say(
                "`{name}` is a banned topic: give its links a topic that says more, and remove this note",
                name=note.name,
            ),
        )
    for link in note.links:
        name = linked_topic(link, topics)
        if name and name.lower() in banned:
            yield Problem(
                link.start,
                link.end,
                say("`{name}` is a banned topic: choose one that says what the note is about", name=name),
            )
