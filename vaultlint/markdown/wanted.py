"""What a note type says of its sections, read: `正文|Text`, `背景?`, `正文/背景`, `例子{1,3}`."""

from __future__ import annotations

import re
from functools import lru_cache

from vaultlint.lazy_regex import lazy_regex
from vaultlint.values import NamedTuple

_ONCE: int | None = 1
_COUNTS = lazy_regex(r"(.*)\{(\d{1,4})(?:(,)(\d{1,4})?)?\}\s*", re.DOTALL)


class Wanted(NamedTuple):
    """A section of a note type: its accepted spellings, the first one its name.

    `least` and `most` (None: any number) say how often it may be there; `below` are the sections wanted in it, one
    level deeper.
    """

    spellings: tuple[str, ...]
    least: int = 1
    most: int | None = 1
    below: tuple[Wanted, ...] = ()

    @property
    def name(self) -> str:
        """The spelling that messages use."""
        return self.spellings[0]

    @property
    def optional(self) -> bool:
        """Whether the section may be absent."""
        return self.least == 0


@lru_cache(maxsize=64)
def wanted_sections(sections: tuple[str, ...]) -> tuple[Wanted, ...]:
    """The sections of a note type as configured.

    `相关文档?` is optional, `关联主题|标签` has two spellings, `例子{2,5}` is there two to five times, and `正文/背景`
    stands in `正文`, if that is named in front of it; else the bar is part of a name.
    """
    found: list[Wanted] = []
    for section in sections:
        _add(found, section)
    return tuple(found)


def _add(sections: list[Wanted], written: str) -> None:
    """Put a section among `sections`, or below the one of them that it names."""
    parent, bar, rest = written.partition("/")
    for index, section in enumerate(sections):
        if bar and rest.strip() and parent.strip() in section.spellings:
            below = list(section.below)
            _add(below, rest)
            sections[index] = section._replace(below=tuple(below))
            return
    section = _read(written)
    if section.spellings:
        sections.append(section)


def _read(written: str) -> Wanted:
    name = written.strip()
    optional = name.endswith("?")
    name = name.removesuffix("?")
    least, most = (0 if optional else 1), _ONCE
    counts = _COUNTS.fullmatch(name)
    if counts:
        name, low, comma, high = counts.groups()
        least = 0 if optional else int(low)
        most = max(int(high), 1) if high else None if comma else max(int(low), 1)
    return Wanted(tuple(each.strip() for each in name.split("|") if each.strip()), least, most)
