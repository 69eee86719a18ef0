"""property-order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.rules.frontmatter._upkeep import has_anchors, proven_fix, said, starts_line
from vaultlint.rules.frontmatter._values import shown
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import NamedTuple, frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultlint.markdown.elements import Property
    from vaultlint.markdown.note import Note


@frozen
class Options:
    """Options of property-order."""

    order: tuple[str, ...] = option(
        (), "The properties in their order; `*` is where all others stand, in the order they have; else they come last."
    )


class _Piece(NamedTuple):
    """The lines of a property, with the comments right above it."""

    prop: Property
    start: int
    end: int


@note_rule("frontmatter", fix=Applicability.SAFE, default=False, options=Options, when_set=True)
def property_order(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """Properties that stand in another order than the vault's.

    Only with the option `order`. The same property in the same place is found at a glance, and differences between two
    versions of a note show what was changed.

    ## Fix

    Moves whole lines, with the comments right above a property. Safe: no byte of them changes, and the fix is made only
    where the properties then read as before. Properties with anchors or repeated keys are left alone.

    ## Example configuration

    ```toml
    [rules.property-order]
    order = ["title", "*", "tags"]
    ```

    ## Bad

    ```md
    ---
    tags:
      - tea
    # as printed
    title: "Steeping"
    author: Ann
    ---
    ```

    ## Good

    ```md
    ---
    # as printed
    title: "Steeping"
    author: Ann
    tags:
      - tea
    ---
    ```
    """
    if note.frontmatter is None or note.frontmatter.error or len(note.frontmatter.properties) < 2:
        return
    properties = note.frontmatter.properties
    rank = _ranks(options.order)
    wanted = sorted(properties, key=lambda prop: rank.get(prop.key, rank["*"]))
    first = next(((is_, ought) for is_, ought in zip(properties, wanted, strict=True) if is_ is not ought), None)
    if first is not None and options.order:
        is_, ought = first
        message = say(
            "`{key}` belongs in front of `{other}`: the order is that of the settings",
            key=shown(ought.key),
            other=shown(is_.key),
        )
        fix = _fix(note, wanted)
        yield Problem(ought.key_start, ought.key_end, message, fix)


def _ranks(order: Sequence[str]) -> dict[str, int]:
    return {"*": len(order)} | {key: index for index, key in enumerate(order)}


def _fix(note: Note, wanted: Sequence[Property]) -> Fix | None:
    """The fix that puts the properties in that order."""
    pieces = _pieces(note)
    if pieces is None or has_anchors(note) or len({prop.key for prop in wanted}) < len(wanted):
        return None
    by_key = {piece.prop.key: piece for piece in pieces}
    moved = [by_key[prop.key] for prop in wanted]
    low = next(index for index, piece in enumerate(pieces) if moved[index] is not piece)
    high = next(index for index in range(len(pieces) - 1, -1, -1) if moved[index] is not pieces[index])
    content = "".join([note.text[piece.start : piece.end] for piece in moved[low : high + 1]])
    edit = Edit(pieces[low].start, pieces[high].end, content)
    return proven_fix(note, say("put the properties in order"), (edit,), [said(prop) for prop in wanted])


def _pieces(note: Note) -> list[_Piece] | None:
    """The lines of each property; None where one does not begin its line."""
    block = note.frontmatter
    if block is None or not all(starts_line(note, prop.key_start) for prop in block.properties):
        return None
    starts = []
    floor = block.text_start
    for prop in block.properties:
        starts.append(_with_comments(note, prop.key_start, floor))
        floor = _content_end(prop)
    ends = [*starts[1:], block.text_end]
    return [_Piece(*row) for row in zip(block.properties, starts, ends, strict=True)]


def _content_end(prop: Property) -> int:
    """A place behind which no line that begins with `#` belongs to the value: YAML counts comments behind a list in."""
    if prop.shape == "scalar":
        return prop.end
    return prop.values[-1].end if prop.values and not prop.nested else prop.start


def _with_comments(note: Note, start: int, floor: int) -> int:
    """Where the comments right above the line that begins at `start` begin, but not in front of `floor`."""
    line = note.line_of(start) - 1
    while line > 0 and note.line_starts[line - 1] >= floor and note.text[note.line_starts[line - 1]] == "#":
        line -= 1
    return note.line_starts[line]
