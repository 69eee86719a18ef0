"""Which files of a source are linted, and which setting leaves the others out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from vaultlint.disk.read import SETTINGS_LIMIT
from vaultlint.paths import is_board, is_note
from vaultlint.values import frozen
from vaultlint.vault.source import linked_folders

if TYPE_CHECKING:
    from vaultlint.settings import Settings
    from vaultlint.vault.obsidian import ObsidianSettings
    from vaultlint.vault.source import Entry, Source

GITIGNORE = ".gitignore"
SYMLINK = "symlink"
Tracked = Callable[[Sequence[str]], Collection[str]]


@frozen
class Listing:
    """The files of a vault: `notes` are linted, `left_out` maps excluded notes to the setting that excludes them.

    `boards` are the canvases and bases that are checked. Folders behind a symlink that leads out of the vault are left
    out too; their paths end with `/`. `unreadable` are folders that cannot be listed, with the reason. `asked_git` says
    that what git tracks has decided something.
    """

    notes: tuple[Entry, ...]
    files: tuple[str, ...]
    left_out: dict[str, str] = field(default_factory=dict)
    unreadable: tuple[tuple[str, str], ...] = ()
    boards: tuple[str, ...] = ()
    asked_git: bool = False


def sort_files(
    source: Source, entries: Iterable[Entry], settings: Settings, obsidian: ObsidianSettings, tracked: Tracked
) -> Listing:
    """Sort the files of `source`, given in path order; links to excluded notes still resolve, because the files exist.

    `tracked` says which of the paths that a `.gitignore` matches git has all the same: they are linted.
    """
    readable = [entry for entry in entries if not entry.error]
    reason_for = _exclusion(source, settings, obsidian, readable)
    notes = [entry for entry in readable if is_note(entry.path)]
    boards = [entry for entry in readable if is_board(entry.path)]
    judged = [*notes, *boards] if reason_for else ()
    reasons = {entry.path: reason for entry in judged if (reason := reason_for(entry.path))} if reason_for else {}
    ignored = [path for path, reason in reasons.items() if reason == GITIGNORE]
    for path in tracked(ignored) if ignored else ():
        del reasons[path]
    left_out = {path: reason for path, reason in reasons.items() if is_note(path)}
    return Listing(
        tuple([entry for entry in notes if entry.path not in reasons]),
        tuple([entry.path for entry in readable]),
        left_out | dict.fromkeys(linked_folders(source), SYMLINK),
        tuple((each.path, each.error) for each in entries if each.error and not (reason_for and reason_for(each.path))),
        tuple([entry.path for entry in boards if entry.path not in reasons]),
        bool(ignored),
    )


def _exclusion(
    source: Source, settings: Settings, obsidian: ObsidianSettings, entries: Iterable[Entry]
) -> Callable[[str], str | None] | None:
    """A function that names the setting that leaves a path out, or None where no setting does."""
    outside: Collection[str] = getattr(source, "leading_out", ())
    ignore_files = _ignore_files(source, entries) if settings.respect_gitignore else []
    if not settings.exclude and not obsidian.excluded and not ignore_files and not outside:
        return None
    from vaultlint.vault.ignore import Ignored

    excluded, ignored = Ignored([("", settings.exclude)]), Ignored(ignore_files)

    def reason_for(path: str) -> str | None:
        if excluded and excluded.holds(path):
            return "exclude"
        if obsidian.excluded and obsidian.excludes(path):
            return "Obsidian's excluded files"
        if path in outside:
            return SYMLINK
        return GITIGNORE if ignored and ignored.holds(path) else None

    return reason_for


def _ignore_files(source: Source, entries: Iterable[Entry]) -> list[tuple[str, list[str]]]:
    """Folder (with a trailing `/`, or "") and lines of every `.gitignore` of the vault."""
    found = []
    for folder in sorted(_ignoring_folders(source, entries)):
        try:
            data = source.read(folder + ".gitignore")
        except OSError:
            continue
        lines = data[:SETTINGS_LIMIT].decode("utf-8-sig", errors="surrogateescape").split("\n")
        if any(line.strip() and not line.startswith("#") for line in lines):
            found.append((folder, lines))
    return found


def _ignoring_folders(source: Source, entries: Iterable[Entry]) -> Iterable[str]:
    """The folders that have a `.gitignore`, or may have one where the source does not say."""
    listed: Iterable[Entry] | None = getattr(source, "ignore_files", None)
    if listed is None:
        return {""} | {entry.path.rpartition("/")[0] + "/" for entry in entries if "/" in entry.path}
    return [entry.path.removesuffix(GITIGNORE) for entry in listed if entry.path.rpartition("/")[2] == GITIGNORE]
