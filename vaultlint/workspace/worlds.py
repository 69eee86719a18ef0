"""What link rules look at when only some notes are judged: everything is looked up when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from vaultlint.cached import cached_property
from vaultlint.paths import is_board, is_note
from vaultlint.values import frozen
from vaultlint.vault.facts import ANY, pointer_key
from vaultlint.vault.nearest import Nearest
from vaultlint.vault.resolve import fold
from vaultlint.vault.view import Reference
from vaultlint.vault.world import World

if TYPE_CHECKING:
    from vaultlint.settings import Settings
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.source import Source
    from vaultlint.vault.world import Paths


@frozen
class LazyWorld(World):
    """A vault of which nothing is in memory: see `vault.world.World`.

    `linted` are the notes and boards that are checked; `load` gives the facts of any note or board; `finding` gives the
    paths of the linted ones that can be found by something (see `concern.given`), or that asked something.
    """

    paths: Paths
    settings: Settings
    source: Source
    linted: Collection[str]
    load: Callable[[str], NoteFacts | None]
    finding: Callable[[Iterable[str]], Iterable[str]]
    load_names: Callable[[], Iterable[tuple[str, str, Sequence[str]]]]
    load_renames: Callable[[], Mapping[str, tuple[str, ...]]]
    load_nearest: Callable[[], Nearest] | None = None
    _loaded: dict[str, NoteFacts | None] = field(default_factory=dict)

    @cached_property
    def nearest(self) -> Nearest:
        """The files' names, to be asked for the nearest ones."""
        return self.load_nearest() if self.load_nearest else Nearest(self.files, self.names)

    def names(self) -> Iterable[tuple[str, str, Sequence[str]]]:
        """Path, title and aliases of each linted note that has any, in path order."""
        return self.load_names()

    def facts(self, path: str) -> NoteFacts | None:
        """The facts of any note of the vault; None for what is not a note."""
        return self._facts(path) if path in self.files and is_note(path) else None

    def board(self, path: str) -> NoteFacts | None:
        """The facts of a canvas or base that is checked; None for what is none."""
        return self._facts(path) if is_board(path) and path in self.linted else None

    def _facts(self, path: str) -> NoteFacts | None:
        if path not in self._loaded:
            self._loaded[path] = self.load(path)
        return self._loaded[path]

    def aliased(self, alias: str) -> Sequence[str]:
        """The paths of the linted notes with an alias, whatever its case, in path order."""
        wanted = alias.lower()
        found = (self._facts(path) for path in sorted(self.finding(["A" + wanted])))
        return [note.path for note in found if note and any(row[0].lower() == wanted for row in note.aliases)]

    def with_body(self, fingerprint: str) -> Sequence[str]:
        """The paths of the linted notes whose text has this fingerprint, in path order."""
        found = (self._facts(path) for path in sorted(self.finding(["B" + fingerprint])))
        return [note.path for note in found if note and note.body == fingerprint]

    def pointing(self, key: str) -> Iterable[NoteFacts]:
        """The linted notes, then the boards, with links to headings of files whose `pointer_key` this is."""
        paths = sorted(self.finding(["P" + key, "P" + ANY]), key=lambda path: (is_board(path), path))
        found = (self._facts(path) for path in paths)
        return [note for note in found if note and note.pointers & {key, ANY}]

    def references(self, path: str) -> Iterator[Reference]:
        """The links of linted notes and boards that open the file at `path`, in path and text order."""
        own = {path} & set(self.linted)  # a link to a heading of its own note has no path
        for source in sorted({*self.finding(["n" + pointer_key(path), "n" + ANY]), *own}):
            facts = self._facts(source)
            for link in facts.links if facts else ():
                resolution = self.resolve(link, source)
                if resolution.target == path and facts is not None:
                    yield Reference(facts, link, resolution)

    def is_wanted(self, link_path: str) -> bool:
        """Whether a link of some linted note has this path, compared as Obsidian does, and opens nothing."""
        wanted = fold(link_path)
        notes = (self._facts(path) for path in self.finding(["n" + pointer_key(link_path)]) if is_note(path))
        return any(
            fold(link.path) == wanted and self.resolver.resolve(link.path, note.path).target is None
            for note in notes
            if note
            for link in note.links
        )
