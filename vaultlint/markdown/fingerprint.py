"""What a note's text is recognised by: two notes with the same fingerprint hold the same text."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultlint.markdown.note import Note

_ENOUGH = 60  # letters and digits of prose; one of Chinese, Japanese or Korean counts as two
_NOT_PROSE = re.compile(
    r"^[ \t>]*(?:#{1,6}[ \t]|[-*+][ \t]+\[.\])[^\r\n]*|^[^\r\n]{0,200}[:：?？][ \t]*$|!?\[\[[^\[\]\r\n]*\]\]|\]\([^()\r\n]*\)|https?://[^\s<>]+|^[^\s:]+::[^\r\n]*",
    re.MULTILINE,
)
_LETTER = re.compile(r"[^\W_]")
_TEMPLATE = ("{{", "<%")


def fingerprint(note: Note) -> str:
    """A fingerprint of the text below the properties, however its words are spaced.

    "" where there are hardly any words: headings, tasks, questions to be answered, lists of links, queries and
    templates that are still to be filled in are often alike, and say nothing.
    """
    if len(note.text) - note.body_start < _ENOUGH // 2 or not _says_something(note):
        return ""
    body = " ".join(note.text[note.body_start :].split())
    return hashlib.blake2b(body.encode(errors="surrogatepass"), digest_size=8).hexdigest()


def _says_something(note: Note) -> bool:
    count, position = 0, note.body_start
    for start, end in (*note.opaque, (len(note.text), len(note.text))):
        if start > position:
            piece = note.text[position:start]
            if any(mark in piece for mark in _TEMPLATE):
                return False
            prose = _NOT_PROSE.sub("", piece)
            count += sum(1 if letter < "\u1100" else 2 for letter in _LETTER.findall(prose[: 4 * _ENOUGH]))
        position = max(position, end)
    return count >= _ENOUGH
