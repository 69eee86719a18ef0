"""What a note's text is recognised by: two notes with the same fingerprint hold the same text."""

from __future__ import annotations

import hashlib
import re
from itertools import chain
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.placeholders import has_placeholder

if TYPE_CHECKING:
    from vaultlint.markdown.note import Note

_ENOUGH = 60  # letters and digits of prose; one of Chinese, Japanese or Korean counts as two
_PIECE = 100  # characters that are looked at together, and the rest of their last line
_NOT_PROSE = lazy_regex(
    r"^[ \t>]*(?:#{1,6}[ \t]|[-*+][ \t]+\[.\])[^\r\n]*|^[^\r\n]{0,200}[:：?？][ \t]*$|!?\[\[[^\[\]\r\n]*\]\]|\]\([^()\r\n]*\)|https?://[^\s<>]+|^[^\s:]+::[^\r\n]*",
    re.MULTILINE,
)
_LETTERS = lazy_regex(r"[^\W_]+")
_is_wide = "\u1100".__le__  # of a letter


def fingerprint(note: Note) -> str:
    """A fingerprint of the text below the properties; line ends and what is blank around it do not count.

    "" where there are hardly any words: headings, tasks, questions to be answered, lists of links, queries and
    templates that are still to be filled in are often alike, and say nothing.
    """
    if len(note.text) - note.body_start < _ENOUGH // 2 or not _says_something(note):
        return ""
    body = note.text[note.body_start :].replace("\r", "").strip()
    return hashlib.blake2b(body.encode("utf-16-le", "surrogatepass"), digest_size=8).hexdigest()


def _says_something(note: Note) -> bool:
    """Whether there are enough words; no more of the text is read than is needed to know."""
    if has_placeholder(note.text):
        return False
    count, position = 0, note.body_start
    for start, end in (*note.opaque, (len(note.text), len(note.text))):
        while position < start and count < _ENOUGH:
            stop = note.text.find("\n", min(position + _PIECE, start), start)
            stop = start if stop < 0 else stop
            count += _words_in(note.text[position:stop])
            position = stop
        position = max(position, end)
    return count >= _ENOUGH


def _words_in(piece: str) -> int:
    """The letters of what is prose in a piece; no more are counted than are enough, for a line may be very long."""
    count = place = 0
    for match in chain(_NOT_PROSE.finditer(piece), (None,)):
        stop = match.start() if match else len(piece)
        while place < stop and count < _ENOUGH:
            letters = "".join(_LETTERS.findall(piece, place, min(stop, place + 2 * _PIECE)))
            count += len(letters) + sum(map(_is_wide, letters))
            place += 2 * _PIECE
        if match is None or count >= _ENOUGH:
            break
        place = match.end()
    return count
