"""The vault: its notes' facts, its files, and resolution."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from vaultlint.cached import cached_property
from vaultlint.paths import is_note
from vaultlint.vault.facts import ANY
from vaultlint.vault.resolve import fold
from vaultlint.vault.view import Reference
from vaultlint.vault.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from vaultlint.markdown.relation import Relation, Topic
    from vaultlint.settings import Settings
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.source import Source
    from vaultlint.vault.world import Paths


ItemT = TypeVar("ItemT", "Relation", "Topic")


class Vault(World):
    """All notes and files of a vault. It is complete when made and does not change.

    `notes` are the facts of the notes that are linted, `boards` those of the canvases and bases that are checked, by
    path, in path order; `load_facts` gives those of an excluded note.
    """

    def __init__(
        self,
        notes: Mapping[str, NoteFacts],
        paths: Paths,
        settings: Settings,
        source: Source,
        load_facts: Callable[[str], NoteFacts],
        load_renames: Callable[[], Mapping[str, tuple[str, ...]]] = dict,
        boards: Mapping[str, NoteFacts] = MappingProxyType({}),
    ) -> None:
        self.notes = dict(sorted(notes.items()))
        self.paths = paths
        self.settings = settings
        self.source = source
        self.load_facts = load_facts
        self.load_renames = load_renames
        self.boards = boards
        self._excluded_facts: dict[str, NoteFacts] = {}

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every internal link of the linted notes with its resolution, in path and text order."""
        resolve, new = self.resolver.resolve, tuple.__new__
        return tuple(
            [
                new(Reference, (note, link, resolve(link.path, note.path)))
                for note in self.notes.values()
                for link in note.links
            ]
        )

    @cached_property
    def board_references(self) -> tuple[Reference, ...]:
        """Every link of a canvas or base with its resolution, in path and text order."""
        return tuple(
            [
                Reference(board, link, self.resolve(link, path))
                for path, board in self.boards.items()
                for link in board.links
            ]
        )

    def board(self, path: str) -> NoteFacts | None:
        """The facts of a canvas or base that is checked; None for what is none."""
        return self.boards.get(path)

    def is_wanted(self, link_path: str) -> bool:
        """Whether a link of some linted note has this path, compared as Obsidian does, and opens nothing."""
        return fold(link_path) in self._wanted

    @cached_property
    def _wanted(self) -> frozenset[str]:
        missing = (reference.link.path for reference in self.references if reference.resolution.target is None)
        return frozenset(map(fold, missing))

    def facts(self, path: str) -> NoteFacts | None:
        """The facts of any note of the vault, excluded ones included; None for what is not a note."""
        found = self.notes.get(path) or self._excluded_facts.get(path)
        if found is None and path in self.files and is_note(path):
            found = self._excluded_facts[path] = self.load_facts(path)
        return found

    @cached_property
    def relation_edges(self) -> tuple[tuple[Relation, Reference], ...]:
        """Every relation that has a link, with that link and what it resolves to, in path and text order."""
        return tuple(self._with_references(lambda note: note.relations if note.relation_rows else ()))

    @cached_property
    def topic_edges(self) -> tuple[tuple[Topic, Reference], ...]:
        """Every topic that has a link, with that link and what it resolves to, in path and text order."""
        return tuple(self._with_references(lambda note: note.topics if note.topic_rows else ()))

    def _with_references(self, items: Callable[[NoteFacts], tuple[ItemT, ...]]) -> Iterator[tuple[ItemT, Reference]]:
        references, offset = self.references, 0
        for note in self.notes.values():
            for item in items(note):
                if item.link >= 0:
                    yield item, references[offset + item.link]
            offset += len(note.link_rows)

    def names(self) -> Iterable[tuple[str, str, Sequence[str]]]:
        """Path, title and aliases of each linted note, in path order."""
        return [(path, note.title, [row[0] for row in note.aliases]) for path, note in self.notes.items()]

    def aliased(self, alias: str) -> Sequence[str]:
        """The paths of the linted notes with an alias, whatever its case, in path order."""
        return self._by_alias.get(alias.lower(), ())

    @cached_property
    def _by_alias(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path, _, aliases in self.names():
            for alias in {text.lower() for text in aliases}:
                found.setdefault(alias, []).append(path)
        return found

    def with_body(self, fingerprint: str) -> Sequence[str]:
        """The paths of the linted notes whose text has this fingerprint, in path order."""
        return self._by_body.get(fingerprint, ())

    @cached_property
    def _by_body(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path, note in self.notes.items():
            if note.body:
                found.setdefault(note.body, []).append(path)
        return found

    def pointing(self, key: str) -> Iterable[NoteFacts]:
        """The linted notes, then the boards, with links to headings of files whose `pointer_key` this is."""
        found = {*self._pointing.get(key, ()), *self._pointing.get(ANY, ())}
        paths = sorted(found, key=lambda path: (path in self.boards, path)) if found else []
        return [self.boards[path] if path in self.boards else self.notes[path] for path in paths]

    @cached_property
    def _pointing(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path, note in (*self.notes.items(), *self.boards.items()):
            for key in note.pointers:
                found.setdefault(key, []).append(path)
        return found

    @cached_property
    def incoming(self) -> dict[str, list[Reference]]:
        """References by the path they resolve to; self references, and those of canvases and bases, included."""
        found: dict[str, list[Reference]] = {}
        for reference in (*self.references, *self.board_references):
            if reference.resolution.target is not None:
                found.setdefault(reference.resolution.target, []).append(reference)
        return found
