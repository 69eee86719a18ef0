"""malformed-topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.section_lines import read_strays, read_tag_lines
from vaultlint.rules.excerpt import excerpt
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Link
    from vaultlint.markdown.note import Note
    from vaultlint.markdown.relation import Topic


_BLANK = r"(?:[ \t]*\r?\n)*"
_PLAIN = lazy_regex(rf"{_BLANK}(?:[-*+] \[\[[^\[\]|#\r\n]+\]\][ \t]*(?:\r?\n{_BLANK}|\Z))*")


@frozen
class Options:
    """Options of malformed-topic."""

    display: bool = option(False, "A topic link may have a display text.")
    allow: tuple[str, ...] = option(("无", "暂无", "暂无关联主题"), "Texts that may stand in place of topics.")


@note_rule("topics", severity=Severity.ERROR, options=Options)
def malformed_topic(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """A line of the topic section that is not one plain link.

    A topic is a list item with one wiki link to a topic note and nothing else: `- [[00-元语/Agent]]`. A display text, a
    heading in the link, words beside it, a second link or a line without a list marker make topics hard to count, to
    search and to rename. Lines of tags are left to hashtag-topic; comments and sub-headings are allowed.

    ## Bad

    ```md
    ## 关联主题

    - [[00-元语/Agent|智能体]]
    - [[00-元语/memory]]：长期记忆
    - 检索
    [[00-元语/llm]]
    ```

    ## Good

    ```md
    ## 关联主题

    - [[00-元语/Agent]]
    - [[00-元语/memory]]
    ```
    """
    section = context.settings.topics.section
    if _all_plain(note, section):
        return
    tags = {line.start for line in read_tag_lines(note, section)}
    for stray in read_strays(note, section):
        text = note.text[stray.start : stray.end]
        if stray.kind != "text":
            yield Problem(
                stray.start,
                stray.end,
                say(
                    "{block} in the section `## {section}`: only topics belong here", block=stray.name, section=section
                ),
            )
        elif stray.start not in tags and not _allowed(text, options):
            message = (
                say("`{text}` is not a list item with a link: put `- ` in front of it", text=excerpt(text))
                if "[[" in text
                else say("`{text}` is not a list item with a link: list topics only", text=excerpt(text))
            )
            yield Problem(stray.start, stray.end, message)
    for topic in context.topics:
        if topic.content_start not in tags:
            yield from _item_problems(note, topic, options)


def _all_plain(note: Note, title: str) -> bool:
    """Whether the sections hold nothing but plain topics: nearly all do."""
    sections = note.sections_called(title)
    return len([0 for section in sections if not _PLAIN.fullmatch(note.text, section.start, section.end)]) == 0


def _item_problems(note: Note, topic: Topic, options: Options) -> Iterator[Problem]:
    text = note.text
    content = text[topic.content_start : topic.end]
    if topic.link < 0:
        if not content:
            yield Problem(topic.start, topic.end, say("an empty list item: remove it"))
        elif not _allowed(content, options):
            yield Problem(
                topic.content_start,
                topic.end,
                say("`{content}` has no link: link the topic note", content=excerpt(content)),
            )
        return
    link = note.links[topic.link]
    following = note.links[topic.link + 1 : topic.link + 2]
    if following and following[0].start < topic.end:
        second = following[0]
        yield Problem(
            second.start,
            second.end,
            say("`{text}` is a second link: put each topic on a line of its own", text=text[second.start : second.end]),
        )
    elif link.start > topic.content_start:
        beside = text[topic.content_start : link.start]
        yield Problem(
            topic.content_start,
            link.start,
            say("`{beside}` stands in front of the link: remove it", beside=excerpt(beside)),
        )
    elif link.end < topic.end:
        beside = text[link.end : topic.end]
        yield Problem(
            link.end,
            topic.end,
            say("`{beside}` stands behind the link: a topic is one link, remove it", beside=excerpt(beside)),
        )
    else:
        yield from _link_problems(note, link, options)


def _link_problems(note: Note, link: Link, options: Options) -> Iterator[Problem]:
    written = note.text[link.start : link.end]
    if link.embed:
        yield Problem(link.start, link.end, say("`{written}` embeds the topic note: remove the `!`", written=written))
    elif link.subpath:
        yield Problem(
            link.start,
            link.end,
            say("`{written}` leads to a part of a note: a topic is a note of its own", written=written),
        )
    elif link.display is not None and link.form == "wiki" and not options.display:
        yield Problem(
            link.start,
            link.end,
            say("`{written}` has a display text: write `[[{path}]]`", written=written, path=link.path),
        )


def _allowed(text: str, options: Options) -> bool:
    return text.strip("。.（）() ") in options.allow
