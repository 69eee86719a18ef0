"""What Obsidian adds to CommonMark inside text: comments, tags, block ids (`obsidian.md` 15, 47, 55–57)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.elements import BlockId, Tag
from vaultlint.markdown.links import range_test

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.markdown.elements import Link
    from vaultlint.markdown.parsed_text import ParsedText

# A tag ends at ASCII punctuation, white space, U+2000–206F and U+2E00–2E7F (Obsidian 55), not at CJK punctuation.
TAG_CHARACTERS = r"[^\s!-,.:-@\[-^`{-~\u2000-\u206f\u2e00-\u2e7f]"
# Beginning with a literal makes it fast.
_TAG = lazy_regex(rf"#(?=[^#\s])(?:(?<=\s#)|(?<=\A#)|(?<=\\.#)){TAG_CHARACTERS}+(?:#{TAG_CHARACTERS}+)*")
BLOCK_ID = lazy_regex(r"\^(?:(?<=[\s\]>]\^)|(?<=\A\^))([A-Za-z0-9-]++)[ \t]*+(?=[\r\n]|\Z)")
_ALL_DIGITS = lazy_regex(r"[\d/]*")
_TAG_NAME = lazy_regex(rf"#?{TAG_CHARACTERS}+")


def find_comments(note: ParsedText) -> tuple[tuple[int, int], ...]:
    """Ranges of `%% … %%`, marks included; an unclosed one runs to the end (Obsidian 15)."""
    found = (match.start() for match in re.finditer("%%", note.text))
    marks = [start for start in found if start >= note.body_start and not note.is_opaque(start)]
    closed = [(start, end + 2) for start, end in zip(marks[::2], marks[1::2], strict=False)]
    if len(marks) % 2:
        closed.append((marks[-1], len(note.text)))
    return tuple(closed)


def find_tags(note: ParsedText, links: Iterable[Link]) -> tuple[Tag, ...]:
    """Inline tags outside of these links; at least one character must not be a digit (Obsidian 55)."""
    found = list(_TAG.finditer(note.text, note.body_start)) if "#" in note.text else []
    if not found:
        return ()
    tags = []
    linked = [(link.start, link.end) for link in links]
    is_in_link = range_test(sorted(linked + [(url.start, url.end) for url in note.urls]))
    for match in found:
        start = match.start()
        if note.is_opaque(start) or is_in_link(start):
            continue
        for part in re.finditer(r"#([^#]+)", match[0]):
            if not _ALL_DIGITS.fullmatch(part[1]):
                tags.append(Tag(part[1], start + part.start(), start + part.end()))
    return tuple(tags)


def is_tag(text: str) -> bool:
    """Whether a value of the `tags` property is one tag, with or without `#`."""
    return _TAG_NAME.fullmatch(text) is not None and not _ALL_DIGITS.fullmatch(text.removeprefix("#"))


def find_block_ids(note: ParsedText) -> tuple[BlockId, ...]:
    """Block ids: `^id` behind a space at the end of a block's line, or alone on its line (Obsidian 47).

    `![[x.png]]^id`, without a space, is used in Obsidian's own help vault and is accepted.
    """
    if "^" not in note.text:
        return ()
    return tuple(
        BlockId(match[1], match.start(), match.end(1))
        for match in BLOCK_ID.finditer(note.text, note.body_start)
        if not note.is_opaque(match.start())
    )
