"""A text for the parser in which each character takes one byte, so that the parser's offsets are those of the note.

What CommonMark does with a character beyond ASCII does not depend on which one it is, but in two places: in the label
of a definition, and beside a mark that may open or close emphasis or a formula, where punctuation and space count.
"""

from __future__ import annotations

import unicodedata

from vaultlint.lazy_regex import lazy_regex

STAND_IN = (
    "\x7f"  # no white space, no punctuation, allowed in an address, and nothing in HTML: as a letter beyond ASCII
)
_ODD = r"[^\w\0-\x7f]"  # beyond ASCII, and neither a letter nor a number
_BESIDE_ODD = {mark: lazy_regex(rf"[{mark}](?:(?={_ODD})|(?<={_ODD}.))") for mark in "*_~$"}
_PUNCTUATION = ","
_NAMED_BY_LABELS = "]:"
_TO_ASCII = bytes.maketrans(b"?\0", STAND_IN.encode() + b"?")  # behind `encode`, which writes `?` for what is not ASCII


def in_ascii(text: str) -> str | None:
    """`text`, which holds no NUL, in ASCII at the same length, so that the parser reads it in the same way.

    None where there is no such text that is easily found. Addresses have stand-ins, too: see `written_address`.
    """
    if text.isascii():
        return text
    if _NAMED_BY_LABELS in text or STAND_IN in text:
        return None
    data = bytearray(text.replace("?", "\0").encode("ascii", "replace").translate(_TO_ASCII))
    for mark, beside_odd in _BESIDE_ODD.items():
        for found in beside_odd.finditer(text) if mark in text else ():
            before, after = found.start() - 1, found.start() + 1
            for place in (before, after):
                stand_in = _STAND_INS[text[place : place + 1]]
                if stand_in == STAND_IN:
                    return None
                if stand_in:
                    data[place] = ord(stand_in)
    return data.decode("ascii")


def written_address(text: str, plain: str, start: int, end: int, address: str) -> str | None:
    """What stands in `text` where a link has `address` in `plain`; None where that is not to be seen at once.

    Where the parser has found nothing to resolve in it, it is what the link ends with, behind `](` or `<`.
    """
    if text.startswith(plain[start:end], start):
        return address
    last = end - 1
    first = last - len(address)
    begins = first - 1 == start or plain.startswith("](", first - 2)
    return text[first:last] if begins and plain.startswith(address, first) else None


class _StandIns(dict[str, str]):
    """What is put in the place of a character beside a mark; "" where it stays, or there is none."""

    def __missing__(self, character: str) -> str:
        self[character] = stand_in = "" if character.isascii() else _stand_in(character)
        return stand_in


def _stand_in(character: str) -> str:
    category = unicodedata.category(character)
    if character.isspace() or category == "Cn":  # the parser may know a later Unicode
        return STAND_IN  # which is not accepted
    return _PUNCTUATION if category[0] in "PS" else ""


_STAND_INS = _StandIns()
