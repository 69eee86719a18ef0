"""What several commands share: the options that name a vault and its settings, and opening it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from vaultlint.cli.complete import complete_config
from vaultlint.errors import VaultlintError
from vaultlint.report.escape import plain

if TYPE_CHECKING:
    from vaultlint.config.load import Loaded
    from vaultlint.lint.engine import Run
    from vaultlint.rename.texts import Seen
    from vaultlint.vault.vault import Vault

Command = TypeVar("Command", bound=Callable[..., Any])


def vault_options(command: Command) -> Command:
    """Add `--root` and `--config` to a command, and what only a person may decide, never a vault."""
    config = click.option(
        "--config",
        multiple=True,
        metavar="FILE|KEY=VALUE",
        shell_complete=complete_config,
        help="A configuration file, or a setting that overrides.",
    )
    root = click.option("--root", type=click.Path(file_okay=False, exists=True), help="The root of the vault.")
    follow = click.option(
        "--follow-symlinks",
        is_flag=True,
        envvar="VAULTLINT_FOLLOW_SYMLINKS",
        expose_value=False,
        callback=_follow,
        help="Also read and lint what symlinks out of the vault lead to.",
    )
    limit = click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        expose_value=False,
        callback=_limit,
        help="End the run after so many seconds.",
    )
    return root(config(follow(limit(command))))


def _follow(_context: click.Context, _option: click.Parameter, allowed: bool) -> None:
    from vaultlint.disk.trusted import follow_symlinks

    follow_symlinks(allowed)


def _limit(_context: click.Context, _option: click.Parameter, seconds: float | None) -> None:
    if seconds or "vaultlint.lint.limit" in sys.modules:  # another run of this process may have set one
        from vaultlint.lint.limit import limit_time

        limit_time(seconds)


def load_settings(root: str | None, config: tuple[str, ...], start: str = ".", *, staged: bool = False) -> Loaded:
    """The settings of the vault at `root`, or of the one that holds `start`; the `staged` ones if so asked."""
    from vaultlint.config.load import find_root, load, split_config

    root = root or find_root(start)
    return load(root, *split_config(config), staged_reader(root) if staged else None)


def say_where(root: str | None, start: str) -> None:
    """Say which vault was taken, where it is none that holds `start` but the only one below it."""
    import os

    from vaultlint.cli.output import say
    from vaultlint.config.load import find_root

    folder = os.path.abspath(start)
    found = folder if root else find_root(start)
    if found.startswith(folder.rstrip(os.sep) + os.sep):
        name = plain(os.path.relpath(found, folder))
        say(f"This folder is no vault; the only one below it is {name}, which is checked.")


def staged_reader(root: str) -> Callable[[str], bytes]:
    """A function that reads a small file of the vault at `root` from the index; OSError where it is not there."""
    from vaultlint.git.command import GitError
    from vaultlint.git.repository import open_repository

    repository = open_repository(root)

    def read(path: str) -> bytes:
        try:
            return repository.git("cat-file", "blob", f":./{path}")
        except GitError as error:
            raise FileNotFoundError(path) from error

    return read


def open_vault(root: str | None, config: tuple[str, ...]) -> Vault:
    """The vault with its facts, without running a rule."""
    from dataclasses import replace

    from vaultlint.vault.source import DiskSource
    from vaultlint.workspace.once import lint_vault

    loaded = load_settings(root, config)
    settings = replace(loaded.settings, lint=replace(loaded.settings.lint, select=(), extend_select=()))
    run = lint_vault(DiskSource(loaded.root), settings, jobs=None)
    require_readable(run)
    return run.vault


def before_reading(root: str | None, config: tuple[str, ...]) -> Seen:
    """The files of the vault as they are before it is opened, so that it is noticed when one changes meanwhile."""
    from vaultlint.rename.texts import Seen
    from vaultlint.vault.source import DiskSource

    return Seen(DiskSource(load_settings(root, config).root))


def require_readable(run: Run) -> None:
    """Raise VaultlintError where a part of the vault could not be read: what is said about the rest would be wrong."""
    for path, reason in run.unreadable:
        raise VaultlintError(
            f"cannot read {plain(path)}: {plain(reason)}: make it readable, or leave it out with `exclude`"
        )
