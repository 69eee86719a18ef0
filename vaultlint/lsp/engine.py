"""The workspace behind the editor: one thread's work. It reads settings, brings findings up to date, makes looks.

Nothing else in `vaultlint.lsp` touches the workspace. All methods are called from one thread.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from vaultlint.config.errors import ConfigError, Mistake
from vaultlint.config.load import find_file, load
from vaultlint.errors import VaultlintError
from vaultlint.git.evidence import git_stamps
from vaultlint.language import say
from vaultlint.lint.selection import Selection
from vaultlint.lsp import apart
from vaultlint.lsp.apart import Apart
from vaultlint.lsp.diagnostics import Drawer
from vaultlint.lsp.index import Index, Row, row_of
from vaultlint.lsp.look import Look
from vaultlint.lsp.source import BufferedSource
from vaultlint.lsp.world import Reader, Sight
from vaultlint.paths import is_note
from vaultlint.settings import SECTIONS, Settings
from vaultlint.values import NamedTuple
from vaultlint.vault.obsidian import read_obsidian_settings
from vaultlint.vault.world import Paths
from vaultlint.workspace.environment import Asked, environment_of
from vaultlint.workspace.seal import DamagedError, each_json, to_json
from vaultlint.workspace.setting import Options, Setting
from vaultlint.workspace.shown import Pieces
from vaultlint.workspace.store import Store
from vaultlint.workspace.tables import Table
from vaultlint.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from vaultlint.config.load import Loaded
    from vaultlint.lint.note_linter import NoteLinter
    from vaultlint.lsp.documents import Document
    from vaultlint.lsp.source import LiveSource
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.obsidian import ObsidianSettings
    from vaultlint.vault.vault import Vault
    from vaultlint.workspace.environment import Environment

_KIND = "DiskSource"
_INDEX = "lsp index"
_SAVED_EVERY = 40  # refreshes


class News(NamedTuple):
    """What a refresh brought: the files whose findings may be others (None: all), and what is wrong with settings."""

    stale: set[str] | None
    mistakes: tuple[Mistake, ...] = ()


class Engine:
    """One vault. `live` is what requests read; `progress` is told how many notes are done, and of how many.

    With one of `jobs`, a large vault is read for the first time in a process of its own.
    """

    def __init__(
        self,
        root: str,
        live: LiveSource,
        encoding: str,
        progress: Callable[[int, int], None] | None = None,
        jobs: int | None = 1,
    ) -> None:
        self.root, self.live, self._encoding, self._progress, self._jobs = root, live, encoding, progress, jobs
        self._apart = Apart(root, encoding)
        self.source = BufferedSource(live.disk)
        self.index = Index()
        self.settings = Settings()
        self.mistakes: tuple[Mistake, ...] = ()
        self.look: Look | None = None
        self._file: str | None = None
        self._paths: Paths | None = None
        self._store: Store | None = None
        self._workspace: Workspace | None = None
        self._readers: tuple[object, Reader] | None = None
        self._renames: tuple[object, Callable[[], Mapping[str, tuple[str, ...]]]] | None = None
        self._drawn: tuple[str, Table] | None = None  # diagnostics as JSON, and the key that they are stored under
        self._is_news = False  # whether the first look at this vault found what the store did not have
        self._rows: Table | None = None  # of the index
        self._unseen: set[str] | None = set()  # files that the index may know as they were before; None: all
        self._untold: set[str] | None = set()  # files whose findings may be others than those that were told; None: all
        self._refreshes = 0

    # Settings

    def load_settings(self) -> bool:
        """Read the settings; whether they can be used. What is wrong with them is in `mistakes`."""
        try:
            loaded = load(self.root)
        except ConfigError as error:
            self.mistakes = error.mistakes
            return False
        except VaultlintError as error:
            self.mistakes = (Mistake("vaultlint.toml", 0, 0, str(error)),)
            return False
        self.mistakes = ()
        self._take_settings(loaded)
        return True

    def _take_settings(self, loaded: Loaded) -> None:
        workspace = self._workspace
        changed = workspace is not None and (
            loaded.settings != self.settings or read_obsidian_settings(self.source) != workspace.setting.obsidian
        )
        self.settings, self._file = loaded.settings, loaded.file
        if changed:
            self.close()
        self._readers = None

    def first_look(self) -> Look:
        """What can be said before the vault is listed: rules about one note, whatever the vault's habits are."""
        from dataclasses import replace

        obsidian = read_obsidian_settings(self.source)
        unsure = [rule.name for rule in Selection(self.settings).rules if rule.styles]
        plain = self.settings.sections is SECTIONS and not self.settings.note_types
        lint = replace(
            self.settings.lint, ignore=(*self.settings.lint.ignore, *unsure, *(["sections"] if plain else []))
        )
        selection = Selection(replace(self.settings, lint=lint), template_folders=obsidian.template_folders)
        linter = Setting(self.source, self.settings, Options()).linter_of(selection)
        return self._look_at((), selection, linter, obsidian)

    def second_look(self) -> Look:
        """The first look, with the names of all files."""
        look = self.look or self.first_look()
        files = [entry.path for entry in self.source.entries() if not entry.error]
        return self._look_at(files, look.selection, look.linter, look.sight.paths.obsidian)

    def _look_at(
        self, files: Collection[str], selection: Selection, linter: NoteLinter, obsidian: ObsidianSettings
    ) -> Look:
        paths = Paths(files, obsidian)
        self.look = Look(selection, linter, Sight.over(paths, Reader(self.live, linter), self.index, dict))
        return self.look

    # Bringing it up to date

    def refresh(self, touched: Collection[str], documents: Mapping[str, Document], *, listed: bool = True) -> News:
        """Bring findings up to date with the disk and the open texts; `look_again` does the same for the look.

        `touched` are the paths that may have changed; `listed` says that files may have come or gone.
        """
        try:
            return self._refreshed(touched, documents, listed=listed)
        except DamagedError as error:
            if self._store is not None:
                self._store.drop(error)
            self._store = self._workspace = self._drawn = self._rows = None
            return self._refreshed(touched, documents, listed=listed, stored=False)

    def _refreshed(
        self, touched: Collection[str], documents: Mapping[str, Document], *, listed: bool, stored: bool = True
    ) -> News:
        if listed:
            self.source.forget()
        dirty = self.source.take(documents)
        is_first = self._workspace is None
        workspace = self._workspace = self._workspace or self._opened(stored=stored)
        workspace.refresh({*touched, *dirty}, only=not (listed or is_first))
        stale = None if workspace.found.stale is None else set(workspace.found.stale)
        self._draw(workspace)
        self._unseen = None if stale is None or self._unseen is None else self._unseen | stale
        self._untold = None if stale is None or self._untold is None or is_first else self._untold | stale
        return News(self._untold, self.mistakes)

    def _draw(self, workspace: Workspace) -> None:
        """Draw the diagnostics of the files whose findings are others now, of all files the first time."""
        drawer = self._drawer(workspace)
        if self._drawn is None or self._drawn[0] != drawer.key or workspace.found.stale is None:
            self._is_news = workspace.found.stale is None or drawer.key not in workspace.records
            Pieces(workspace, drawer.key, drawer).update()
            self._drawn = drawer.key, workspace.pieces[drawer.key]
        for path, items in workspace.found.finish(drawer):
            self._drawn[1].put(path, items or None)

    def _drawer(self, workspace: Workspace) -> Drawer:
        return Drawer(self.root, self._encoding, workspace.found.text)

    def look_again(self, documents: Mapping[str, Document]) -> None:
        """Make the index and the look those of the last refresh."""
        workspace = self._workspace
        if workspace is None:
            return
        is_first = self._rows is None
        if self._is_news:
            self._save(workspace)  # what took long is safe before the index is made
            self._is_news = False
        self._update_index(workspace)
        self._make_look(workspace, documents)
        self._unseen = set()
        self._keep(workspace, is_first=is_first)

    def catch_up(self, documents: Mapping[str, Document]) -> None:
        """Bring everything up to date for a question about the whole vault; what changes is told the next time."""
        self.refresh(set(documents), documents)

    def told(self) -> None:
        """What the last refresh brought has been taken in."""
        self._untold = set()

    def _opened(self, *, stored: bool) -> Workspace:
        environment = environment_of(self.root, self._file, (), Asked())  # one state with `vaultlint check`
        if stored:
            self._open_store(environment)
        workspace = self._workspace_over(environment)
        if self._store is not None and not self._is_prepared(workspace) and self._is_read_apart():
            self._store.close()
            self._open_store(environment)
            workspace = self._workspace_over(environment)
        return workspace

    def _open_store(self, environment: Environment) -> None:
        self._store = None
        with suppress(DamagedError):
            self._store = Store.open(self.root, environment.cache_dir)

    def _workspace_over(self, environment: Environment) -> Workspace:
        setting = Setting(self.source, self.settings, Options(progress=self._progress, jobs=self._jobs))
        return Workspace(setting, store=self._store or Store.in_memory(), environment=environment, kind=_KIND)

    def _is_prepared(self, workspace: Workspace) -> bool:
        """Whether the store has what a start needs, if only for the files as they once were."""
        return {self._drawer(workspace).key, _INDEX} <= workspace.records.keys()

    def _is_read_apart(self) -> bool:
        """Have a large vault read by another process; whether that was done."""
        if self._jobs != 1 or sum(is_note(entry.path) for entry in self.source.entries()) < apart.MANY:
            return False
        return self._apart.read(self._progress)

    def _keep(self, workspace: Workspace, *, is_first: bool) -> None:
        """Store what was found, now and then; then it need not be kept in memory."""
        self._refreshes += 1
        if is_first or self._refreshes % _SAVED_EVERY == 0:
            self._save(workspace)
            workspace.contents.empty_hands()

    def prepare(self) -> None:
        """Store what the last refresh brought, and the index: the next start finds it there."""
        if self._workspace is not None:
            self._save(self._workspace)
            self._update_index(self._workspace)
            self._save(self._workspace)

    def _save(self, workspace: Workspace) -> None:
        for kept in (self._drawn, self._rows and (_INDEX, self._rows)):
            if kept:
                workspace.pieces[kept[0]] = kept[1]
        if self._store is not None:
            workspace.save()

    def _update_index(self, workspace: Workspace) -> None:
        """Bring the index up to date. Its rows are stored, because making those of all notes takes long."""
        seen, index = workspace.state.seen, self.index
        if self._rows is None:
            known, stale = workspace.drawn(_INDEX)
            if known is None or self._unseen is None:
                self._rows, self._unseen = Table(), None
            else:
                self._rows = known
                self._unseen |= stale
                for path, row in each_json(known):
                    index.put(path, Row(*row))
        linted = {path for path, known in seen.items() if known.hash}
        for path in index.rows.keys() - linted:
            index.take_out(path)
            self._rows.put(path, None)
        again = linted if self._unseen is None else linted & (self._unseen | (linted - index.rows.keys()))
        for facts in workspace.contents.each_facts(sorted(again)):
            row = row_of(facts)
            index.put(facts.path, row)
            self._rows.put(facts.path, to_json(row))

    def _make_look(self, workspace: Workspace, documents: Mapping[str, Document]) -> None:
        self._paths = workspace.judgement.files()
        reader = self._reader(workspace)
        sight = Sight.over(self._paths, reader, self.index, self._renames_of(workspace))
        whole = {
            path: (document.text, workspace.judgement.whole_problems(path))
            for path, document in documents.items()
            if is_note(path)
        }
        self.look = Look(workspace.selection, workspace.setting.linter, sight, workspace.setting.rules, whole)

    def _renames_of(self, workspace: Workspace) -> Callable[[], Mapping[str, tuple[str, ...]]]:
        """A function that gives what git knows of renames; git is asked again only when it has changed."""
        stamps = git_stamps(self.root)
        if self._renames is None or self._renames[0] != stamps:
            self._renames = stamps, cache(workspace.judgement.renames)
        return self._renames[1]

    def _reader(self, workspace: Workspace) -> Reader:
        """The reader, with what it has read, as long as the rules are the same."""
        key = workspace.selection.settings
        if self._readers is None or self._readers[0] is not key:
            self._readers = key, Reader(self.live, workspace.setting.linter)
        return self._readers[1]

    # Asking

    def paths(self) -> list[str]:
        """The files that have findings, in path order."""
        return [path for path, _ in self._workspace.state.table("counts")] if self._workspace else []

    def drawn(self, paths: Sequence[str]) -> list[tuple[str, bytes]]:
        """The diagnostics of files as JSON, as they were when they were last brought up to date; b"" for none."""
        known = self._drawn[1].some(paths) if self._drawn else {}
        return [(path, known.get(path, b"")) for path in paths]

    def all_drawn(self) -> Iterable[tuple[str, bytes]]:
        """The diagnostics of all files that have any, as JSON."""
        return self._drawn[1] if self._drawn else ()

    def vault(self) -> Vault:
        """The vault with the facts of all notes, for refactorings; VaultlintError where it is not known."""
        if self._workspace is None:
            raise VaultlintError(say("the settings of this vault cannot be used: mend them first"))
        self._workspace.require_readable()
        return self._workspace.vault

    def sight(self) -> Sight | None:
        """A sight whose facts come from the store, for questions about many notes."""
        if self._workspace is None or self._paths is None:
            return None
        reader = StoreReader(self.live, self._workspace)
        return Sight.over(self._paths, reader, self.index, dict)

    def close(self) -> None:
        """Give up the store and what is known."""
        if self._store is not None:
            self._store.close()
        self._store = self._workspace = self._drawn = self._rows = None

    def stop(self) -> None:
        """Begin nothing long any more; from any thread."""
        self._apart.stop()

    def save(self) -> None:
        """Store what is known."""
        if self._workspace is not None:
            with suppress(VaultlintError, OSError):
                self._save(self._workspace)

    @property
    def file(self) -> str | None:
        """The configuration file, as a path on disk; None where there is none."""
        return self._file or find_file(self.root)


class StoreReader(Reader):
    """Reads facts from the store where the file is not open; for the engine's thread only."""

    def __init__(self, live: LiveSource, workspace: Workspace) -> None:
        super().__init__(live, workspace.setting.linter)
        self._workspace = workspace

    def facts(self, path: str) -> NoteFacts | None:
        """The facts of a note or board; None where it cannot be read."""
        if path in self.source.documents:
            return super().facts(path)
        return next(self._workspace.contents.each_facts([path]), None)
