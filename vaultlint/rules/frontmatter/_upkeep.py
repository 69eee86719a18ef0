"""Rewriting properties without a serialiser: edits of spans, made only where reading them back proves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Fix
from vaultlint.language import Message
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.frontmatter import read_frontmatter
from vaultlint.rules.frontmatter._values import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultlint.finding import Edit
    from vaultlint.markdown.elements import Property
    from vaultlint.markdown.note import Note

_ANCHOR = lazy_regex(r"(?<![^\s,\[{:])[&*]\w")
# What a property says, without its place: the key, the form of its value, and the values with their types.
Said = tuple[str, str, tuple[tuple[str, str], ...]]


def said(prop: Property) -> Said:
    """What a property says."""
    return prop.key, prop.shape, tuple([(value.text, value.type) for value in prop.values])


def proven_fix(note: Note, message: Message, edits: Sequence[Edit], wanted: Sequence[Said]) -> Fix | None:
    """A safe fix of these edits, if the properties then say exactly what is `wanted`, in that order; else None.

    What stands below the properties must be as before, too.
    """
    before, text = note.frontmatter, note.text
    if before is None or before.error:
        return None
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.content + text[edit.end :]
    after = read_frontmatter(text)
    if after is None or after.error or text[after.text_end :] != note.text[before.text_end :]:
        return None
    if [said(prop) for prop in after.properties] != list(wanted):
        return None
    return Fix(message, tuple(edits), Applicability.SAFE, PROPERTIES | {"text", "tags", "links"})


def starts_line(note: Note, offset: int) -> bool:
    """Whether nothing stands in front of an offset on its line."""
    return offset == 0 or note.text[offset - 1] in "\r\n"


def has_anchors(note: Note) -> bool:
    """Whether there may be anchors or aliases among the properties: what depends on an order is left alone."""
    block = note.frontmatter
    return block is not None and _ANCHOR.search(note.text, block.text_start, block.text_end) is not None
