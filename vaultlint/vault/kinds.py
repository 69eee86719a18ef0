"""What rules about the whole vault look at: the facts of all notes of one kind, links already resolved.

A rule names the kind, a key of `KINDS`, as its first parameter.
For each kind a note gives a slice of plain values, which is kept with it; the rule sees all slices together. Where no
slice differs but in its places, the rule need not run again: what it found moves with the places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from vaultlint.cached import cached_property
from vaultlint.paths import is_note, name_of
from vaultlint.values import NamedTuple
from vaultlint.vault.board_facts import Named

if TYPE_CHECKING:
    from vaultlint.settings import Settings
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.obsidian import ObsidianSettings
    from vaultlint.vault.view import View

Slice = Sequence[Any]


class Around:
    """What every kind knows besides its slices: all files, the linted notes, the checked boards, the settings.

    `asked_files` says whether a rule has looked at the files, and so has to run again when one comes or goes.
    """

    def __init__(
        self,
        files: frozenset[str],
        notes: Sequence[str],
        boards: Sequence[str],
        settings: Settings,
        obsidian: ObsidianSettings,
        rows: Iterable[tuple[str, Slice]],
    ) -> None:
        self._files, self._notes, self._boards = files, notes, boards
        self.settings, self.obsidian, self._rows = settings, obsidian, rows
        self.asked_files = False

    @cached_property
    def slices(self) -> Mapping[str, Slice]:
        """The slices of all notes and boards that give one, by path; they are not read before a rule looks at them."""
        return dict(self._rows)

    @property
    def files(self) -> frozenset[str]:
        """The paths of all files."""
        self.asked_files = True
        return self._files

    @property
    def notes(self) -> Sequence[str]:
        """The linted notes, in path order."""
        self.asked_files = True
        return self._notes

    @property
    def boards(self) -> Sequence[str]:
        """The canvases and bases that are checked, in path order."""
        self.asked_files = True
        return self._boards

    @cached_property
    def linted(self) -> frozenset[str]:
        """The linted notes."""
        return frozenset(self.notes)


class Files(Around):
    """The files of the vault, by their paths only."""

    @cached_property
    def checked(self) -> list[str]:
        """The notes that are linted and all files that are no notes, in path order."""
        linted = self.linted
        return sorted([path for path in self.files if not is_note(path) or path in linted])


class Edge(NamedTuple):
    """A relation with a link: what it says, the link as written, the file that it opens, and where it stands."""

    path: str
    title: str
    reason: str | None
    explanation: str | None
    link_path: str
    display: str | None
    target: str | None
    reason_start: int
    reason_end: int
    explanation_start: int
    explanation_end: int

    @property
    def name(self) -> str:
        """The file name of the note, without `.md`."""
        return name_of(self.path)


_EDGE_PLACES = Edge._fields.index("reason_start") - 2  # in a row of a slice, which has no path and no title


class Relations(Around):
    """The relations of all notes that have a link, in path and text order."""

    @cached_property
    def edges(self) -> list[Edge]:
        """Every relation."""
        new = tuple.__new__
        return [new(Edge, (path, slice_[0], *row)) for path, slice_ in sorted(self.slices.items()) for row in slice_[1]]


def _relations_of(note: NoteFacts, view: View) -> Slice | None:
    rows = [
        (
            relation.reason,
            relation.explanation,
            link.path,
            link.display,
            resolution.target,
            relation.reason_start,
            relation.reason_end,
            relation.explanation_start,
            relation.explanation_end,
        )
        for relation, (_, link, resolution) in view.relation_edges(note)
    ]
    return (note.title, rows) if rows else None


def _bare_relations(found: Slice) -> Any:
    return found[0], [row[:_EDGE_PLACES] for row in found[1]]


class Value(NamedTuple):
    """A text with its bounds."""

    text: str
    start: int
    end: int


class Titled(NamedTuple):
    """The title of a note, and the values of its properties that rules compare."""

    path: str
    title: Value
    values: Mapping[str, Sequence[Value]]
    type_name: str


class Titles(Around):
    """The titles, and the property values that are compared (see `facts_of`), of all notes that have any."""

    def __iter__(self) -> Iterator[Titled]:
        for path, (title, *place, values, type_name) in sorted(self.slices.items()):
            named = {key: [Value(*row) for row in rows] for key, rows in values.items()}
            yield Titled(path, Value(title, *place), named, type_name)


def _titles_of(note: NoteFacts, view: View) -> Slice | None:  # noqa: ARG001 (all kinds are asked alike)
    return (note.title, *note.title_place, note.values, note.type_name) if note.title or note.values else None


def _bare_titles(found: Slice) -> Any:
    return found[0], {key: [row[0] for row in rows] for key, rows in found[3].items()}, found[4]


class Links(Around):
    """Which files the links of each note open."""

    @cached_property
    def types(self) -> dict[str, str]:
        """The note type of each note, or ""."""
        return {path: self.slices[path][0] if path in self.slices else "" for path in self.notes}

    @cached_property
    def outgoing(self) -> dict[str, set[str]]:
        """For each linted note, the files its links open; links to itself left out."""
        found = {path: set(self.slices[path][1]) if path in self.slices else set() for path in self.notes}
        for path, targets in found.items():
            targets.discard(path)
        return found

    @cached_property
    def of_boards(self) -> dict[str, set[str]]:
        """For each canvas and base, the files that it shows, links or names."""
        return {path: set(self.slices[path][1]) if path in self.slices else set() for path in self.boards}

    @cached_property
    def used(self) -> set[str]:
        """The files that some link opens, be it in the note itself."""
        return {target for found in self.slices.values() for target in found[1]}


def _links_of(note: NoteFacts, view: View) -> Slice | None:
    targets = {reference.resolution.target for reference in view.links_of(note)} - {None}
    return (note.type_name, sorted(map(str, targets))) if targets or note.type_name else None


class Properties(Around):
    """The keys and tags of all notes, and what bases name."""

    @cached_property
    def keys(self) -> set[str]:
        """The property keys of all notes."""
        return {key for found in self.slices.values() for key in found[0]}

    @cached_property
    def tags(self) -> set[str]:
        """The tags of all notes in lower case, without `#`."""
        return {tag for found in self.slices.values() for tag in found[1]}

    def named(self, kind: str) -> list[tuple[str, Named]]:
        """What bases name of a kind, with the path of the base."""
        rows = ((path, row) for path, found in sorted(self.slices.items()) for row in found[2])
        return [(path, Named(*row)) for path, row in rows if row[0] == kind]


def _properties_of(note: NoteFacts, view: View) -> Slice | None:  # noqa: ARG001 (all kinds are asked alike)
    found = sorted(set(note.keys)), sorted({row[0].lower() for row in note.tag_rows}), note.named_rows
    return found if any(found) else None


def _bare_properties(found: Slice) -> Any:
    return found[0], found[1], [row[:2] for row in found[2]]


class Use(NamedTuple):
    """A tag in a note: `name` without `#`, which stands at `start:end`, unless it is written with escapes."""

    path: str
    name: str
    start: int
    end: int

    @property
    def is_plain(self) -> bool:
        """Whether the name stands in the note letter by letter."""
        return self.end - self.start == len(self.name)


class Tags(Around):
    """The tags of all notes."""

    def __iter__(self) -> Iterator[Use]:
        """Every tag, in path and text order."""
        return (Use(path, *row) for path, rows in sorted(self.slices.items()) for row in rows)


def _tags_of(note: NoteFacts, view: View) -> Slice | None:  # noqa: ARG001 (all kinds are asked alike)
    return note.tag_rows or None


def _bare_tags(found: Slice) -> Any:
    return [row[0] for row in found]


def _as_it_is(found: Slice) -> Any:
    return found


class Kind(NamedTuple):
    """A kind of facts: how all of it is seen, what one note gives, and what of that has no places."""

    whole: type[Around]
    slice_of: Callable[[NoteFacts, View], Slice | None] | None
    bare: Callable[[Slice], Any]


def place_map(before: Any, after: Any) -> dict[int, int]:
    """Where the places of a slice are in another one that is the same but for its places."""
    if type(before) is int and type(after) is int:
        return {before: after}
    found: dict[int, int] = {}
    if isinstance(before, dict) and isinstance(after, dict):
        before, after = list(before.values()), list(after.values())
    if isinstance(before, (list, tuple)) and isinstance(after, (list, tuple)):
        for one, other in zip(before, after, strict=True):
            found |= place_map(one, other)
    return found


KINDS = {
    "files": Kind(Files, None, _as_it_is),
    "relations": Kind(Relations, _relations_of, _bare_relations),
    "titles": Kind(Titles, _titles_of, _bare_titles),
    "links": Kind(Links, _links_of, _as_it_is),
    "properties": Kind(Properties, _properties_of, _bare_properties),
    "tags": Kind(Tags, _tags_of, _bare_tags),
}
