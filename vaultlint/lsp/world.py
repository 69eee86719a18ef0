"""The vault as requests see it: the index, and facts that are read when they are asked for; open texts come first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from vaultlint.markdown.parse import parse_text
from vaultlint.paths import is_note
from vaultlint.values import frozen
from vaultlint.vault.resolve import Resolver
from vaultlint.vault.view import Reference
from vaultlint.vault.world import Paths
from vaultlint.workspace.sealed import facts_of
from vaultlint.workspace.worlds import LazyWorld

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultlint.lint.note_linter import NoteLinter
    from vaultlint.lsp.index import Index
    from vaultlint.lsp.source import LiveSource
    from vaultlint.markdown.note import Note
    from vaultlint.settings import NoteType
    from vaultlint.vault.facts import NoteFacts

SETTINGS = ("vaultlint.toml", "pyproject.toml", ".vaultlint-baseline.json")
_MOST = 512  # facts of other notes that are kept
Stamp = tuple[int, ...]


class Reader:
    """Facts and notes of the live vault; what has not changed is not parsed again."""

    def __init__(self, source: LiveSource, linter: NoteLinter) -> None:
        self.source, self.linter = source, linter
        self._facts: dict[str, tuple[Stamp, NoteFacts]] = {}
        self._notes: dict[str, tuple[Stamp, Note]] = {}

    def facts(self, path: str) -> NoteFacts | None:
        """The facts of a note or board; None where it cannot be read."""
        stamp = self.source.stamp(path)
        known = self._facts.get(path)
        if known and known[0] == stamp:
            return known[1]
        try:
            found = facts_of(self.linter, path, self.source.read(path))
        except OSError:
            return None
        while len(self._facts) >= _MOST:
            self._facts.pop(next(iter(self._facts)), None)
        self._facts[path] = stamp, found
        return found

    def text(self, path: str) -> str:
        """The text of a file; "" where it cannot be read."""
        try:
            return self.source.read(path).decode("utf-8", "replace")
        except OSError:
            return ""

    def note(self, path: str) -> Note:
        """A parsed note; an empty one where it cannot be read."""
        stamp = self.source.stamp(path)
        known = self._notes.get(path)
        if known and known[0] == stamp:
            return known[1]
        note = parse_text(path, self.text(path))
        while len(self._notes) >= 8:
            self._notes.pop(next(iter(self._notes)), None)
        self._notes[path] = stamp, note
        return note


@frozen
class Sight(LazyWorld):
    """A `LazyWorld` over the live vault, with what navigation, completion and the gate ask besides."""

    index: Index = None  # type: ignore[assignment]
    reader: Reader = None  # type: ignore[assignment]

    @classmethod
    def over(
        cls, files: Paths, reader: Reader, index: Index, renames: Callable[[], Mapping[str, tuple[str, ...]]]
    ) -> Sight:
        """The sight on the files that `reader` reads, with what `index` knows of them."""
        return cls(
            files,
            reader.linter.selection.settings,
            reader.source,
            index.rows.keys(),
            reader.facts,
            index.finding,
            index.names,
            renames,
            index=index,
            reader=reader,
        )

    def _facts(self, path: str) -> NoteFacts | None:
        return self.reader.facts(path)

    @property
    def incoming(self) -> Incoming:
        """References by the path that they open."""
        return Incoming(self)

    def type_of(self, note: Note) -> NoteType:
        """The note type of a note."""
        from vaultlint.vault.note_types import note_type_of

        return note_type_of(self.settings, note.path, note)

    def linkable(self) -> list[str]:
        """The files that a link can open, and that Obsidian shows."""
        obsidian = self.paths.obsidian
        return [
            path for path in self.paths.files if obsidian.can_link(path) and path.rpartition("/")[2] not in SETTINGS
        ]


class Incoming:
    """Looks like `Vault.incoming`, and finds the references of a file when they are asked for."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight

    def get(self, path: str, default: tuple[Reference, ...] = ()) -> tuple[Reference, ...]:
        """The references to the file at `path`."""
        return tuple(self._sight.references(path)) or default


def shortest(resolver: Resolver, path: str, source: str) -> str:
    """The shortest link path that opens `path` from the note `source`, without `.md`."""
    bare = path[:-3] if is_note(path) else path
    parts = bare.split("/")
    for count in range(1, len(parts)):
        candidate = "/".join(parts[-count:])
        if resolver.resolve(candidate, source).target == path:
            return candidate
    return bare if resolver.resolve(bare, source).target == path else path
