"""A vault that is linted again and again: what a note gave is kept until its file changes."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from vaultlint.git.listing import list_vault
from vaultlint.git.stamps import git_stamps
from vaultlint.lint.engine import Run, compared_properties, judge, lint_entries, renames_of
from vaultlint.lint.learning import with_styles
from vaultlint.lint.note_linter import NoteLinter, NoteResult
from vaultlint.lint.selection import Selection
from vaultlint.lint.styles import Row
from vaultlint.vault.listing import Listing
from vaultlint.vault.obsidian import ObsidianSettings, read_obsidian_settings

if TYPE_CHECKING:
    from vaultlint.settings import Settings
    from vaultlint.vault.source import Entry, Source


class Session:
    """Lints one source with one set of settings; only what has changed since the last time is read again."""

    def __init__(self, source: Source, settings: Settings, *, show_info: bool = False, jobs: int | None = None) -> None:
        self._source = source
        self._jobs = jobs
        self._selection = Selection(settings, show_info)
        self._listing = Listing((), ())
        self._given: tuple[ObsidianSettings, str] | None = None  # what decides findings besides notes and settings
        self._results: dict[str, NoteResult] = {}
        self._rows: dict[str, Row] = {}  # what notes say about styles
        self._known_renames: tuple[object, Mapping[str, tuple[str, ...]]] | None = None

    def lint(self, touched: Collection[str] = (), *, always: bool = False) -> Run | None:
        """The run for the vault as it is now; None where nothing has changed that can be seen, unless `always`.

        The vault paths in `touched` are read again even if their size and times are as before.
        """
        given = read_obsidian_settings(self._source), datetime.date.today().isoformat()
        before = {} if given != self._given else self._results
        listing = list_vault(self._source, self._selection.settings, given[0])
        stamps = {entry.path: entry for entry in self._listing.notes}
        for entry in listing.notes:
            if entry != stamps.get(entry.path) or entry.path in touched:
                self._rows.pop(entry.path, None)
        selection = with_styles(self._selection, self._source, listing, given[0], self._rows)
        if selection.styles.forms != self._selection.styles.forms:
            before = {}
        self._selection = selection
        stale = [entry for entry in listing.notes if _is_stale(entry, stamps, before, touched)]
        linter = NoteLinter(self._selection, *given, compared_properties(self._selection))
        fresh, unreadable = lint_entries(linter, self._source, stale, self._jobs)
        results = {entry.path: before[entry.path] for entry in listing.notes if entry.path in before} | fresh
        for path, _ in unreadable:
            results.pop(path, None)
        same = given == self._given and _same_files(listing, self._listing) and results == self._results
        self._given, self._listing, self._results = given, listing, results
        return None if same and not always else self._judge(linter, unreadable)

    def _judge(self, linter: NoteLinter, unreadable: list[tuple[str, str]]) -> Run:
        results: Mapping[str, NoteResult] = self._results
        return judge(
            self._source, self._selection, linter.obsidian, self._listing, linter, results, unreadable, self._renames
        )

    def _renames(self) -> Mapping[str, tuple[str, ...]]:
        """What git knows of renames; it is asked again when files come or go, or when git has done something."""
        key = self._listing.files, git_stamps(getattr(self._source, "root", ""))
        if self._known_renames is None or self._known_renames[0] != key:
            self._known_renames = key, renames_of(self._source)
        return self._known_renames[1]


def _is_stale(
    entry: Entry, stamps: Mapping[str, Entry], results: Mapping[str, NoteResult], touched: Collection[str]
) -> bool:
    return entry.path not in results or entry != stamps.get(entry.path) or entry.path in touched


def _same_files(one: Listing, other: Listing) -> bool:
    return one.files == other.files and one.left_out == other.left_out
