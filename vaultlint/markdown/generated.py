"""Regions of a note that a plugin writes, and writes again: nothing in them is the author's.

Waypoint, Dataview Serializer, Dataview Publisher, tables of contents and their like mark them with two comments,
`%% Begin Waypoint %%` … `%% End Waypoint %%` or `<!-- toc -->` … `<!-- tocstop -->`. What must not be edited below a
comment that says so goes on to the end of the note.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENING = lazy_regex("%%|<!--")
_CLOSING = {"%%": "%%", "<!--": "-->"}
_WORD = lazy_regex(r"[^\W_]+", re.UNICODE)
_BEGIN, _END = frozenset({"begin", "beginning", "start"}), frozenset({"end", "ending", "stop"})
# What tools are told about the text, and what they leave to the author.
_COMMANDS = lazy_regex(r"ignore|disable|enable|lint|prettier|spell|translat|annotation|notes?$")
_BELOW = lazy_regex(r"(?:don.?t|do not|never) edit (?:anything )?below", re.IGNORECASE)
_OPENERS = frozenset({"serializedquery", "toc"})  # which say nothing of a beginning
_CLOSERS = {"tocstop": "toc", "tocend": "toc"}
_SAID = 8  # words of a comment that are looked at
_FIRST = 4  # of them may say that it begins or ends something
_LOOKED_AT = 200  # characters of it


class _Mark(NamedTuple):
    name: str
    opens: bool


def generated_regions(text: str) -> tuple[tuple[int, int], ...]:
    """The bounds of the regions, the marks included, in order; a region whose end is not marked is none."""
    return _regions(text) if ("%" in text and "%%" in text) or ("<" in text and "<!--" in text) else ()


@lru_cache(maxsize=4)
def _regions(text: str) -> tuple[tuple[int, int], ...]:
    regions: list[tuple[int, int]] = []
    opened: tuple[str, int] | None = None
    for start, end, comment in _comments(text):
        if _BELOW.search(comment) and not text[text.rfind("\n", 0, start) + 1 : start].strip():
            return (*regions, (opened[1] if opened else start, len(text)))
        mark = _mark(comment)
        if mark is None:
            continue
        if mark.opens:
            opened = opened or (mark.name, start)
        elif opened and opened[0] == mark.name:
            regions.append((opened[1], end))
            opened = None
    return tuple(regions)


def _comments(text: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of each comment, the marks included, and how its content begins."""
    position, unclosed = 0, set[str]()
    while match := _OPENING.search(text, position):
        closing = _CLOSING[match[0]]
        end = -1 if closing in unclosed else text.find(closing, match.end())
        if end < 0:  # nor will a later one of its kind have an end
            unclosed.add(closing)
            position = match.end()
            continue
        yield match.start(), end + len(closing), text[match.end() : min(end, match.end() + _LOOKED_AT)]
        position = end + len(closing)


def is_generated(text: str, offset: int) -> bool:
    """Whether `offset` lies in such a region of `text`."""
    regions = generated_regions(text)
    index = bisect_right(regions, offset, key=itemgetter(0)) - 1
    return index >= 0 and offset < regions[index][1]


def _mark(comment: str) -> _Mark | None:
    """What a comment begins or ends: its name is the word beside `begin` or `end`."""
    words = [word.lower() for word in _WORD.findall(comment)[:_SAID]]
    if not words:
        return None
    if words[0] in _CLOSERS:
        return _Mark(_CLOSERS[words[0]], False)
    if words[0] in _OPENERS:
        return _Mark(words[0], words[1:2] not in (["end"], ["stop"]))
    for index, word in enumerate(words[:_FIRST]):
        if word in _BEGIN or word in _END:
            name = "".join(words[:index]) or "".join(words[1:2])
            return _Mark(name, word in _BEGIN) if name and not _COMMANDS.search(name) else None
    return None
