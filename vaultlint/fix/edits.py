"""Applying edits to a text."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.finding import Edit


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """`text` with all edits made; they must not overlap. The same edit given twice is made once."""
    parts = []
    position = 0
    for edit in sorted(set(edits)):
        parts.append(text[position : edit.start])
        parts.append(edit.content)
        position = edit.end
    parts.append(text[position:])
    return "".join(parts)


def fitted(edit: Edit, text: str) -> Edit:
    """The edit with the line ends that most lines of `text` have: rules write `\\n`."""
    if "\n" not in edit.content or "\r" not in text:
        return edit
    ending = _line_end(text)
    return edit if ending == "\n" else edit._replace(content=edit.content.replace("\r\n", "\n").replace("\n", ending))


@lru_cache(maxsize=1)  # asked for each edit of a note
def _line_end(text: str) -> str:
    """The line end that most lines have."""
    windows, all_feeds = text.count("\r\n"), text.count("\n")
    old_mac = text.count("\r") - windows
    if windows * 2 > all_feeds and windows >= old_mac:
        return "\r\n"
    return "\r" if old_mac > all_feeds else "\n"
