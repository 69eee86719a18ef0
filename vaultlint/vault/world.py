"""What link rules and requests ask of a vault, whether it is in memory as a whole, or looked up piece by piece."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from vaultlint.cached import cached_property
from vaultlint.vault.nearest import Nearest
from vaultlint.vault.resolve import Resolution, Resolver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from vaultlint.markdown.elements import Heading, Link
    from vaultlint.settings import Settings
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.obsidian import ObsidianSettings
    from vaultlint.vault.source import Source


class Paths:
    """The files of a vault, and what can be told from their paths; it is kept while no file comes or goes."""

    def __init__(self, files: Iterable[str], obsidian: ObsidianSettings) -> None:
        self.files = frozenset(files)
        self.obsidian = obsidian

    @cached_property
    def resolver(self) -> Resolver:
        """Looks up link paths among the files that a link can open."""
        return Resolver([path for path in self.files if self.obsidian.can_link(path)])

    @cached_property
    def unlinkable(self) -> Resolver | None:
        """The same for the files that Obsidian does not link; None where there are none."""
        paths = [path for path in self.files if not self.obsidian.can_link(path)]
        return Resolver(paths) if paths else None

    @cached_property
    def all_files(self) -> Resolver:
        """Looks up whole paths, those of formats that Obsidian does not link too: a canvas can show them."""
        return Resolver(self.files) if self.unlinkable else self.resolver


class World(Protocol):
    """What a view answers from: `vault.Vault`, or a workspace that looks things up when they are asked for.

    `paths` are all files that links can reach, excluded notes and attachments included; `load_renames` asks git.
    """

    paths: Paths
    settings: Settings
    source: Source
    load_renames: Callable[[], Mapping[str, tuple[str, ...]]]

    @cached_property
    def files(self) -> frozenset[str]:
        """The paths of all files."""
        return self.paths.files

    @cached_property
    def obsidian(self) -> ObsidianSettings:
        """Obsidian's own settings."""
        return self.paths.obsidian

    @cached_property
    def resolver(self) -> Resolver:
        """Looks up link paths among the files that a link can open."""
        return self.paths.resolver

    @cached_property
    def renames(self) -> Mapping[str, tuple[str, ...]]:
        """Where git knows that a path which is gone was renamed: its new paths that exist today. Empty without git."""
        return self.load_renames()

    @cached_property
    def old_names(self) -> Resolver:
        """Looks up link paths among the paths that were renamed."""
        return Resolver(self.renames)

    @cached_property
    def nearest(self) -> Nearest:
        """The files' names, to be asked for the nearest ones."""
        return Nearest(self.files, self.names)

    def resolve(self, link: Link, source: str) -> Resolution:
        """What `link`, which stands in the file `source`, opens; a node of a canvas names a file by its whole path."""
        if link.form == "file":
            return self.paths.all_files.whole(link.path)
        return self.resolver.resolve(link.path, source)

    def find_heading(self, note: NoteFacts, subpath: str) -> Heading | None:
        """The heading that `subpath` (without the first `#`) names, as Obsidian looks it up (43–46)."""
        index = note.outline.find(subpath)
        return note.headings[index] if index is not None else None

    def holds_files(self, prefix: str) -> bool:
        """Whether the path of a file begins so."""
        return any(path.startswith(prefix) for path in self.files)

    def names(self) -> Iterable[tuple[str, str, Sequence[str]]]:
        """Path, title and aliases of each linted note, or of those that have any, in path order."""

    def facts(self, path: str) -> NoteFacts | None:
        """The facts of any note of the vault, excluded ones included; None for what is not a note."""

    def board(self, path: str) -> NoteFacts | None:
        """The facts of a canvas or base that is checked; None for what is none."""

    def is_wanted(self, link_path: str) -> bool:
        """Whether a link of some linted note has this path, compared as Obsidian does, and opens nothing."""

    def aliased(self, alias: str) -> Sequence[str]:
        """The paths of the linted notes with an alias, whatever its case, in path order."""

    def with_body(self, fingerprint: str) -> Sequence[str]:
        """The paths of the linted notes whose text has this fingerprint, in path order."""

    def pointing(self, key: str) -> Iterable[NoteFacts]:
        """The linted notes, then the boards, with links to headings of files whose `pointer_key` this is."""
