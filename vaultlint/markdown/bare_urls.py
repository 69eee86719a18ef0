"""Web addresses in running text, as GitHub and other renderers link them (GFM's extended autolinks)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.links import range_test
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vaultlint.markdown.note import Note

_URL = lazy_regex(r"(?:https?|ftp)://[^ \t\r\n\f\v<|`]+|www\.[^ \t\r\n\f\v<|`]+", re.IGNORECASE)
_GLUED = lazy_regex(r"://[!-;=?-_a-{}~]{0,2000}+[^\x00-\x7f]")
_GLUED_WWW = lazy_regex(r"www\.[!-;=?-_a-{}~]{0,2000}+[^\x00-\x7f]")
_SCHEME_END = lazy_regex(r"(?:https?|ftp)\Z", re.IGNORECASE)
_DEFINITION = lazy_regex(r"[ ]{0,3}\[[^\]\r\n]*\]:")
_NOT_ASCII = lazy_regex(r"[^\x00-\x7f]")
_SPACE = lazy_regex(r"\s")
_TRAILING = "?!.,:;*_~'\"\\"
_LONGEST = 2000  # characters of one address that are looked at
_PAIRS = {")": "(", "]": "[", "}": "{"}


class BareUrl(NamedTuple):
    """An address in running text: `url_end` is where a reader sees it end, `end` where GitHub's link ends."""

    start: int
    url_end: int
    end: int


def bare_urls(note: Note) -> Iterator[BareUrl]:
    """All bare addresses of a note, outside links, code, math, HTML and comments."""
    if "://" not in note.text and "www." not in note.text.lower():
        return
    is_text = _text_test(note)
    for match in _URL.finditer(note.text, note.body_start):
        if not _is_part(note.text[match.start() - 1 : match.start()]) and is_text(match.start()):
            yield _bare_url(note.text, match.start(), min(match.end(), match.start() + _LONGEST))


def glued_urls(note: Note) -> Iterator[BareUrl]:
    """Those of the bare addresses that are followed by something else than ASCII, without a space."""
    text = note.text
    starts = {start for match in _GLUED.finditer(text, note.body_start) if (start := _scheme(text, match.start())) >= 0}
    if "www." in text:
        starts |= {match.start() for match in _GLUED_WWW.finditer(text, note.body_start)}
    if not starts:
        return
    is_text = _text_test(note)
    for start in sorted(starts):
        if not _is_part(text[start - 1 : start]) and is_text(start):
            match = _URL.match(text, start, start + _LONGEST)
            if match:
                yield _bare_url(text, start, match.end())


def _is_part(before: str) -> bool:
    """Whether an address cannot begin behind this character."""
    return before != "" and before.isascii() and (before.isalnum() or before in "/.:@_-")


def _scheme(text: str, colon: int) -> int:
    match = _SCHEME_END.search(text, max(colon - 5, 0), colon)
    return match.start() if match else -1


def _text_test(note: Note) -> Callable[[int], bool]:
    ranges = [(link.start, link.end) for link in note.links] + [(url.start, url.end) for url in note.urls]
    is_taken = range_test(sorted([*ranges, *note.comments]))
    text = note.text

    def test(offset: int) -> bool:
        if is_taken(offset) or note.is_opaque(offset):
            return False
        low = max(offset - _LONGEST, 0)
        line_start = max(text.rfind("\n", low, offset), text.rfind("\r", low, offset)) + 1
        definition = _DEFINITION.match(text, line_start)
        return definition is None or definition.end() > offset or text.startswith("[^", definition.start())

    return test


def _bare_url(text: str, start: int, end: int) -> BareUrl:
    space = _SPACE.search(text, start, end)  # a full-width space ends it, too
    end = space.start() if space else end
    foreign = _NOT_ASCII.search(text, start, end)
    url_end = _trimmed(text, start, foreign.start() if foreign else end)
    return BareUrl(start, url_end, max(_trimmed(text, start, end), url_end))


def _trimmed(text: str, start: int, end: int) -> int:
    """Without the punctuation at its end, and closing brackets that nothing opens."""
    while end > start:
        last = text[end - 1]
        unopened = last in _PAIRS and text.count(last, start, end) > text.count(_PAIRS[last], start, end)
        if last not in _TRAILING and not unopened:
            break
        end -= 1
    return end
