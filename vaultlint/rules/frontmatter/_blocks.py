"""Telling a properties block from other text between two `---` lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.markdown.misplaced import is_blank, looks_like_properties, parses

if TYPE_CHECKING:
    from vaultlint.markdown.note import Note

__all__ = ["is_blank", "looks_like_properties", "misplaced_block", "parses"]


def misplaced_block(note: Note) -> int | None:
    """Where a properties block opens that is not at the top of the note, or None."""
    return next((span.start for span in note.by_kind.get("misplaced-properties", ())), None)
