"""only-generic-topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import listed, say
from vaultlint.rules.rule import Context, NoOptions, note_rule
from vaultlint.rules.topics._names import folded, topic_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("topics", when=lambda settings, _: settings.topics.generic)
def only_generic_topics(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A note whose topics are all too general to find it by.

    `topics.generic` names topics such as `AI` or `tool` that may accompany others but say too little alone.

    ## Example configuration

    ```toml
    [topics]
    generic = ["AI", "tool"]
    ```

    ## Bad

    ```md
    ## 关联主题

    - [[00-元语/AI]]
    - [[00-元语/tool]]
    ```

    ## Good

    ```md
    ## 关联主题

    - [[00-元语/AI]]
    - [[00-元语/ocr]]
    ```
    """
    topics = context.settings.topics
    links = [note.links[topic.link] for topic in context.topics if topic.link >= 0]
    names = [topic_name(link.path, topics) for link in links]
    generic = folded(topics.generic)
    section = note.section(topics.section)
    if section and names and all(name is not None and name.lower() in generic for name in names):
        shown = listed(list(dict.fromkeys(f"`{name}`" for name in names)))
        message = say("all topics of this note are generic ({names}): add one that says what it is about", names=shown)
        yield Problem(section.heading.start, section.heading.end, message, subject="")
