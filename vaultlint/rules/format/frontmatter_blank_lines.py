"""Blank lines in and below the frontmatter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import Message, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.format._lines import SPACE, line_end, line_start, next_line
from vaultlint.rules.rule import AUTO, Context, Style, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Frontmatter
    from vaultlint.markdown.note import Note

_LEADING = lazy_regex(r"(?:[ \t]*\r?\n)+")
_BLANK_END = lazy_regex(r"(?<=\n)(?:[ \t]*\r?\n)+\Z")


@frozen
class Options:
    """The options of frontmatter-blank-lines."""

    style: str = option(
        AUTO,
        "The blank lines below the properties: `auto` is what nearly all notes have.",
        choices=(AUTO, "one", "none"),
    )


@note_rule(
    "format", fix=Applicability.SAFE, triggers=("---",), options=Options, styles=(Style("one", ("one", "none")),)
)
def frontmatter_blank_lines(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """Properties without a blank line below them, or with blank lines at their beginning or end.

    The blank line shows where the text begins. In a vault whose notes have none there, it is the blank line that is
    reported, and where the vault has no habit nothing is. Where a heading follows, `heading-spacing` speaks of it.

    ## Fix

    Adds the blank line, or removes those inside. Safe: the properties and the text stay as they are.

    ## Bad

    ```md
    ---

    title: Apples
    ---
    Apples grow on trees.
    ```

    ## Good

    ```md
    ---
    title: Apples
    ---

    Apples grow on trees.
    ```
    """
    block = note.frontmatter
    if block is None or note.has_lone_returns:
        return
    if block.error is None and block.properties:
        yield from _inside(note.text, block)
    below = next_line(note.text, block.end)
    if options.style == "none":
        yield from _none_below(note, block, below)
        return
    if note.text[below : below + 1] == "\n":
        return
    line = note.text[below : line_end(note.text, below)]
    if line.strip(" \t") and not any(line_start(note.text, heading.start) == below for heading in note.headings[:1]):
        mark = line_start(note.text, block.end - 1)
        fix = Fix(say("add a blank line"), (Edit(below, below, note.newline),))
        yield Problem(mark, block.end, say("no blank line below the properties: add one"), fix)


def _none_below(note: Note, block: Frontmatter, below: int) -> Iterator[Problem]:
    blank = _LEADING.match(note.text, below)
    if blank is None or blank.end() == len(note.text) or note.text[blank.end()] in " \t":
        return
    if any(heading.start == blank.end() for heading in note.headings[:1]):
        return
    mark = line_start(note.text, block.end - 1)
    fix = Fix(say("remove the blank lines"), (Edit(below, blank.end(), ""),))
    message = say("a blank line below the properties: remove it, as the rest of this vault does")
    yield Problem(mark, block.end, message, fix)


def _inside(text: str, block: Frontmatter) -> Iterator[Problem]:
    if text[block.text_start] not in SPACE and text[block.text_end - 2] not in SPACE:
        return  # neither the first nor the last line is blank
    leading = _LEADING.match(text, block.text_start, block.text_end)
    if leading:
        yield _surplus(
            leading.start(), leading.end(), say("blank lines at the beginning of the properties: remove them")
        )
    last = block.properties[-1]
    if any(value.style in ("|", ">") for value in last.values) or last.shape == "map":
        return
    trailing = _BLANK_END.search(text, max(last.end - 1, block.text_start), block.text_end)
    if trailing and (leading is None or trailing.start() >= leading.end()):
        yield _surplus(trailing.start(), trailing.end(), say("blank lines at the end of the properties: remove them"))


def _surplus(start: int, end: int, message: Message) -> Problem:
    fix = Fix(say("remove the blank lines"), (Edit(start, end, ""),))
    return Problem(start, end, message, fix)
