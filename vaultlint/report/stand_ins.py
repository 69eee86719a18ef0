"""Visible stand-ins for what cannot be seen: in frames and diffs every character has a place that can be pointed at."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from vaultlint.lazy_regex import lazy_regex

# Joiners shape the letters of Arabic, of India and of its neighbours, and make one emoji of several: there they are no
# fault, and a stand-in would break what stands around them.
_SHAPED = "\u0600-\u08ff\u0900-\u0dff\u0e00-\u109f\u1780-\u18af\u1b00-\u1cff\ufb50-\ufdff\ufe70-\ufefc"
_JOINED = "\u2190-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f"
_INVISIBLE = lazy_regex(
    "[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\ud800-\udfff]"
)
_AT_WORK = {
    "\u200c": lazy_regex(f"[{_SHAPED}]\u200c[{_SHAPED}]"),
    "\u200d": lazy_regex(f"[{_SHAPED}{_JOINED}]\u200d[{_SHAPED}{_JOINED}]"),
}
_NO_BREAK = "\xa0\u2007\u202f"


def pictured(text: str) -> str:
    """`text` on one line, with a visible stand-in for each character that cannot be seen or that moves the cursor."""
    return text if text.isprintable() else _INVISIBLE.sub(_picture, text)


def pictured_range(text: str, start: int, end: int) -> tuple[str, int, int]:
    """`pictured(text)`, and where the range `start:end` of `text` stands in it."""
    if text.isprintable():
        return text, start, end
    pieces: list[str] = []
    place, moved_start, moved_end = 0, start, end
    for match in _INVISIBLE.finditer(text):
        picture = _picture(match)
        at, more = match.start(), len(picture) - 1
        pieces += (text[place:at], picture)
        place = at + 1
        moved_start += more * (at < start)
        moved_end += more * (at < end)
    return "".join((*pieces, text[place:])), moved_start, moved_end


def visible_end(shown: str) -> str:
    """A line that has its stand-ins, with the spaces at its end visible, too."""
    bare = shown.rstrip(" \u3000")
    return shown if bare == shown else bare + shown[len(bare) :].replace(" ", "·").replace("\u3000", "□")


def _picture(match: re.Match[str]) -> str:
    character = match[0]
    joining = _AT_WORK.get(character)
    if joining and joining.match(match.string, max(match.start() - 1, 0)):
        return character
    return _stand_in(character)


@cache
def _stand_in(character: str) -> str:
    code = ord(character)
    if character == "\t":
        return "→"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if character in _NO_BREAK:
        return "⍽"
    if character == "\xad":
        return "¬"
    if unicodedata.category(character) == "Zs":
        return "␣"
    return f"<U+{code:04X}>"
