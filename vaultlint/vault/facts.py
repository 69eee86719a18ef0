"""What the rest of a vault needs to know about a note: small, and able to cross a process or go into the cache."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter, itemgetter
from sys import intern
from typing import TYPE_CHECKING, Any, TypeVar

from vaultlint.cached import cached_property
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.elements import Heading, Link
from vaultlint.markdown.fences import open_fences
from vaultlint.markdown.fingerprint import fingerprint
from vaultlint.markdown.inline import is_tag
from vaultlint.markdown.relation import Relation, Topic, read_relations, read_topics
from vaultlint.markdown.section_lines import TagLine, read_tag_lines
from vaultlint.markdown.slips import Slip, find_slips
from vaultlint.markdown.subpath import Outline, heading_key
from vaultlint.paths import name_of
from vaultlint.values import frozen
from vaultlint.vault.resolve import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from vaultlint.markdown.elements import Scalar
    from vaultlint.markdown.note import Note
    from vaultlint.settings import Settings

RowT = TypeVar("RowT", Link, Heading, Relation, Topic, TagLine, Slip)
_PATH, _SUBPATH = Link._fields.index("path"), Link._fields.index("subpath")
ANY = "*"
_HEADING = lazy_regex(r"^[ \t>]*#{1,6}[ \t]+([^\r\n]+)", re.MULTILINE)


@frozen
class NoteFacts:
    """The facts of one note.

    Rows are plain tuples (lists, when they come from the cache); the properties give them names.
    """

    path: str
    type_name: str  # the note type, or ""
    title: str
    title_place: tuple[int, int]
    aliases: tuple[tuple[str, int, int], ...]  # text, start, end
    link_rows: tuple[tuple[Any, ...], ...]
    heading_rows: tuple[tuple[Any, ...], ...]
    block_rows: tuple[tuple[str, int, int], ...]
    footnotes: tuple[str, ...]
    relation_rows: tuple[tuple[Any, ...], ...]
    topic_rows: tuple[tuple[Any, ...], ...]
    tag_line_rows: tuple[tuple[Any, ...], ...]  # lines of tags in the topic section
    values: dict[str, tuple[tuple[str, int, int], ...]]  # property values that vault rules compare, by key
    decodable: bool = True  # whether the note is valid UTF-8; what another note is not cannot be judged
    swallowed: tuple[str, ...] = ()  # compared form of the headings that an unclosed code fence swallows
    slip_rows: tuple[tuple[Any, ...], ...] = ()  # near links: see `markdown.slips`
    tag_rows: tuple[tuple[str, int, int], ...] = ()  # tags without `#`, and where the name stands
    keys: tuple[str, ...] = ()  # of the properties
    body: str = ""  # a fingerprint of the text below the properties; "" where it is too short to be compared
    named_rows: tuple[tuple[Any, ...], ...] = ()  # of a base: see `vault.board_facts`
    fault_rows: tuple[tuple[Any, ...], ...] = ()  # of a canvas or base

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All internal links, in the order of their starts."""
        return _named(Link, self.link_rows)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """All headings, in text order."""
        return _named(Heading, self.heading_rows)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """The list items of the relation section."""
        return _named(Relation, self.relation_rows)

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """The list items of the topic section."""
        return _named(Topic, self.topic_rows)

    @cached_property
    def tag_lines(self) -> tuple[TagLine, ...]:
        """The lines of tags in the topic section."""
        return _named(TagLine, self.tag_line_rows)

    @cached_property
    def slips(self) -> tuple[Slip, ...]:
        """Text that was meant to be a link and is none."""
        return _named(Slip, self.slip_rows)

    @cached_property
    def heading_keys(self) -> list[tuple[int, str]]:
        """Level and compared form of each heading."""
        return [(row[0], heading_key(row[3])) for row in self.heading_rows]

    @cached_property
    def outline(self) -> Outline:
        """The headings, for looking up subpaths."""
        return Outline(self.heading_keys)

    @cached_property
    def block_names(self) -> frozenset[str]:
        """Lower-case names of the block ids; Obsidian compares them without case (47)."""
        return frozenset(row[0].lower() for row in self.block_rows)

    @property
    def pointers(self) -> set[str]:
        """The names, as `pointer_key` gives them, that links to headings and blocks have."""
        return {pointer_key(row[_PATH] or self.path) for row in self.link_rows if row[_SUBPATH]}

    @property
    def name(self) -> str:
        """The file name without folder and without `.md`."""
        return name_of(self.path)

    @property
    def folder(self) -> str:
        """The folder of the note, without a final `/`."""
        return self.path.rpartition("/")[0]

    @cached_property
    def _tops(self) -> list[tuple[int, str]]:
        """Where a section begins or, with "", ends."""
        headings = (Heading(*row) for row in self.heading_rows if row[0] <= 2)
        tops = [heading for heading in headings if not heading.nested]
        return [(heading.start, heading.text if heading.level == 2 else "") for heading in tops]

    def has_section(self, titles: Collection[str]) -> bool:
        """Whether a level-2 heading, be it nested, has one of these titles."""
        return any(row[0] == 2 and row[3] in titles for row in self.heading_rows)

    def section_at(self, offset: int) -> str:
        """The title of the section that holds `offset`, or ""."""
        index = bisect_right(self._tops, offset, key=itemgetter(0)) - 1
        return self._tops[index][1] if index >= 0 else ""

    def pack(self) -> tuple[Any, ...]:
        """Plain values, for `marshal` between processes or JSON in the cache."""
        row: tuple[Any, ...] = _fields_of(self)
        return row

    @classmethod
    def unpack(cls, row: tuple[Any, ...]) -> NoteFacts:
        """The facts that `pack` packed."""
        return cls(*row)


