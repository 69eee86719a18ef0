"""topic-count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say_number
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@frozen
class Options:
    """Options of topic-count."""

    min: int = option(0, "The fewest topics of a note.", minimum=0)
    max: int = option(0, "The most topics of a note; 0 is no limit.", minimum=0)


@note_rule("topics", options=Options, when=lambda _, options: options.min or options.max)
def topic_count(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """A note with fewer or more topics than the vault wants.

    With too few topics a note is hard to find, with too many every topic finds it. Only notes that have a topic section
    are counted, and equal topics once. Without `min` and `max` nothing is reported.

    ## Example configuration

    ```toml
    [rules.topic-count]
    min = 2
    max = 8
    ```

    ## Bad

    ```md
    ## 关联主题

    - [[00-元语/Agent]]
    ```

    ## Good

    ```md
    ## 关联主题

    - [[00-元语/Agent]]
    - [[00-元语/memory]]
    ```
    """
    name = context.settings.topics.section
    section = note.section(name)
    if section is None:
        return
    count = len({note.links[topic.link].path.lower() for topic in context.topics if topic.link >= 0})
    if count < options.min:
        message = say_number(
            count,
            "{n} topic, but a note should have at least {min}: add what it is about",
            "{n} topics, but a note should have at least {min}: add what it is about",
            min=options.min,
        )
        subject, amount = "too few", options.min - count
    elif options.max and count > options.max:
        message = say_number(
            count,
            "{n} topic, but a note should have at most {max}: keep those it is mainly about",
            "{n} topics, but a note should have at most {max}: keep those it is mainly about",
            max=options.max,
        )
        subject, amount = "too many", count - options.max
    else:
        return
    yield Problem(section.heading.start, section.heading.end, message, subject=subject, amount=amount)
