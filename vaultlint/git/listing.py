"""Which files of a source are linted, where git has a say: what it tracks, no `.gitignore` leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.git.repository import find_repository
from vaultlint.vault.listing import Listing, sort_files

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Sequence

    from vaultlint.settings import Settings
    from vaultlint.vault.obsidian import ObsidianSettings
    from vaultlint.vault.source import Entry, Source


def list_vault(source: Source, settings: Settings, obsidian: ObsidianSettings) -> Listing:
    """The files of `source`, sorted: see `Listing`."""
    return list_entries(source, sorted(source.entries()), settings, obsidian)


def list_entries(source: Source, entries: Iterable[Entry], settings: Settings, obsidian: ObsidianSettings) -> Listing:
    """The same for files that were listed before, in path order."""
    return sort_files(source, entries, settings, obsidian, lambda paths: tracked(source, paths))


def tracked(source: object, paths: Sequence[str]) -> Collection[str]:
    """Those of `paths` that git tracks; a source that comes from git knows it itself."""
    own = getattr(source, "tracked", None)
    if own is not None:
        known: Container[str] = own
        return [path for path in paths if path in known]
    root = getattr(source, "root", "")
    repository = find_repository(root) if root else None
    if repository is None:
        return ()
    try:
        return set(paths).intersection(repository.tracked())
    except VaultlintError:
        return ()
