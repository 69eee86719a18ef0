"""The edits of a fix, block by block."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultlint.finding import Edit
    from vaultlint.fix.choose import Candidate
    from vaultlint.markdown.note import Note


def by_block(note: Note, candidate: Candidate) -> list[Candidate]:
    """A fix of one note as several: one for each list, table, paragraph or other block that it edits."""
    groups: dict[tuple[int, int], list[Edit]] = {}
    for edit in candidate.edits:
        groups.setdefault(_block_at(note, edit.start), []).append(edit)
    return [candidate._replace(edits=tuple(edits)) for edits in groups.values()]


def _block_at(note: Note, offset: int) -> tuple[int, int]:
    """What tells the block at an offset from others: of paragraphs, the blank line above them."""
    index = bisect_right(note.blocks, offset, key=attrgetter("start")) - 1
    if index >= 0 and offset < note.blocks[index].end:
        return index, 0
    return index, max(note.text.rfind("\n\n", 0, offset), note.text.rfind("\n\r\n", 0, offset))
