"""The vault: its notes' facts, its files, resolution, and the graph when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from vaultlint.cached import cached_property
from vaultlint.markdown.subpath import heading_key
from vaultlint.paths import is_note
from vaultlint.vault.resolve import Resolution, Resolver, normalize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import networkx

    from vaultlint.markdown.note import Heading, Link
    from vaultlint.markdown.relation import Relation, Topic
    from vaultlint.settings import Settings
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.obsidian import ObsidianSettings
    from vaultlint.vault.questions import Questions
    from vaultlint.vault.source import Source


ItemT = TypeVar("ItemT", "Relation", "Topic")


class Reference(NamedTuple):
    """A link with the note it stands in and what it resolves to."""

    source: NoteFacts
    link: Link
    resolution: Resolution


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
        self.hidden: dict[str, bool] = {}  # where links were looked for in dot folders, and whether there is a file
        self.questions: dict[str, Questions] = {}  # the costly ones that rules have asked, by kind

    @cached_property
    def resolver(self) -> Resolver:
        """Looks up link paths among the files that a link can open."""
        return Resolver([path for path in self.files if self.obsidian.can_link(path)])

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
        resolve = self.resolver.resolve
        return tuple(
            [
                Reference(note, link, resolve(link.path, note.path))
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

    @cached_property
    def heading_references(self) -> dict[tuple[str, str], list[Reference]]:
        """Links that name a heading, by target path and compared form of each heading named on the way."""
        found: dict[tuple[str, str], list[Reference]] = {}
        for reference in (*self.references, *self.board_references):
            subpath, target = reference.link.subpath, reference.resolution.target
            if not subpath or target is None or subpath.startswith(("^", "[^")):
                continue
            for key in {heading_key(step) for step in (*subpath.split("#"), subpath)}:
                found.setdefault((target, key), []).append(reference)
        return found

    def names(self) -> Iterable[tuple[str, str, Sequence[str]]]:
        """Path, title and aliases of each linted note, in path order."""
        return [(path, note.title, [row[0] for row in note.aliases]) for path, note in self.notes.items()]

    def is_linted(self, path: str) -> bool:
        """Whether a note is linted."""
        return path in self.notes

    def with_alias(self, alias: str) -> list[NoteFacts]:
        """The linted notes with this alias, whatever its case."""
        found = (self.facts(path) for path in self._by_alias.get(alias.lower(), ()))
        return [note for note in found if note is not None]

    @cached_property
    def _by_alias(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path, _, aliases in self.names():
            for alias in {text.lower() for text in aliases}:
                found.setdefault(alias, []).append(path)
        return found

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

    def hidden_file(self, link_path: str, source: str) -> str | None:
        """The path of an existing file in a dot folder that `link_path` means, or None (3)."""
        if "." not in link_path:
            return None
        path = normalize(link_path)
        folder = source.rpartition("/")[0]
        for candidate in _hidden_candidates(path, folder):
            self.hidden[candidate] = self.source.exists(candidate)
            if self.hidden[candidate]:
                return candidate
        return None

    @cached_property
    def graph(self) -> networkx.MultiDiGraph[str]:
        """The graph of notes, attachments and missing targets: see `vault.graph`."""
        from vaultlint.vault.graph import build_graph

        return build_graph(self)


def _hidden_candidates(path: str, folder: str) -> Iterator[str]:
    import posixpath

    for base in dict.fromkeys((posixpath.normpath(path), posixpath.normpath(posixpath.join(folder, path)))):
        if not base.startswith("../") and (base.startswith(".") or "/." in base):
            yield base
            yield base + ".md"
