"""What is known of a vault before any note is looked at: its files, its settings, and the rules that run."""

from __future__ import annotations

import datetime
import time
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from vaultlint.cached import cached_property
from vaultlint.values import NamedTuple
from vaultlint.workspace.files import is_fresh, listing_key

if TYPE_CHECKING:
    from vaultlint.lint.learning import Remembered
    from vaultlint.lint.note_linter import NoteLinter
    from vaultlint.lint.selection import Selection
    from vaultlint.lint.stopwatch import Stopwatch
    from vaultlint.lint.vault_rules import VaultRules
    from vaultlint.markdown.note import Note
    from vaultlint.settings import Settings
    from vaultlint.vault.listing import Listing
    from vaultlint.vault.obsidian import ObsidianSettings
    from vaultlint.vault.source import Entry, Source

_LISTED = ("listing", "obsidian", "linter", "reader")  # what has to be made again when the files are others
_CHOSEN = ("selection", "rules", "styles_key")


class Options(NamedTuple):
    """How a workspace works: `today` is an ISO date, for rules about the future; `jobs` the number of processes."""

    show_info: bool = False
    today: str | None = None
    jobs: int | None = 1
    progress: Callable[[int, int], None] | None = None
    stopwatch: Stopwatch | None = None


class Look(NamedTuple):
    """The files as they are now: all entries in path order, and those that leave others out."""

    entries: list[Entry]
    marks: tuple[Entry, ...]
    looked: int

    @property
    def is_settled(self) -> bool:
        """Whether all sizes and times can be trusted."""
        return all(entry.mtime and not is_fresh(entry, self.looked) for entry in self.entries)

    @property
    def key(self) -> str:
        """A key of all sizes and times."""
        return listing_key(self.entries, self.marks)