def _named(kind: type[RowT], rows: Iterable[tuple[Any, ...]]) -> tuple[RowT, ...]:
    """Rows with names for their columns. There are hundreds of thousands: this takes half the time of `kind(*row)`."""
    new = tuple.__new__
    return tuple([new(kind, row) for row in rows])


def pointer_key(path: str) -> str:
    """What a link path and the paths of all files that it may open have in common; `ANY` for what may open any file."""
    name = fold(path.replace("\\", "/").rstrip("/").rpartition("/")[2])
    while name.endswith(".md"):
        name = name[:-3]
    return ANY if name in (".", "..") else " ".join(name.split())


_fields_of = attrgetter(*NoteFacts.__dataclass_fields__)


def facts_of(
    note: Note,
    settings: Settings,
    type_name: str,
    value_keys: tuple[str, ...] = (),
    relations: tuple[Relation, ...] | None = None,
    topics: tuple[Topic, ...] | None = None,
) -> NoteFacts:
    """The facts of a parsed note. `value_keys` are the properties whose values vault rules compare.

    `relations` and `topics` are those of the note, where they have been read before.
    """
    relations = read_relations(note, settings.relations) if relations is None else relations
    topics = read_topics(note, settings.topics.section) if topics is None else topics
    title = note.frontmatter.get("title") if note.frontmatter else None
    return NoteFacts(
        note.path,
        type_name,
        note.title,
        (title.start, title.end) if title else (0, 0),
        tuple((alias.text, alias.start, alias.end) for alias in note.aliases),
        tuple(map(tuple, note.links)),
        tuple(map(tuple, note.headings)),
        tuple([(block.name, block.start, block.end) for block in note.block_ids]),
        _footnotes(note),
        tuple(map(tuple, relations)),
        tuple(map(tuple, topics)),
        tuple(map(tuple, read_tag_lines(note, settings.topics.section))),
        _values(note, value_keys),
        note.decodable,
        _swallowed_headings(note),
        tuple(map(tuple, find_slips(note))),
        _tags(note),
        tuple([intern(prop.key) for prop in note.frontmatter.properties]) if note.frontmatter else (),
        fingerprint(note),
        (),
        (),
    )


def _tags(note: Note) -> tuple[tuple[str, int, int], ...]:
    """The tags of a note: those of its `tags` property that are valid there, then those of its text."""
    prop = note.frontmatter.get("tags") if note.frontmatter else None
    values = [value for value in prop.values if value.type != "empty" and is_tag(value.text)] if prop else []
    in_list = [_tag_in_properties(note, value) for value in values]
    return (*in_list, *[(tag.name, tag.start + 1, tag.end) for tag in note.tags])


def _tag_in_properties(note: Note, value: Scalar) -> tuple[str, int, int]:
    name = value.text.removeprefix("#")
    start = note.text.find(name, value.start, value.end)
    return (name, start, start + len(name)) if start >= 0 else (name, value.start, value.end)


def _swallowed_headings(note: Note) -> tuple[str, ...]:
    if "fence" not in note.by_kind:
        return ()
    return tuple(
        heading_key(match[1])
        for fence in open_fences(note)
        for match in _HEADING.finditer(note.text, fence.opening_end, fence.end)
    )


def _footnotes(note: Note) -> tuple[str, ...]:
    starts = [span.start for span in note.by_kind.get("footnote", ())]
    return tuple(note.text[start + 2 : note.text.find("]", start)].lower() for start in starts)


def _values(note: Note, keys: tuple[str, ...]) -> dict[str, tuple[tuple[str, int, int], ...]]:
    if note.frontmatter is None or not keys:
        return {}
    found = {}
    for key in keys:
        prop = note.frontmatter.get(key)
        if prop and prop.values:
            found[key] = tuple((value.text, value.start, value.end) for value in prop.values)
    return found
