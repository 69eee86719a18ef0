"""Which files of a source are linted, and which setting leaves the others out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vaultlint.paths import is_board, is_note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vaultlint.settings import Settings
    from vaultlint.vault.obsidian import ObsidianSettings
    from vaultlint.vault.source import Entry, Source


@dataclass(frozen=True)
class Listing:
    """The files of a vault: `notes` are linted, `left_out` maps excluded notes to the setting that excludes them.

    `boards` are the canvases and bases that are checked. `unreadable` are folders that cannot be listed, with the
    reason.
    """

    notes: tuple[Entry, ...]
    files: tuple[str, ...]
    left_out: dict[str, str] = field(default_factory=dict)
    unreadable: tuple[tuple[str, str], ...] = ()
    boards: tuple[str, ...] = ()


def list_vault(source: Source, settings: Settings, obsidian: ObsidianSettings) -> Listing:
    """Sort the files of `source`; links to excluded notes still resolve, because the files exist."""
    return list_entries(source, sorted(source.entries()), settings, obsidian)


def list_entries(source: Source, entries: Iterable[Entry], settings: Settings, obsidian: ObsidianSettings) -> Listing:
    """The same for files that were listed before, in path order."""
    excluded_by = _exclusion(source, settings, obsidian, entries)
    notes, boards, left_out = [], [], {}
    unreadable = [entry for entry in entries if entry.error]
    if unreadable:
        entries = [entry for entry in entries if not entry.error]
        unreadable = [entry for entry in unreadable if not (excluded_by and excluded_by(entry.path))]
    for entry in entries:
        if is_note(entry.path):
            setting = excluded_by(entry.path) if excluded_by else None
            if setting is None:
                notes.append(entry)
            else:
                left_out[entry.path] = setting
        elif is_board(entry.path) and not (excluded_by and excluded_by(entry.path)):
            boards.append(entry.path)
    folders = tuple((entry.path, entry.error) for entry in unreadable)
    return Listing(tuple(notes), tuple([entry.path for entry in entries]), left_out, folders, tuple(boards))


def _exclusion(
    source: Source, settings: Settings, obsidian: ObsidianSettings, entries: Iterable[Entry]
) -> Callable[[str], str | None] | None:
    """A function that names the setting that leaves a path out, or None where no setting does."""
    ignore_files = _ignore_files(source, entries) if settings.respect_gitignore else []
    if not settings.exclude and not obsidian.excluded and not ignore_files:
        return None
    from pathspec import GitIgnoreSpec

    excluded = GitIgnoreSpec.from_lines(settings.exclude) if settings.exclude else None
    ignored = [(folder, GitIgnoreSpec.from_lines(lines)) for folder, lines in ignore_files]

    def setting_of(path: str) -> str | None:
        if excluded is not None and excluded.match_file(path):
            return "exclude"
        if obsidian.excluded and obsidian.excludes(path):
            return "Obsidian's excluded files"
        if any(path.startswith(folder) and spec.match_file(path[len(folder) :]) for folder, spec in ignored):
            return ".gitignore"
        return None

    return setting_of


def _ignore_files(source: Source, entries: Iterable[Entry]) -> list[tuple[str, list[str]]]:
    """Folder (with a trailing `/`, or "") and lines of every `.gitignore` of the vault."""
    folders = {""} | {entry.path.rpartition("/")[0] + "/" for entry in entries if "/" in entry.path}
    found = []
    for folder in sorted(folders):
        try:
            data = source.read(folder + ".gitignore")
        except OSError:
            continue
        lines = data.decode(errors="replace").splitlines()
        if any(line.strip() and not line.startswith("#") for line in lines):
            found.append((folder, lines))
    return found
