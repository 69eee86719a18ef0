"""The vault as the tools see it: one workspace that is kept warm and brought up to date before each call."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from vaultlint.compare.baseline import hold_back
from vaultlint.compare.baseline_file import configured_path, read_baseline
from vaultlint.disk.read import check_folder, stamp_of
from vaultlint.vault.source import OverlaySource
from vaultlint.workspace.run import Run, run_of
from vaultlint.workspace.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from vaultlint.config.load import Loaded
    from vaultlint.finding import Finding
    from vaultlint.suggest.corpus import Corpus
    from vaultlint.vault.vault import Vault
    from vaultlint.workspace.environment import Environment
    from vaultlint.workspace.workspace import Workspace


class Opening(Protocol):
    """How a vault is opened: its root, its settings as they are now, and what decides its findings."""

    @property
    def root(self) -> str:
        """The absolute path of the vault."""

    @property
    def loaded(self) -> Loaded:
        """The settings in force; VaultlintError where they have mistakes."""

    @property
    def environment(self) -> Environment | None:
        """What findings are remembered under."""

    def open(self, store: Store | None, jobs: int | None) -> Workspace:
        """A workspace, not yet up to date, that works in so many processes; None: one a processor."""


class Desk:
    """One vault. `refresh` before anything else is asked; what was worked out is kept until something changes."""

    def __init__(self, reopen: Callable[[], Opening]) -> None:
        self._reopen = reopen
        self._jobs: int | None = None
        self._opening: Opening | None = None
        self._workspace: Workspace | None = None
        self._store: Store | None = None
        self._known: dict[str, list[Finding]] | None = None  # the findings of each file that has any
        self._run: tuple[tuple[int, int, int], Run] | None = None
        self._corpus: Corpus | None = None
        self._stale: set[str] | None = None  # files that may have changed since the corpus was made; None: any

    @property
    def opening(self) -> Opening:
        """How the vault was opened last."""
        assert self._opening is not None
        return self._opening

    @property
    def workspace(self) -> Workspace:
        """The workspace, as it was when `refresh` was called last."""
        assert self._workspace is not None
        return self._workspace

    @property
    def root(self) -> str:
        """The absolute path of the vault."""
        return self.opening.root

    def refresh(self, touched: Collection[str] = ()) -> None:
        """Look at the disk again, at settings first; `touched` were just written.

        VaultlintError where the vault is gone or its settings have mistakes.
        """
        opening = self._reopen()
        check_folder(opening.root)
        if self._workspace is None or opening.environment != self.opening.environment:
            self._open(opening)
        workspace = self.workspace
        if workspace.refresh(touched):
            self._run, stale = None, workspace.found.stale
            self._stale = None if stale is None or self._stale is None else self._stale | stale
            if workspace.found.stale is None or self._known is None:
                self._known = None
            else:
                stale = set(workspace.found.stale)
                self._known = {path: found for path, found in self._known.items() if path not in stale}
                self._known.update(workspace.found.findings(stale))

    def settle(self) -> None:
        """Look at the settings only, for what is asked of them; the same errors."""
        if self._workspace is None or self._reopen().environment != self.opening.environment:
            self.refresh()

    def work_alone(self) -> None:
        """Start no more processes: from now on requests are read beside the work."""
        self._jobs = 1
        self.workspace.setting.options = self.workspace.setting.options._replace(jobs=1)

    def save(self) -> None:
        """Keep what was worked out in the store, unless a part of the vault could not be read."""
        if not self.workspace.about.unreadable and self.opening.environment == self._reopen().environment:
            self.findings()
            self.workspace.save()

    def forget(self, error: Exception | None = None) -> None:
        """Close everything; where the store is damaged, which `error` says, its file goes."""
        if self._store is not None:
            if error is None:
                self._store.close()
            else:
                self._store.drop(error)
        self._workspace = self._store = self._known = self._run = self._corpus = self._stale = None

    def _open(self, opening: Opening) -> None:
        opening.loaded  # noqa: B018 (mistakes in the settings are told before anything is closed)
        self.forget()
        environment = opening.environment
        self._store = Store.open(opening.root, environment.cache_dir) if environment else None
        self._opening, self._workspace = opening, opening.open(self._store, self._jobs)

    def findings(self) -> dict[str, list[Finding]]:
        """The findings of each file that has any."""
        if self._known is None:
            self._known = dict(self.workspace.found.findings())
        return self._known

    def run(self) -> Run:
        """The findings of the vault in order, without those that its baseline knows."""
        file = configured_path(self.root, self.workspace.settings.baseline)
        stamp = stamp_of(file)
        if self._run is None or self._run[0] != stamp:
            known = self.findings()
            rows = tuple(finding for path in sorted(known) for finding in known[path])
            run = replace(run_of(self.workspace, ()), findings=rows)
            if any(stamp):
                run = hold_back(run, read_baseline(file).baseline)
            self._run = stamp, run
        return self._run[1]

    @property
    def source(self) -> OverlaySource:
        """The files, listed as they were when `refresh` was called last."""
        return OverlaySource(self.workspace.source, {}, self.workspace.setting.look().entries)

    @property
    def vault(self) -> Vault:
        """The vault with the facts of all notes; VaultlintError where a part of it cannot be read."""
        self.workspace.require_readable()
        return self.workspace.vault

    @property
    def corpus(self) -> Corpus:
        """The vault as suggestions see it."""
        from vaultlint.suggest.corpus import Corpus

        if self._corpus is None or self._stale is None:
            self._corpus = Corpus(self.vault, self.workspace.found.text, store=self._store)
        elif self._stale:
            self._corpus = self._corpus.renewed(self.vault, self._changed(self._corpus.vault, self._stale))
        self._stale = set()
        return self._corpus

    def _changed(self, before: Vault, stale: Collection[str]) -> list[str]:
        """Those of the files whose facts are others; what only is judged otherwise has not changed."""
        now = self.vault.notes
        return [path for path in stale if before.notes.get(path) is not now.get(path)]

    def prepare(self) -> Iterator[None]:
        """Work out, step by step, what suggestions need; other calls may come in between."""
        while self._workspace is not None and not self.workspace.about.unreadable:
            corpus = self.corpus
            for _ in corpus.prepare():
                yield
                if self._corpus is not corpus:
                    break
            else:
                return
