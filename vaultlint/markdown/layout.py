"""How the headings of a note fit the sections that its note type asks for."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from vaultlint.cached import cached_property
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.titles import form_key, nearness
from vaultlint.markdown.wanted import Wanted, wanted_sections
from vaultlint.values import NamedTuple, frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultlint.markdown.elements import Heading, Section
    from vaultlint.markdown.note import Note

_LINK_ITEM = lazy_regex(r"(?m)^[ \t]*(?:[-*+]|\d+[.)])[ \t]+!?\[\[")


class NearMiss(NamedTuple):
    """A heading that seems to mean a section which the note lacks.

    `kind` is `form` (width, spaces, punctuation at the end, bold), `level` (not level 2) or `word`; `name` is the
    spelling it comes closest to.
    """

    heading: Heading
    kind: str
    name: str


class Below(NamedTuple):
    """A section that is wanted in another one: that one's heading, and the headings that spell it, one level deeper."""

    wanted: Wanted
    above: Heading
    found: tuple[Heading, ...]


@lru_cache(maxsize=256)
def spellings_of(sections: tuple[str, ...], title: str) -> tuple[str, ...]:
    """All accepted spellings of the section that `title` names, be it by several of them (`摘要|总结`).

    `title` alone where it is none of `sections`.
    """
    named = [name.strip() for name in title.removesuffix("?").split("|")]
    known = [wanted.spellings for wanted in wanted_sections(sections) if not set(named).isdisjoint(wanted.spellings)]
    return tuple(dict.fromkeys([*named, *(spelling for spellings in known for spelling in spellings)]))


@lru_cache(maxsize=64)
def _indices(sections: tuple[str, ...]) -> dict[str, int]:
    wanted = wanted_sections(sections)
    return {spelling: index for index, section in enumerate(wanted) for spelling in section.spellings}


@frozen
class Layout:
    """The wanted sections of a note and where they are: `found[i]` are the sections that spell `wanted[i]`.

    `indices` tells the `i` of a spelling.
    """

    note: Note
    wanted: tuple[Wanted, ...]
    found: tuple[tuple[Section, ...], ...]
    indices: dict[str, int]

    def index(self, title: str) -> int | None:
        """Which wanted section a heading spells exactly, or None."""
        return self.indices.get(title)

    @cached_property
    def absent(self) -> tuple[int, ...]:
        """The wanted sections, optional ones too, that the note does not have."""
        return tuple([index for index, sections in enumerate(self.found) if not sections])

    @cached_property
    def below(self) -> tuple[Below, ...]:
        """The sections that are wanted in others, optional ones too, wherever those are there."""
        found: list[Below] = []
        for index in [index for index, wanted in enumerate(self.wanted) if wanted.below]:
            wanted = self.wanted[index]
            for section in self.found[index]:
                headings = [heading for heading in self.note.headings if not heading.nested]
                inside = [heading for heading in headings if section.start <= heading.start < section.end]
                found += _below(wanted, section.heading, inside)
        return tuple(found)

    @cached_property
    def near(self) -> dict[int, NearMiss]:
        """For absent sections, the heading that comes closest, if one comes close."""
        chosen: dict[int, NearMiss] = {}
        taken: set[int] = set()
        for index in self.absent:
            misses = [miss for miss in self._misses(self.wanted[index]) if miss.heading.start not in taken]
            if misses:
                chosen[index] = min(misses, key=lambda miss: ("form", "level", "word").index(miss.kind))
                taken.add(chosen[index].heading.start)
        return chosen

    @cached_property
    def _others(self) -> list[Heading]:
        """The headings that spell no wanted section, but share a character with one."""
        share, exact = _shared("".join(self.indices)).search, self.indices
        return [
            heading
            for heading in self.note.headings
            if share(heading.text) and not heading.nested and not (heading.level == 2 and heading.text in exact)
        ]

    def _misses(self, wanted: Wanted) -> list[NearMiss]:
        found = []
        for heading in self._others:
            for name in wanted.spellings:
                kind = _kind(heading, name)
                if kind and (kind == "form" or not wanted.optional or self._lists_links(heading)):
                    found.append(NearMiss(heading, kind, name))
                    break
        return found

    def _lists_links(self, heading: Heading) -> bool:
        """Whether a list of wiki links follows: then even an optional section was meant, not another subject."""
        following = [other.start for other in self.note.headings if other.start > heading.start]
        end = following[0] if following else len(self.note.text)
        return _LINK_ITEM.search(self.note.text, heading.end, end) is not None


def _below(wanted: Wanted, above: Heading, inside: Sequence[Heading]) -> Iterator[Below]:
    """What is wanted in the section of the heading `above`, and deeper; `inside` are the headings in it."""
    for each in wanted.below:
        level = above.level + 1
        found = [heading for heading in inside if heading.level == level and heading.text in each.spellings]
        yield Below(each, above, tuple(found))
        for heading in found if each.below else ():
            yield from _below(each, heading, _inside(heading, inside))


def _inside(heading: Heading, headings: Sequence[Heading]) -> list[Heading]:
    """Those of the headings that stand below one of them."""
    behind = [other for other in headings if other.start > heading.start]
    return list(takewhile(lambda other: other.level > heading.level, behind))


@lru_cache(maxsize=256)
def _shared(name: str) -> re.Pattern[str]:
    """A character of the name: a heading without any is not worth a closer look."""
    return re.compile(f"[{re.escape(name)}]", re.IGNORECASE)


def _kind(heading: Heading, name: str) -> str | None:
    """How the heading misses the section name, or None."""
    if len(heading.text) > len(name) + 20 or not _shared(name).search(heading.text):
        return None
    if heading.level != 2:
        return "level" if form_key(heading.text) == form_key(name) else None
    kind = nearness(heading.text, name)
    return None if kind == "same" else kind


def lay_out(note: Note, sections: tuple[str, ...]) -> Layout:
    """The layout of a note against the sections of its type."""
    wanted, indices = wanted_sections(sections), _indices(sections)
    found: list[tuple[Section, ...]] = [()] * len(wanted)
    for section in note.sections if wanted else ():
        index = indices.get(section.heading.text)
        if index is not None:
            found[index] += (section,)
    return Layout(note, wanted, tuple(found), indices)