class Setting:
    """A source under one set of settings. The settings are read when they are needed: not while nothing has changed."""

    def __init__(self, source: Source, settings: Settings | Callable[[], Settings], options: Options) -> None:
        self.source = source
        self.options = options._replace(jobs=1) if options.stopwatch else options  # which measures in this process
        self.root: str = getattr(source, "root", "")
        self.learned: Remembered | None = None  # looks up what was learned from notes and files
        self.parsed: dict[str, tuple[bytes, Note]] = {}  # what was parsed before it is linted
        self._settings = settings
        self.looked: Look | None = None  # the files, as they were looked at last; None: they have to be looked at again
        self._shares = False

    def over(self, source: Source) -> Setting:
        """The setting of another state of the same vault: the same rules run."""
        made = Setting(source, self.settings, self.options._replace(progress=None))
        vars(made).update({name: getattr(self, name) for name in _CHOSEN})
        made._shares = True
        return made

    def forget(self) -> None:
        """The files are others than before: forget what was made of them."""
        for name in _LISTED if self._shares else (*_LISTED, *_CHOSEN):
            self.__dict__.pop(name, None)

    @cached_property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings() if callable(self._settings) else self._settings

    @cached_property
    def selection(self) -> Selection:
        """The rules that run. Which ones is decided after a look at some hundred notes: see `lint/learning.py`."""
        from vaultlint.lint.learning import with_styles
        from vaultlint.lint.selection import Selection

        selection = Selection(self.settings, self.options.show_info, self.options.stopwatch)
        return with_styles(selection, self.source, self.listing, self.obsidian, self.learned, self.parsed)

    @property
    def is_chosen(self) -> bool:
        """Whether the rules have been chosen, for which some hundred notes may have to be looked at."""
        return "selection" in vars(self)

    @cached_property
    def rules(self) -> VaultRules:
        """The rules that look beyond one note."""
        from vaultlint.lint.vault_rules import VaultRules

        return VaultRules(self.selection)

    @cached_property
    def obsidian(self) -> ObsidianSettings:
        """Obsidian's own settings."""
        from vaultlint.vault.obsidian import read_obsidian_settings

        return read_obsidian_settings(self.source)

    @cached_property
    def linter(self) -> NoteLinter:
        """What lints single notes."""
        linter = self.linter_of(self.selection)
        linter.parsed, self.parsed = self.parsed, {}
        return linter

    @cached_property
    def reader(self) -> NoteLinter:
        """What reads the facts of notes; no style is learned for it, so that rules about styles say nothing."""
        from vaultlint.lint.selection import Selection

        return self.linter_of(Selection(self.settings, self.options.show_info))

    def linter_of(self, selection: Selection) -> NoteLinter:
        """A linter that runs these rules."""
        from vaultlint.lint.bounded import MOST_LISTED
        from vaultlint.lint.note_linter import NoteLinter

        linter = NoteLinter(selection, self.obsidian, self._today(), compared_properties(self.settings))
        linter.most = MOST_LISTED
        return linter

    @cached_property
    def listing(self) -> Listing:
        """The files, and which of them are linted."""
        from vaultlint.git.listing import list_entries

        return list_entries(self.source, self.look().entries, self.settings, self.obsidian)

    @cached_property
    def styles_key(self) -> str:
        """A key of what was learned about the vault: under other styles other rules run."""
        selection = self.selection
        return repr((selection.styles.forms, selection.template_folders, selection.lacks_sections))

    def _today(self) -> str:
        return self.options.today or datetime.date.today().isoformat()

    def look(self) -> Look:
        """The files, as they were when somebody first asked since they have to be looked at."""
        if self.looked is None:
            self.looked = look_at(self.source)
        return self.looked

    def look_at_some(self, paths: Iterable[str]) -> bool:
        """Look at some files only, where the others were looked at before; whether all of them were, too."""
        entry_at = getattr(self.source, "entry", None)
        if self.looked is None or entry_at is None:
            return False
        entries, looked = self.looked.entries.copy(), time.time_ns()
        for path in paths:
            place, entry = _place_of(entries, path), entry_at(path)
            if place is None or entry is None:
                return False
            entries[place] = entry
        self.looked = Look(entries, self.looked.marks, looked)
        return True

    def entry(self, path: str) -> Entry:
        """A file that is there, as it was looked at last; KeyError where it is none."""
        entries = self.look().entries
        place = _place_of(entries, path)
        if place is None:
            raise KeyError(path)
        return entries[place]

    def choose_again(self, paths: Collection[str]) -> bool:
        """Choose rules again, if that may depend on one of these notes, which have changed; whether it may."""
        from vaultlint.lint.learning import sample_of

        if set(sample_of(self.listing, self.obsidian.template_folders)).isdisjoint(paths):
            return False
        for name in ("linter", *_CHOSEN):
            self.__dict__.pop(name, None)
        return True

    @property
    def linted(self) -> list[Entry]:
        """The notes, canvases and bases that are checked."""
        boards = set(self.listing.boards)
        return [*self.listing.notes, *(entry for entry in self.look().entries if entry.path in boards)]


def _place_of(entries: Sequence[Entry], path: str) -> int | None:
    place = bisect_left(entries, path, key=itemgetter(0))
    return place if place < len(entries) and entries[place].path == path else None


def look_at(source: Source) -> Look:
    """The files of a source as they are now."""
    looked = time.time_ns()
    entries = sorted(source.entries())
    return Look(entries, (*getattr(source, "ignore_files", ()), *_linked(source)), looked)


def compared_properties(settings: Settings) -> tuple[str, ...]:
    """The properties whose values rules compare, whether or not they run: `duplicate-title`'s, and unique ones."""
    from vaultlint.rules import rule_named

    options = settings.rules.get("duplicate-title") or rule_named("duplicate-title").options()
    unique = [key for note_type in settings.note_types for key, rule in note_type.properties.items() if rule.unique]
    return tuple(sorted({*getattr(options, "properties", ()), *unique}))


def _linked(source: Source) -> Iterator[Entry]:
    """The folders that symlinks out of the vault lead to, as entries: links into them are not judged."""
    from vaultlint.vault.source import Entry, linked_folders

    return (Entry(path) for path in sorted(linked_folders(source)))
