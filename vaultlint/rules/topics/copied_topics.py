"""copied-topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Section
    from vaultlint.markdown.note import Note


@frozen
class Options:
    """Options of copied-topics."""

    sections: tuple[str, ...] = option((), "Level-2 headings whose links must not be the same as the note's topics.")


@note_rule("topics", options=Options, when=lambda _, options: options.sections)
def copied_topics(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """A section, such as 相关词条 in a topic note, that lists just what the topic section lists.

    Two lists of the same links say no more than one. The sections to compare are set with `sections`; sections with
    fewer than two links are not reported.

    ## Example configuration

    ```toml
    [rules.copied-topics]
    sections = ["相关词条"]
    ```

    ## Bad

    ```md
    ## 相关词条

    - [[00-元语/Agent]]
    - [[00-元语/memory]]

    ## 关联主题

    - [[00-元语/memory]]
    - [[00-元语/Agent]]
    ```

    ## Good

    ```md
    ## 相关词条

    - [[00-元语/Agent]]
    - [[00-元语/context]]

    ## 关联主题

    - [[00-元语/memory]]
    - [[00-元语/Agent]]
    ```
    """
    topics = note.section(context.settings.topics.section)
    listed = _links(note, topics) if topics else frozenset()
    for title in options.sections:
        section = note.section(title)
        if topics and section and len(listed) > 1 and _links(note, section) == listed:
            message = say(
                "`## {title}` lists the same links as `## {topics}`: keep what is different, or leave it out",
                title=title,
                topics=topics.title,
            )
            yield Problem(section.heading.start, section.heading.end, message)


def _links(note: Note, section: Section) -> frozenset[str]:
    return frozenset(link.path.lower() for link in note.links if section.start <= link.start < section.end)
