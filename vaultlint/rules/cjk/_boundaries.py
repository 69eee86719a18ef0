"""Where Chinese text meets Latin letters and digits, found on a mask (`Note.prose`)."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.stand_ins import CLOSE, OPEN
from vaultlint.rules.cjk._text import HAN, is_han
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.markdown.note import Note

_MARKS = OPEN + CLOSE
# Each pattern begins with a small class of characters: that is what makes it fast.
_LETTER = lazy_regex(rf" (?:(?<=[{HAN}] )(?=[A-Za-z])|(?<=[A-Za-z] )(?=[{HAN}]))")
_EITHER = lazy_regex(rf" (?:(?<=[{HAN}] )(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%] )(?=[{HAN}]))")
_GLUED = lazy_regex(rf"[A-Za-z0-9%+#](?:(?<=[{HAN}{_MARKS}].)|(?=[{_MARKS}{HAN}])(?=[{_MARKS}]*[{HAN}]))")
_TOKEN = lazy_regex(r"[A-Za-z0-9.+%#]+")
_BEFORE = lazy_regex(r"[A-Za-z0-9.+%#]+\Z")
_DATE = lazy_regex(r"[0-9.]+[年月日号时分秒天点]")
_TIES = "-/_·@\\~"
_REACH = 40  # code points that a token may have


class Boundary(NamedTuple):
    """A place between a Han character and a Latin one: `offset` is where a space belongs, `digit` tells the kind."""

    offset: int
    token: str
    digit: bool
    han_first: bool


def spaced(note: Note) -> int:
    """How many boundaries have a space."""
    return len(_EITHER.findall(note.prose, note.body_start))


def spaced_letters(note: Note) -> int:
    """How many boundaries with letters have a space; those of `spaced` that are left are boundaries with digits."""
    return len(_LETTER.findall(note.prose, note.body_start))


def glued(note: Note, most: int | None = None) -> Iterator[Boundary]:
    """The boundaries without a space, but for those that never have one: dates, single letters, parts of names.

    Nothing where there are more than `most` of them: such a text has no spaces by habit, and is not looked at closely.
    """
    prose = note.prose
    starts: Iterable[int] = (match.start() for match in _GLUED.finditer(prose, note.body_start))
    if most is not None:
        starts = list(islice(starts, most + 1))
        if len(starts) > most:
            return
    for start in starts:
        for offset, han_first in _places(prose, start):
            boundary = _judge(prose, offset, han_first)
            if boundary is not None:
                yield boundary


def _places(prose: str, latin: int) -> Iterator[tuple[int, bool]]:
    """Where the Latin character at `latin` meets Han characters, marks of emphasis left out of account.

    The place is outside the marks: behind those that close and in front of those that open.
    """
    low, high = latin, latin + 1
    while low and prose[low - 1] in _MARKS:
        low -= 1
    while prose[high : high + 1] and prose[high] in _MARKS:
        high += 1
    if low and is_han(prose[low - 1]) and prose[latin].isalnum():
        closing = prose[low:latin].rstrip(OPEN)
        if OPEN not in closing:
            yield low + len(closing), True
    if is_han(prose[high : high + 1]):
        closing = prose[latin + 1 : high].rstrip(OPEN)
        if OPEN not in closing:
            yield latin + 1 + len(closing), False


def _judge(prose: str, offset: int, han_first: bool) -> Boundary | None:
    token, beyond = _latin(prose, offset, han_first)
    following = "" if han_first else _character(prose, offset, 1)
    if not any(character.isalnum() for character in token) or token[:1] == "#":
        return None
    if (len(token) == 1 and token.isalpha()) or (beyond and beyond in _TIES) or (han_first and _in_path(prose, offset)):
        return None
    if _in_title(prose, offset) or _DATE.match(token + (beyond if han_first else following)):
        return None
    return Boundary(offset, token, not any(character.isalpha() for character in token), han_first)


def _in_path(prose: str, offset: int) -> bool:
    """Whether the Han characters in front of `offset` follow a slash: `笔记/中文abc` names a file."""
    low = offset
    while low and offset - low < _REACH and is_han(prose[low - 1]):
        low -= 1
    return prose[low - 1 : low] in ("/", "\\")


def _in_title(prose: str, offset: int) -> bool:
    """Whether the place lies in `《…》`: the name of a work is written as its author wrote it."""
    low = max(prose.rfind("\n", 0, offset), offset - 100, 0)
    return prose.rfind("《", low, offset) > prose.rfind("》", low, offset)


def _latin(prose: str, offset: int, han_first: bool) -> tuple[str, str]:
    """The Latin token at the boundary, and the character on its other side."""
    if han_first:
        while prose[offset : offset + 1] and prose[offset] in _MARKS:
            offset += 1
        match = _TOKEN.match(prose, offset, offset + _REACH)
        return (match[0], prose[match.end() : match.end() + 1]) if match else ("", "")
    while offset and prose[offset - 1] in _MARKS:
        offset -= 1
    match = _BEFORE.search(prose, max(offset - _REACH, 0), offset)
    return (match[0], prose[match.start() - 1 : match.start()]) if match else ("", "")


def _character(prose: str, offset: int, step: int) -> str:
    """The first character from `offset` on that is no mark."""
    while prose[offset : offset + 1] and prose[offset] in _MARKS:
        offset += step
    return prose[offset : offset + 1]
