"""The vault: its notes' facts, its files, and resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from vaultlint.cached import cached_property
from vaultlint.paths import is_note
from vaultlint.vault.facts import ANY
from vaultlint.vault.nearest import Nearest
from vaultlint.vault.resolve import Resolution, Resolver, fold
from vaultlint.vault.view import Reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from vaultlint.markdown.elements import Heading, Link
    from vaultlint.markdown.relation import Relation, Topic
    from vaultlint.settings import Settings
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.obsidian import ObsidianSettings
    from vaultlint.vault.source import Source


ItemT = TypeVar("ItemT", "Relation", "Topic")


class Vault:
    """All notes and files of a vault. It is complete when made and does not change.

    `notes` are the facts of the notes that are linted, by path, in path order; `files` are all paths that links can
    reach, excluded notes and attachments included; `boards` are the paths of the canvases and bases that are checked.
    """

    def __init__(
        self,
        notes: Mapping[str, NoteFacts],
        files: Iterable[str],
        settings: Settings,
        obsidian: ObsidianSettings,
        source: Source,
        load_facts: Callable[[str], NoteFacts],
        load_renames: Callable[[], Mapping[str, tuple[str, ...]]] = dict,
        boards: Iterable[str] = (),
    ) -> None:
        self.notes = dict(sorted(notes.items()))
        self.files = frozenset(files)
        self.settings = settings
        self.obsidian = obsidian
        self.source = source
        self.load_facts = load_facts
        self._load_renames = load_renames
        self._boards = tuple(boards)
        self._excluded_facts: dict[str, NoteFacts] = {}

    @cached_property
    def resolver(self) -> Resolver:
        """Looks up link paths among the files that a link can open."""
        return Resolver([path for path in self.files if self.obsidian.can_link(path)])

    @cached_property
    def unlinkable(self) -> Resolver | None:
        """The same for the files that Obsidian does not link; None where there are none."""
        paths = [path for path in self.files if not self.obsidian.can_link(path)]
        return Resolver(paths) if paths else None

    def resolve(self, link: Link, source: str) -> Resolution:
        """What `link`, which stands in the note `source`, opens; a node of a canvas names a file by its whole path."""
        if link.form == "file":
            return self._all_files.whole(link.path)
        return self.resolver.resolve(link.path, source)

    @cached_property
    def _all_files(self) -> Resolver:
        """Looks up whole paths, those of formats that Obsidian does not link too: a canvas can show them."""
        return Resolver(self.files) if len(self.files) > len(self.resolver) else self.resolver

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
    def boards(self) -> Mapping[str, NoteFacts]:
        """The facts of the canvases and bases that are checked, by path, in path order."""
        from vaultlint.vault.boards import read_boards

        return read_boards(self.source, self._boards)

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

    def find_heading(self, note: NoteFacts, subpath: str) -> Heading | None:
        """The heading that `subpath` (without the first `#`) names, as Obsidian looks it up (43–46)."""
        index = note.outline.find(subpath)
        return note.headings[index] if index is not None else None

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

    def is_linted(self, path: str) -> bool:
        """Whether a note is linted."""
        return path in self.notes

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
    def nearest(self) -> Nearest:
        """The files' names, to be asked for the nearest ones."""
        return Nearest(self)

    def holds_files(self, prefix: str) -> bool:
        """Whether the path of a file begins so."""
        return any(path.startswith(prefix) for path in self.files)

    @cached_property
    def old_names(self) -> Resolver:
        """Looks up link paths among the paths that were renamed."""
        return Resolver(self.renames)

    @cached_property
    def incoming(self) -> dict[str, list[Reference]]:
        """References by the path they resolve to; self references, and those of canvases and bases, included."""
        found: dict[str, list[Reference]] = {}
        for reference in (*self.references, *self.board_references):
            if reference.resolution.target is not None:
                found.setdefault(reference.resolution.target, []).append(reference)
        return found

    @cached_property
    def renames(self) -> Mapping[str, tuple[str, ...]]:
        """Where git knows that a path which is gone was renamed: its new paths that exist today. Empty without git."""
        return self._load_renames()
