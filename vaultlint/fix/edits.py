"""Applying edits to a text."""

from __future__ import annotations

from collections.abc import Iterable

from vaultlint.finding import Edit


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """`text` with all edits made, from the end to the start, so that no offset goes stale; they must not overlap."""
    for edit in sorted(set(edits), reverse=True):
        text = text[: edit.start] + edit.content + text[edit.end :]
    return text
