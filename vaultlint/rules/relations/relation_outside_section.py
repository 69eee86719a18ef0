"""relation-outside-section."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.markdown.titles import nearness
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_LONGEST_FRONT = 40  # characters of markers in front of a relation


@note_rule("relations")
def relation_outside_section(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A line that is written as a relation but does not stand in the relation section.

    Only the relation section is read: elsewhere the line is a plain link and its reason is lost. Lines in code, and
    lines under a heading that only misspells the section (see misspelt-section), are not reported.

    ## Bad

    ```md
    ## 正文

    - [[A]]；关联理由：引用；说明：本文引用了它的数据。
    ```

    ## Good

    ```md
    ## 正文

    ## 相关文档

    - [[A]]；关联理由：引用；说明：本文引用了它的数据。
    ```
    """
    settings = context.settings.relations
    if settings.reason_label not in note.text:
        return
    for start, end in _written(note, settings.reason_label):
        index = bisect_left(note.links, start, key=attrgetter("end"))
        link = note.links[index] if index < len(note.links) else None
        if link is None or link.end != start or _in_section(note, link.start, settings.section):
            continue
        if _begins_line(note.text, link.start):
            message = say(
                "this relation stands outside of `## {section}`, where it is not read: move it there",
                section=settings.section,
            )
            yield Problem(link.start, end, message)


def _begins_line(text: str, offset: int) -> bool:
    """Whether nothing but list and quote markers stands in front of `offset` on its line."""
    front = text[max(0, offset - _LONGEST_FRONT) : offset]
    _, line_end, own = front.rpartition("\n")
    return not own.strip(" \t-*+>") and bool(line_end or offset <= _LONGEST_FRONT)


def _written(note: Note, label: str) -> Iterator[tuple[int, int]]:
    """Where the label of a reason stands behind the brackets of a link, from their end to the end of the label."""
    text = note.text
    position = text.find(label, note.body_start)
    while position >= 0:
        front = text[max(0, position - 8) : position]
        gap = len(front) - len(front.rstrip(" \t；;，,"))
        end = position + len(label)
        if (
            gap
            and text[position - gap - 1 : position - gap] in "])"
            and text[end : end + 2].lstrip()[:1] in ("：", ":")
        ):
            yield position - gap, end
        position = text.find(label, end)


def _in_section(note: Note, offset: int, name: str) -> bool:
    """Whether the relation section holds `offset`, or a heading that misspells it stands over it."""
    return note.section_at(offset) == name or _under_near_heading(note, offset, name)


def _under_near_heading(note: Note, offset: int, name: str) -> bool:
    """Whether the last heading in front of `offset`, of whatever level, seems to mean the section."""
    index = bisect_left(note.headings, offset, key=attrgetter("start")) - 1
    titles = [note.section_at(offset), note.headings[index].text if index >= 0 else ""]
    return any(title and nearness(title, name) is not None for title in titles)
