"""What the notes of a vault look like, for `vaultlint init`: sections, properties, relations and links of each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.parse import parse_note
from vaultlint.settings import Relations
from vaultlint.values import NamedTuple, frozen
from vaultlint.vault.resolve import Resolver

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultlint.markdown.elements import Property
    from vaultlint.markdown.note import Note
    from vaultlint.vault.listing import Listing
    from vaultlint.vault.source import Source

_LINE = lazy_regex(r"\r\n?|\n")
_DATE = lazy_regex(r"\d{4}-\d{2}-\d{2}")
_DATETIME = lazy_regex(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?")
_URL = lazy_regex(r"https?://\S+")
_LINK = lazy_regex(r"\[\[[^\[\]]+\]\]")


INDEXES = frozenset({"readme", "index", "_index", "home", "moc", "目录", "索引", "首页"})


class Value(NamedTuple):
    """A property that is not empty: the type that fits it, and its text where it is one value."""

    type: str
    text: str


@frozen
class Shape:
    """One note. `sections` are the titles of its level-2 headings in order; `targets` the
    notes and files it links to."""

    path: str
    sections: tuple[str, ...]
    properties: dict[str, Value]
    reasons: tuple[tuple[str, str], ...]  # section and reason of each relation
    items: tuple[tuple[str, str], ...]  # section and target of the list items that are one link to a note
    targets: frozenset[str]
    lists: dict[str, tuple[int, int]] = field(default_factory=dict)  # section: items that are one link, and lines

    @property
    def name(self) -> str:
        """The file name without `.md`."""
        return self.path.rpartition("/")[2][:-3]

    @property
    def is_index(self) -> bool:
        """Whether the note is about its folder: a README, an index, or a note that is called as its folder."""
        name = self.name.lower()
        folder = self.path.rpartition("/")[0].rpartition("/")[2].lower()
        return name in INDEXES or name == folder or name.endswith((" moc", "-moc", "_moc", "(moc)"))


def survey(source: Source, listing: Listing, progress: Callable[[int, int], None] | None = None) -> list[Shape]:
    """The shapes of all notes that can be read; `progress` is told how many have been looked at, and of how many."""
    resolver = Resolver(listing.files)

    def resolve(link_path: str, path: str) -> str:
        return resolver.resolve(link_path, path).target or ""

    shapes = []
    for done, entry in enumerate(listing.notes):
        if progress:
            progress(done, len(listing.notes))
        try:
            data = source.read(entry.path)
        except OSError:
            continue
        shapes.append(_shape(parse_note(entry.path, data), resolve))
    return shapes


def _shape(note: Note, resolve: Callable[[str, str], str]) -> Shape:
    properties = note.frontmatter.properties if note.frontmatter else ()
    items = []
    for item in note.items:
        links = [link for link in note.links if item.content_start == link.start and link.end == item.end]
        if links and item.depth == 0:
            items.append((links[0].section, resolve(links[0].path, note.path)))
    return Shape(
        note.path,
        tuple(section.title for section in note.sections),
        {prop.key: value for prop in properties if (value := _value(prop))},
        tuple(_reasons(note)),
        tuple(items),
        frozenset(filter(None, (resolve(link.path, note.path) for link in note.links if link.path))),
        _lists(note, Counter(section for section, _ in items)),
    )


def _lists(note: Note, items: Counter[str]) -> dict[str, tuple[int, int]]:
    """For each section that is not empty how many of its lines are list items of one link, and how many it has."""
    lines: Counter[str] = Counter()
    for section in note.sections:
        lines[section.title] += sum(bool(line.strip()) for line in _LINE.split(note.text[section.start : section.end]))
    return {title: (items[title], count) for title, count in lines.items() if count}


def _value(prop: Property) -> Value | None:
    if prop.shape == "map":
        return Value("", "")
    if prop.shape == "list":
        return Value({"tags": "tags", "aliases": "aliases"}.get(prop.key, "list"), "") if prop.texts else None
    scalar = prop.values[0] if prop.values else None
    if scalar is None or scalar.type == "empty" or not scalar.text.strip():
        return None
    return Value(_text_type(scalar.text) if scalar.type == "text" else scalar.type, scalar.text)


def _text_type(text: str) -> str:
    for pattern, name in ((_DATE, "date"), (_DATETIME, "datetime"), (_URL, "url"), (_LINK, "link")):
        if pattern.fullmatch(text):
            return name
    return "text"


def _reasons(note: Note) -> list[tuple[str, str]]:
    """Section and reason of the list items that are written as relations."""
    if _LABEL not in note.text:
        return []
    found = ((match.start(), match[1].strip()) for match in _RELATION.finditer(note.text))
    return [(note.section_at(start), reason) for start, reason in found if reason]


_LABEL = Relations().reason_label
_RELATION = lazy_regex(rf"^[-*+] +\[\[[^\n]+?\]\][；; ]*{_LABEL}[：:]([^；;\n]*)", re.MULTILINE)
