"""What a note's text is recognised by: two notes with the same fingerprint hold the same text."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.placeholders import has_placeholder

if TYPE_CHECKING:
    from vaultlint.markdown.note import Note

_ENOUGH = 60  # letters and digits of prose; one of Chinese, Japanese or Korean counts as two
_PIECE = 100  # characters that are looked at together, and the rest of their last line
# Headings and tasks, lines that ask for something, fields. Beginning with a literal makes it fast, and a line is only
# gone through once to see that it ends in no mark.
_NO_PROSE = lazy_regex(
    r"\n(?:[ \t>]*(?:#{1,6}[ \t]|[-*+][ \t]+\[.\])[^\r\n]*"
    r"|(?=(?>(?:[^\r\n:：?？]*+[:：?？]++)+)[ \t]*+(?![^\n]))[^\r\n]{0,200}[:：?？][ \t]*(?![^\n])"
    r"|(?!!?\[\[[^\[\]\r\n]*\]\])[^\s:]+::[^\r\n]*)"
)
_LINK = lazy_regex(r"!?\[\[[^\[\]\r\n]*\]\]|\]\([^()\r\n]*\)|https?://[^\s<>]+")
_LETTERS = lazy_regex(r"[^\W_]+")
_is_wide = "\u1100".__le__  # of a letter


def fingerprint(note: Note) -> str:
    """A fingerprint of the text below the properties; line ends and what is blank around it do not count.

    "" where there are hardly any words: headings, tasks, questions to be answered, lists of links, queries and
    templates that are still to be filled in are often alike, and say nothing.
    """
    if len(note.text) - note.body_start < _ENOUGH // 2 or not _says_something(note):
        return ""
    body = note.text[note.body_start :].strip()
    body = body.replace("\r", "") if note.carriage_returns else body
    return hashlib.sha256(body.encode("utf-16-le", "surrogatepass")).hexdigest()[:16]


def _says_something(note: Note) -> bool:
    """Whether there are enough words; no more of the text is read than is needed to know."""
    text = note.text
    if has_placeholder(text):
        return False
    count, position = 0, note.body_start
    for start, end in (*note.opaque, (len(text), len(text))):
        while position < start:
            stop = text.find("\n", min(position + _PIECE, start), start)
            stop = start if stop < 0 else stop
            prose = _NO_PROSE.sub("", "\n" + text[position:stop])
            if "]" in prose or "://" in prose:
                prose = _LINK.sub("", prose)
            for match in _LETTERS.finditer(prose):
                count += len(match[0]) + sum(map(_is_wide, match[0]))
                if count >= _ENOUGH:
                    return True
            position = stop
        position = max(position, end)
    return False
