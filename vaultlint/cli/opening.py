"""Opening the workspace that a request is about."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultlint.cli.options import CheckOptions
    from vaultlint.config.load import Loaded
    from vaultlint.lint.stopwatch import Stopwatch
    from vaultlint.vault.source import Source
    from vaultlint.workspace.environment import Environment
    from vaultlint.workspace.store import Store
    from vaultlint.workspace.workspace import Workspace


class Request:
    """A request about a vault: where it lies, and what decides its findings. The settings are read when needed."""

    def __init__(self, options: CheckOptions, start: str) -> None:
        from vaultlint.cli.spoken import heed
        from vaultlint.config.load import find_file, find_root, split_config

        self.options, self._start = options, start
        self._read: Callable[[str], bytes] | None = None  # what reads staged files
        self._overrides, named = split_config(options.config)
        self.root = os.path.abspath(options.root or find_root(start))
        self._named = named is not None
        self._file = named or find_file(self.root)
        heed(self._file, self._overrides)

    @cached_property
    def loaded(self) -> Loaded:
        """The settings in force."""
        from vaultlint.cli.choose_rules import settings_for

        return settings_for(self.options, self._start)

    @cached_property
    def surroundings(self) -> Environment | None:
        """What reports are remembered under, whatever is staged; None where nothing is to be remembered."""
        return None if self.options.no_cache or self.options.timings else self._environment()

    @cached_property
    def environment(self) -> Environment | None:
        """What findings are remembered under."""
        return self.environment_now() if self.surroundings and self.options.staged else self.surroundings

    def environment_now(self) -> Environment:
        """The same as it is now: the settings may have changed while they were read."""
        return self._environment((self._staged_settings(), self._read)) if self.options.staged else self._environment()

    def _staged_settings(self) -> bytes:
        """What tells the staged settings from those on disk; b"" where they are the same."""
        from vaultlint.cli.choose_rules import settings_for

        try:
            on_disk = settings_for(self.options._replace(staged=False), self._start).digest
        except VaultlintError:
            return b"staged\0" + self.loaded.digest
        return b"" if on_disk == self.loaded.digest else b"staged\0" + self.loaded.digest

    def _environment(self, staged: tuple[bytes, Callable[[str], bytes] | None] = (b"", None)) -> Environment:
        from vaultlint.workspace.environment import Asked, environment_of

        options = self.options
        asked = Asked(
            options.select,
            options.extend_select,
            options.ignore,
            options.fixable,
            options.unfixable,
            options.fail_on,
            options.severity == "info",
            options.exclude,
        )
        return environment_of(self.root, self._file, self._overrides, asked, named=self._named, staged=staged)

    def mentions(self, key: str) -> bool:
        """Whether the settings may say something about a key: looked for in their text, which is not parsed."""
        from vaultlint.disk.read import read_file

        if any(key in text for text in self._overrides):
            return True
        try:
            return self._file is not None and key.encode() in read_file(self._file)
        except OSError:
            return True

    def has_settled(self) -> bool:
        """Whether the settings that were read are surely those that the environment is named after."""
        return self.environment is not None and self.environment == self.environment_now()

    def workspace(
        self,
        source: Source,
        store: Store | None,
        progress: Callable[[int, int], None] | None = None,
        stopwatch: Stopwatch | None = None,
    ) -> Workspace:
        """The workspace on a source, not yet up to date."""
        from vaultlint.workspace.setting import Options, Setting
        from vaultlint.workspace.workspace import Workspace

        options = Options(
            show_info=self.options.severity == "info",
            jobs=self.options.jobs,
            progress=progress,
            stopwatch=stopwatch,
        )
        self._read = source.read if self.options.staged else None
        environment = self.environment if store is not None else None
        kind = type(source).__name__
        setting = Setting(source, lambda: self.loaded.settings, options)
        return Workspace(setting, store=store, environment=environment, kind=kind)
