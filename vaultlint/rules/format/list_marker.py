"""The marker of list items."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import listed, say, say_number
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.format._lines import line_end, line_start, trimmed_end
from vaultlint.rules.format._lists import MarkedList, has_neighbours, marked_lists
from vaultlint.rules.rule import AUTO, Context, Style, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_MARKERS = "-*+"
_BLANK = " \t\r\n>"
_BLOCK = lazy_regex(r"[ \t>]*(?:[-*+#|]|\d+[.)][ \t])|.*[:：][*_]*\s*\Z", re.DOTALL)
_new = tuple.__new__  # what `Edit(…)` does, at half the cost
_BEHIND = lazy_regex(r"[ \t]*(\S)")
_BREAK = {marker: re.compile(rf"[ \t]*(?:{re.escape(marker)}[ \t]*){{2,}}") for marker in _MARKERS}


@frozen
class Options:
    """The options of list-marker."""

    style: str = option(
        AUTO,
        "The marker of list items; `auto` is the one that nearly all notes use, `consistent` the one that a note uses "
        "most.",
        choices=(AUTO, "-", "*", "+", "consistent"),
    )


def _places(note: Note, options: Options) -> Iterator[int]:
    return iter(_wrong(note, options.style)[:1])


@note_rule(
    "format",
    fix=Applicability.SAFE,
    options=Options,
    triggers=("* ", "+ ", "- ", "*\t", "+\t", "-\t"),
    styles=(Style("-", ("-", "*", "+"), places=_places),),
)
def list_marker(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """List items that begin with another marker than those of the rest of the vault.

    One marker for all lists keeps searches, scripts and merges simple. Which one is right is learned from the vault; in
    a vault that has no habit nothing is reported. A note is reported once, at its first such item.
    Where two lists follow one another and only their markers keep them apart, both stay as they are; and a `+` at the
    start of a line in the middle of a sentence is a plus sign.

    ## Fix

    Replaces the markers. Safe: the list looks the same.

    ## Bad

    ```md
    * apples
    * pears
    ```

    ## Good

    ```md
    - apples
    - pears
    ```
    """
    style = _most_used(note) if options.style == "consistent" else options.style
    wrong = _wrong(note, style)
    if wrong:
        yield _problem(note.text, wrong, style)


def _most_used(note: Note) -> str:
    used = Counter([note.text[start] for _, start, _ in note.by_kind.get("item", ())])
    return max(_MARKERS, key=lambda marker: used[marker])


def _wrong(note: Note, style: str) -> list[int]:
    """The starts of the items that have another marker and may get this one, in order."""
    text, others = note.text, _MARKERS.replace(style, "")
    wrong = [start for _, start, _ in note.by_kind.get("item", ()) if text[start] in others]
    if not wrong:
        return []
    beside = {found[1] for start in wrong if (found := _BEHIND.match(text, start + 1))}
    if note.comments or style in beside or "+" in map(text.__getitem__, wrong) or has_neighbours(note):
        return _free_to_change(note, style)
    return wrong


def _free_to_change(note: Note, style: str) -> list[int]:
    """Those of the items that stand in no comment, and in no list that only its marker keeps apart from another."""
    lists = [found for found in marked_lists(note) if not found.ordered]
    kept = _kept(note.text, lists, style)
    if note.comments:
        kept |= {found.start for found in lists if any(map(note.in_comment, found.items))}
    wrong = [item for found in lists if found.start not in kept for item in found.items if note.text[item] != style]
    return sorted(wrong)


def _problem(text: str, items: list[int], style: str) -> Problem:
    markers = listed([f"`{marker}`" for marker in dict.fromkeys([text[item] for item in items])], last="and")
    fix = Fix(say("use `{text}`", text=style), tuple([_new(Edit, (item, item + 1, style, "")) for item in items]))
    message = say_number(
        len(items),
        "{n} list item of this note begins with {markers}: use `{style}`",
        "{n} list items of this note begin with {markers}: use `{style}`",
        markers=markers,
        style=style,
    )
    return Problem(items[0], items[0] + 1, message, fix, subject="list items", amount=len(items))


def _kept(text: str, lists: list[MarkedList], style: str) -> set[int]:
    """The starts of the lists that must keep their markers."""
    kept = {found.start for found in lists if any(_would_be_rule(text, item, style) for item in found.items)}
    kept |= {found.start for found in lists if len(found.items) == 1 and _is_sum(text, found.start)}
    ends: dict[int, list[int]] = {}
    for found in lists:
        ends.setdefault(_end_before(text, found.end), []).append(found.start)
    for found in lists:
        neighbours = ends.get(_end_before(text, found.start), [])
        if neighbours:
            kept |= {found.start, *neighbours}
    return kept


def _is_sum(text: str, item: int) -> bool:
    """Whether the marker is a plus sign at which a sentence was broken: right below a line of text."""
    start = line_start(text, item)
    above = text[line_start(text, max(start - 1, 0)) : start]
    return text[item] == "+" and start > 0 and bool(above.strip(_BLANK)) and not _BLOCK.match(above)


def _end_before(text: str, start: int) -> int:
    """The end of what stands in front of `start`, white space and quote marks left out."""
    end = trimmed_end(text, 0, start)
    while end and text[end - 1] == ">":
        end = trimmed_end(text, 0, end - 1)
    return end


def _would_be_rule(text: str, item: int, style: str) -> bool:
    """Whether the item's line would become a horizontal rule: `* - -` → `- - -`."""
    first = text[item + 1 : item + 6].lstrip(" \t")[:1]
    return first == style and _BREAK[style].fullmatch(text, item + 1, line_end(text, item)) is not None
