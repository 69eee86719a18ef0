"""Regions of a note that a plugin writes, and writes again: nothing in them is the author's.

Waypoint, Dataview Serializer, Dataview Publisher, tables of contents and their like mark them with two comments,
`%% Begin Waypoint %%` … `%% End Waypoint %%` or `<!-- toc -->` … `<!-- tocstop -->`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_COMMENT = re.compile(r"%%(?P<percent>(?:(?!%%).){1,4000}?)%%|<!--(?P<html>(?:(?!-->).){1,4000}?)-->", re.DOTALL)
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_BEGIN, _END = frozenset({"begin", "beginning", "start"}), frozenset({"end", "ending", "stop"})
_COMMANDS = re.compile(r"ignore|disable|enable|lint|prettier|spell|translat")  # what tools are told about the text
_OPENERS = frozenset({"serializedquery", "toc"})  # which say nothing of a beginning
_CLOSERS = {"tocstop": "toc", "tocend": "toc"}
_SAID = 8  # words of a comment that are looked at


class _Mark(NamedTuple):
    name: str
    opens: bool


@lru_cache(maxsize=4)
def generated_regions(text: str) -> tuple[tuple[int, int], ...]:
    """The bounds of the regions, the marks included, in order; a region whose end is not marked is none."""
    if "%%" not in text and "<!--" not in text:
        return ()
    regions: list[tuple[int, int]] = []
    opened: tuple[str, int] | None = None
    for match in _COMMENT.finditer(text):
        mark = _mark(match["percent"] or match["html"] or "")
        if mark is None:
            continue
        if mark.opens:
            opened = opened or (mark.name, match.start())
        elif opened and opened[0] == mark.name:
            regions.append((opened[1], match.end()))
            opened = None
    return tuple(regions)


def is_generated(text: str, offset: int) -> bool:
    """Whether `offset` lies in such a region of `text`."""
    return any(start <= offset < end for start, end in generated_regions(text))


def _mark(comment: str) -> _Mark | None:
    """What a comment begins or ends: its name is the word beside `begin` or `end`."""
    words = [word.lower() for word in _WORD.findall(comment[:200])[:_SAID]]
    if not words:
        return None
    if words[0] in _CLOSERS:
        return _Mark(_CLOSERS[words[0]], False)
    if words[0] in _OPENERS:
        return _Mark(words[0], words[1:2] not in (["end"], ["stop"]))
    for index, word in enumerate(words[:3]):
        if word in _BEGIN or word in _END:
            name = "".join(words[:index]) or "".join(words[1:2])
            return _Mark(name, word in _BEGIN) if name and not _COMMANDS.search(name) else None
    return None
