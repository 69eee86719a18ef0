"""section-order."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem, Related
from vaultlint.language import say
from vaultlint.markdown.fences import open_fences
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultlint.markdown.layout import Layout
    from vaultlint.markdown.note import Note

_CHANGES = frozenset({"headings", "structure", "links", "text"})


@frozen
class Options:
    """Options of section-order."""

    last: tuple[str, ...] = option(
        (), "Sections behind which no other level-2 heading may stand, not even another one."
    )


@note_rule("sections", fix=Applicability.UNSAFE, options=Options)
def section_order(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """A section that stands out of the order of its note type.

    A fixed order lets a reader find the summary at the top and the topics at the bottom of every note. The fewest
    sections that have to move are reported. Sections that the note type does not name belong to the one in front of
    them and move with it; with the option `last` they may not follow a section that has to end the note.

    ## Fix

    Moves whole sections, byte for byte. Unsafe, because a text may refer to what stands "above" or "below".

    ## Bad

    ```md
    ## 摘要

    一句话。

    ## 关联主题

    - [[00-元语/Agent]]

    ## 正文

    文章。
    ```

    ## Good

    ```md
    ## 摘要

    一句话。

    ## 正文

    文章。

    ## 关联主题

    - [[00-元语/Agent]]
    ```
    """
    layout = context.layout
    starts = [sections[0].heading.start for sections in layout.found if sections]
    if starts == sorted(starts):
        yield from _not_last(note, options.last)
        return
    order = sorted((sections[0].heading.start, index) for index, sections in enumerate(layout.found) if sections)
    fix = _fix(layout)
    staying = _longest_increasing([index for _, index in order])
    for start, index in order:
        if index not in staying:
            yield _problem(note, layout, start, index, staying, fix)


def _problem(note: Note, layout: Layout, start: int, index: int, staying: Sequence[int], fix: Fix | None) -> Problem:
    heading = layout.found[index][0].heading
    after = [other for other in staying if other > index]
    neighbour = after[0] if after else staying[-1]
    place = layout.found[neighbour][0].heading
    message = (
        say(
            "section `## {title}` is out of order: it belongs in front of `## {other}`",
            title=heading.text,
            other=place.text,
        )
        if after
        else say(
            "section `## {title}` is out of order: it belongs behind `## {other}`", title=heading.text, other=place.text
        )
    )
    related = (Related(say("`## {title}`", title=place.text), note.path, place.start, place.end),)
    return Problem(start, heading.end, message, fix, related)


def _not_last(note: Note, last: tuple[str, ...]) -> Iterator[Problem]:
    """A section of `last` with another section behind it."""
    section = note.sections[-1] if last and note.sections else None
    misplaced = [found for found in note.sections[:-1] if found.title in last] if section else []
    if not section or not misplaced or section.title in last:
        return
    moved = misplaced[-1]
    text = note.text
    own = text[moved.heading.start : moved.end].rstrip()
    end = len(text.rstrip())
    gap = text[moved.heading.start + len(own) : moved.end]
    edits = (Edit(moved.heading.start, moved.end, ""), Edit(end, end, gap + own))
    fix = None if any(open_fences(note)) else Fix(say("move it to the end"), edits, Applicability.UNSAFE, _CHANGES)
    heading = moved.heading
    message = say(
        "section `## {title}` must end the note: move it behind `## {last}`", title=heading.text, last=section.title
    )
    related = (
        Related(say("`## {title}`", title=section.title), note.path, section.heading.start, section.heading.end),
    )
    yield Problem(heading.start, heading.end, message, fix, related)


def _longest_increasing(values: Sequence[int]) -> list[int]:
    """A longest increasing subsequence of distinct values."""
    tails: list[int] = []
    chains: list[list[int]] = []
    for value in values:
        position = bisect_left(tails, value)
        chain = [*(chains[position - 1] if position else []), value]
        tails[position:] = [value, *tails[position + 1 :]]
        chains[position:] = [chain, *chains[position + 1 :]]
    return chains[-1]


def _fix(layout: Layout) -> Fix | None:
    """Put the sections, with what follows each, into order; the blank lines between them stay where they are."""
    if any(len(sections) > 1 for sections in layout.found) or any(open_fences(layout.note)):
        return None
    text = layout.note.text
    starts = sorted(sections[0].heading.start for sections in layout.found if sections)
    bounds = list(zip(starts, [*starts[1:], len(text)], strict=True))
    blocks = {start: text[start:end].rstrip() for start, end in bounds}
    wanted = [sections[0].heading.start for sections in layout.found if sections]
    edits = [
        Edit(start, start + len(blocks[start]), blocks[new])
        for start, new in zip(starts, wanted, strict=True)
        if blocks[start] != blocks[new]
    ]
    return Fix(say("put the sections in order"), tuple(edits), Applicability.UNSAFE, _CHANGES)
