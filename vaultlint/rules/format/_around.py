"""Blank lines around blocks: what the rules blanks-around-fence, -list, -table and -quote share."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING

from vaultlint.finding import Edit, Fix, Problem
from vaultlint.language import Message, say
from vaultlint.rules.format._lines import (
    in_open_fence,
    line_end,
    line_start,
    next_line,
    trimmed_end,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Span
    from vaultlint.markdown.note import Note

_LISTS = ("list", "ordered-list")
_COLONS = (":\n", "：\n")  # the end of a line that may lead in


def missing_blank_lines(
    note: Note, kinds: tuple[str, ...], block_name: Message, lead_in: re.Pattern[str] | None = None
) -> Iterator[Problem]:
    """A problem for each top-level block of `kinds` that touches the line above or below it.

    Headings are left to heading-spacing and the frontmatter to frontmatter-blank-lines. Two lists that touch are two
    only because of their markers: nothing is said of them. A line that matches `lead_in` may touch the block below it;
    each line that ends in a colon has to match.
    """
    if note.has_lone_returns:
        return
    text, size, reach = note.text, len(note.text), -1
    for block in note.spans_of(*kinds):
        _, start, end = block
        if start >= reach:  # in no other one
            reach = end
            if not ((end == size or text[end - 2 : end] == "\n\n") and _may_touch(note, start, lead_in)):
                yield from _judge(note, block, block_name, lead_in)


def _may_touch(note: Note, start: int, lead_in: re.Pattern[str] | None) -> bool:
    """Whether what stands above `start` is plainly a blank line, a heading, or a line that leads in: nearly always."""
    text = note.text
    above = text[start - 2 : start]
    if above == "\n\n" or (lead_in and above in _COLONS):
        return True
    if above[1:] != "\n":
        return False
    line = text.rfind("\n", 0, start - 1) + 1
    if text[line] == "#" and note.in_heading(line):
        return True
    return lead_in is not None and above[0] in "*_" and lead_in.fullmatch(text, line, start - 1) is not None


def _judge(note: Note, block: Span, block_name: Message, lead_in: re.Pattern[str] | None) -> Iterator[Problem]:
    text, blocks = note.text, note.blocks
    index = bisect_left(blocks, block.start, key=attrgetter("start"))
    if blocks[index : index + 1] != (block,):
        return  # not at the top level
    before, after = blocks[index - 1] if index else None, blocks[index + 1] if index + 1 < len(blocks) else None
    start = line_start(text, block.start)
    end = trimmed_end(text, block.start, block.end)
    gaps = []
    if _touches_above(note, before, block, start, lead_in):
        gaps.append(("above", start))
    below = next_line(text, end)
    if _touches_below(note, block, after, end, below):
        gaps.append(("below", below))
    if gaps and not note.in_comment(block.start):
        fix = Fix(say("add a blank line"), tuple(Edit(place, place, note.newline) for _, place in gaps))
        first_line = line_end(text, block.start)
        yield Problem(
            block.start,
            min(first_line, end),
            _message([side for side, _ in gaps], block_name),
            fix,
        )


def _message(sides: list[str], block: Message) -> Message:
    if len(sides) > 1:
        return say("no blank line above and below this {block}: add one", block=block)
    if sides == ["above"]:
        return say("no blank line above this {block}: add one", block=block)
    return say("no blank line below this {block}: add one", block=block)


def _touches_above(note: Note, before: Span | None, block: Span, start: int, lead_in: re.Pattern[str] | None) -> bool:
    text = note.text
    above = line_start(text, start - 1) if start else 0
    line = text[above:start].strip()
    if above < note.body_start or not line or (lead_in and lead_in.fullmatch(line)):
        return False
    adjacent = before is not None and trimmed_end(text, before.start, before.end) >= above
    if adjacent and before is not None and (before.kind == "heading" or _are_lists(before, block)):
        return False
    return not in_open_fence(note, start)


def _touches_below(note: Note, block: Span, after: Span | None, end: int, below: int) -> bool:
    text = note.text
    if not text[below : line_end(text, below)].strip(" \t") or text[below] == "^":
        return False
    if block.kind in _LISTS and text[below] in " \t":
        return False  # what is indented behind a list may be read as part of it, or as code
    adjacent = after is not None and line_start(text, after.start) == below
    if adjacent and after is not None and (after.kind == "heading" or _are_lists(block, after)):
        return False
    return not in_open_fence(note, below)


def _are_lists(one: Span, other: Span) -> bool:
    return one.kind in _LISTS and other.kind in _LISTS
