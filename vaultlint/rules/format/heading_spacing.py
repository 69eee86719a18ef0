"""Blank lines around headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import Message, say, say_number
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.format._lines import (
    SPACE,
    blank_lines_after,
    blank_lines_before,
    in_open_fence,
    is_end,
    line_start,
    next_line,
)
from vaultlint.rules.rule import AUTO, Context, Style, note_rule
from vaultlint.settings import option
from vaultlint.values import NamedTuple, frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Heading
    from vaultlint.markdown.note import Note

_ATX = lazy_regex(r"#{1,6}(?:\s|\Z)")
Gap = tuple[Message, Edit]


_CHOICES = (AUTO, "one", "none", "any")
_HELP = "The blank lines {} a heading: `auto` is what nearly all notes have, `any` leaves them alone."


@frozen
class Options:
    """The options of heading-spacing."""

    above: str = option(AUTO, _HELP.format("above"), choices=_CHOICES)
    below: str = option(AUTO, _HELP.format("below"), choices=_CHOICES)


def _places(note: Note, options: Options) -> Iterator[int]:
    return (heading.start for heading, _, _ in _wrong(note, options))


@note_rule(
    "format",
    fix=Applicability.SAFE,
    options=Options,
    styles=(
        Style("one", ("one", "none"), "above", places=_places),
        Style("one", ("one", "none"), "below", places=_places),
    ),
)
def heading_spacing(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """A heading with more or fewer blank lines above or below it than the headings of the rest of the vault have.

    One blank line on both sides is what most tools write; others leave none below. What is right is learned from the
    vault, for each side; where it has no habit nothing is reported. Selected by its name, the rule asks for one.
    Where two headings follow one another, the gap between them is reported at the lower one. The first heading of a
    note without properties needs no blank line above it; headings in quotes, callouts and list items are left alone.

    ## Fix

    Adds the missing blank line, or removes the surplus ones. Safe: only blank lines change.

    ## Bad

    ```md
    Some text.
    ## Heading
    More text.
    ```

    ## Good

    ```md
    Some text.

    ## Heading

    More text.
    ```
    """
    for heading, above, below in _wrong(note, options):
        gaps = [gap for gap in (above, below) if gap]
        said = gaps[0][0] if len(gaps) == 1 else _on_both_sides(gaps[0][0], gaps[1][0])
        action, message = _advice(options, above, below)
        fix = Fix(action, tuple([edit for _, edit in gaps]))
        yield Problem(heading.start, heading.text_end, message.with_fields(gaps=said), fix)


def _wrong(note: Note, options: Options) -> Iterator[tuple[Heading, Gap | None, Gap | None]]:
    """The headings with another gap above or below than is wanted, and what is wrong on each side."""
    if note.has_lone_returns:
        return
    for index in _suspects(note, options):
        heading = note.headings[index]
        if not note.in_comment(heading.start):
            follower = note.headings[index + 1] if index + 1 < len(note.headings) else None
            above = _above(note, heading, options.above) if options.above in _ASKED else None
            below = _below(note, heading, follower, options.below) if options.below in _ASKED else None
            if above or below:
                yield heading, above, below


_ONE = Options("one", "one")
_ASKED = frozenset({"one", "none"})


def _suspects(note: Note, options: Options) -> list[int]:
    """The indices of the headings that have to be looked at closely: not those that plainly have one blank line."""
    text = note.text
    above = {"one": _lacks_one_above, "none": _always}.get(options.above, _never)
    below = {"one": _lacks_one_below, "none": _always}.get(options.below, _never)
    return [
        index
        for index, (_, start, end, _, _, nested) in enumerate(note.headings)
        if not nested and (above(text, start) or below(text, end))
    ]


def _lacks_one_above(text: str, start: int) -> bool:
    return text[start - 2 : start] != "\n\n" or text[start - 3] in SPACE


def _lacks_one_below(text: str, end: int) -> bool:
    return text[end : end + 2] != "\n\n" or text[end + 2 : end + 3] in SPACE


def _always(text: str, place: int) -> bool:
    return True


def _never(text: str, place: int) -> bool:
    return False


def _advice(options: Options, above: Gap | None, below: Gap | None) -> tuple[Message, Message]:
    """What the fix does, and the sentence about `gaps`."""
    if options == _ONE:
        return (
            say("leave exactly one blank line"),
            say("{gaps} this heading: leave exactly one blank line on each side"),
        )
    wanted = {style for style, gap in ((options.above, above), (options.below, below)) if gap}
    if wanted == {"none"}:
        return (
            say("leave no blank line"),
            say("{gaps} this heading: leave none, as the rest of this vault does"),
        )
    if wanted == {"one"}:
        return (
            say("leave exactly one blank line"),
            say("{gaps} this heading: leave exactly one, as the rest of this vault does"),
        )
    return (
        say("leave the usual blank lines"),
        say("{gaps} this heading: leave as many as the rest of this vault does"),
    )


def _above(note: Note, heading: Heading, wanted: str) -> Gap | None:
    start = line_start(note.text, heading.start)
    count, first = blank_lines_before(note.text, start)
    if first == 0 or in_open_fence(note, start):
        return None
    if wanted == "none" and (_needs_gap(note.text, first) or _would_join(note, heading, first)):
        return None
    return _gap(note, _ABOVE, count, first, start, wanted)


def _needs_gap(text: str, first: int) -> bool:
    """Whether the line above `first` is such that a heading below it should not touch it: a table, a quote or code."""
    return text[line_start(text, first - 1) : first].lstrip(" \t").startswith(("|", ">", "```", "~~~", "<", "$$"))


def _would_join(note: Note, heading: Heading, first: int) -> bool:
    """Whether the heading, without blank lines above it, would be part of what ends at `first`.

    A line that is a heading because it is underlined joins a paragraph, and any line joins HTML.
    """
    if not _ATX.match(note.text, heading.start):
        return True
    return any(span.start < first <= span.end + 1 for span in note.by_kind.get("html", ()))


def _below(note: Note, heading: Heading, follower: Heading | None, wanted: str) -> Gap | None:
    text = note.text
    first = next_line(text, heading.end)
    count, stop = blank_lines_after(text, first)
    if is_end(text, stop):
        return None
    if follower and not follower.nested and line_start(text, follower.start) == stop:
        return None
    return _gap(note, _BELOW, count, first, stop, wanted)


class _Side(NamedTuple):
    """What is said of a side of a heading."""

    none: Message
    many: Message


_ABOVE = _Side(say("no blank line above"), say_number(2, "a blank line above", "{n} blank lines above"))
_BELOW = _Side(say("no blank line below"), say_number(2, "a blank line below", "{n} blank lines below"))


def _on_both_sides(above: Message, below: Message) -> Message:
    if (above, below) == (_ABOVE.none, _BELOW.none):
        return say("no blank line above or below")
    return say("{above} and {below}", above=above, below=below)


def _gap(note: Note, side: _Side, count: int, first: int, stop: int, wanted: str) -> Gap | None:
    """What is wrong with `count` blank lines from `first` to `stop`, and the edit that leaves as many as `wanted`."""
    if count == (1 if wanted == "one" else 0):
        return None
    if count == 0:
        return side.none, Edit(stop, stop, note.newline)
    start = first if wanted == "none" else next_line(note.text, first)
    return side.many.with_number(count), Edit(start, stop, "")
