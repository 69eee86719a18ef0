"""duplicate-section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem, Related, Severity
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Heading, Section
    from vaultlint.markdown.note import Note

_ITEM = lazy_regex(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]")
_CHANGES = frozenset({"headings", "structure", "text"})


@note_rule("sections", severity=Severity.ERROR, fix=Applicability.UNSAFE)
def duplicate_section(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A section of the note type that a note has twice.

    Links reach only the first of two headings with the same text, and a reader does not expect a second list of topics
    further down. Other headings may repeat.

    ## Fix

    Only for the topic section: its second list is put behind the first one. Unsafe, because the order of the topics
    changes. What to do with two texts is for a person to say.

    ## Bad

    ```md
    ## 关联主题

    - [[00-元语/Agent]]

    ## 正文

    文章。

    ## 关联主题

    - [[00-元语/memory]]
    ```

    ## Good

    ```md
    ## 关联主题

    - [[00-元语/Agent]]
    - [[00-元语/memory]]

    ## 正文

    文章。
    ```
    """
    for below in context.layout.below:
        most = below.wanted.most
        if most is not None:
            yield from (_superfluous(note, heading, below.found[0], most) for heading in below.found[most:])
    for wanted, sections in zip(context.layout.wanted, context.layout.found, strict=True):
        if len(sections) < 2:
            continue
        if wanted.most == 1:
            yield from (_repeated(note, context, sections[0], section) for section in sections[1:])
        elif wanted.most is not None:
            most, superfluous = wanted.most, sections[wanted.most :]
            yield from (_superfluous(note, each.heading, sections[0].heading, most) for each in superfluous)


def _repeated(note: Note, context: Context, first: Section, section: Section) -> Problem:
    """A section that may be there once; two lists of topics can be put together."""
    line = note.line_of(first.heading.start)
    message = say(
        "section `## {title}` is there twice: the first one is in line {line}; merge the two",
        title=section.title,
        line=line,
    )
    related = (Related(say("the first one"), note.path, first.heading.start, first.heading.end),)
    is_list = section.title == first.title == context.settings.topics.section
    fix = _merge(note, first, section) if is_list else None
    return Problem(section.heading.start, section.heading.end, message, fix, related)


def _superfluous(note: Note, heading: Heading, first: Heading, most: int) -> Problem:
    """A section that is there more often than its note type allows."""
    related = (Related(say("the first one"), note.path, first.start, first.end),)
    line = note.line_of(first.start)
    written = f"{'#' * heading.level} {heading.text}"
    message = (
        say(
            "section `{heading}` is there twice: the first one is in line {line}; merge the two",
            heading=written,
            line=line,
        )
        if most == 1
        else say(
            "section `{heading}` may be there {most} times, of which the first one is in line {line}: remove this one",
            heading=written,
            most=most,
            line=line,
        )
    )
    return Problem(heading.start, heading.end, message, None, related)


def _ends_in_item(text: str) -> bool:
    """Whether the last line of a text is a list item, or belongs to one."""
    return _ITEM.match(text, text.rfind("\n") + 1) is not None


def _merge(note: Note, first: Section, later: Section) -> Fix:
    """Move the lines of `later` behind those of `first`, and drop its heading."""
    text = note.text
    content = text[later.start : later.end].strip()
    head = text[first.start : first.end].rstrip()
    place = first.start + len(head)
    line_end = note.newline
    is_one_list = _ends_in_item(head) and _ITEM.match(content)
    added = (line_end if is_one_list else line_end * 2) + content if content else ""
    cut_start, cut_end = later.heading.start, later.end
    if cut_end == len(text):
        cut_start, cut_end = len(text[:cut_start].rstrip()), len(text.rstrip())
    edits = (
        [Edit(place, place, added), Edit(cut_start, cut_end, "")]
        if cut_start > place
        else [Edit(place, cut_end, added)]
    )
    return Fix(say("merge the two `## {title}`", title=first.title), tuple(edits), Applicability.UNSAFE, _CHANGES)
