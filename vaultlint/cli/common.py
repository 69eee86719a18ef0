"""What several commands share: the options that name a vault and its settings, and opening it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from vaultlint.cli.complete import complete_config
from vaultlint.errors import VaultlintError
from vaultlint.language import say, translated
from vaultlint.report.escape import plain

if TYPE_CHECKING:
    from vaultlint.cli.opening import Request
    from vaultlint.cli.options import CheckOptions
    from vaultlint.config.load import Loaded
    from vaultlint.lint.engine import Run
    from vaultlint.rename.texts import Seen
    from vaultlint.vault.source import Source
    from vaultlint.vault.vault import Vault
    from vaultlint.workspace.store import Store

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
    from vaultlint.cli.spoken import heed
    from vaultlint.config.load import find_file, find_root, load, split_config

    root = root or find_root(start)
    overrides, named = split_config(config)
    heed(named or find_file(os.path.abspath(root)), overrides)
    return load(root, overrides, named, staged_reader(root) if staged else None)


def say_where(root: str | None, start: str) -> None:
    """Say which vault was taken, where it is none that holds `start` but the only one below it."""
    from vaultlint.cli.output import tell
    from vaultlint.config.load import find_root

    folder = os.path.abspath(start)
    found = folder if root else find_root(start)
    if found.startswith(folder.rstrip(os.sep) + os.sep):
        name = plain(os.path.relpath(found, folder))
        tell(say("This folder is no vault; the only one below it is {name}, which is checked.", name=name))


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
    from vaultlint.cli.opening import Request
    from vaultlint.cli.options import CheckOptions
    from vaultlint.cli.progress import shown_progress
    from vaultlint.vault.source import DiskSource
    from vaultlint.workspace.opening import with_store

    request = Request(CheckOptions(root=root, config=config), ".")

    def read(store: Store | None) -> Vault:
        with shown_progress() as progress:
            workspace = request.workspace(DiskSource(request.root), store, progress)
            vault = workspace.read_vault()
        require_readable(workspace.about.unreadable)
        return vault

    return with_store(request.root, request.surroundings, read)


def lint_with_store(request: Request, source: Source) -> Run:
    """All findings in `source`; what is worked out is remembered."""
    from vaultlint.cli.progress import shown_progress
    from vaultlint.workspace.opening import save, with_store

    def lint(store: Store | None) -> Run:
        with shown_progress() as progress:
            workspace = request.workspace(source, store, progress)
            workspace.refresh()
            run = workspace.run()
        require_readable(run.unreadable)
        _ = run.vault  # while the store is open
        if store is not None and request.has_settled():
            save(workspace, store)
        workspace.let_go()
        return run

    return with_store(request.root, request.surroundings, lint)


def lint_again(source: Source, loaded: Loaded, options: CheckOptions) -> Run:
    """The findings of what is there now."""
    from vaultlint.workspace.once import lint_vault

    return lint_vault(source, loaded.settings, show_info=options.severity == "info", jobs=options.jobs)


def before_reading(root: str | None, config: tuple[str, ...]) -> Seen:
    """The files of the vault as they are before it is opened, so that it is noticed when one changes meanwhile."""
    from vaultlint.rename.texts import Seen
    from vaultlint.vault.source import DiskSource

    return Seen(DiskSource(load_settings(root, config).root))


def require_readable(unreadable: Iterable[Sequence[str]]) -> None:
    """Raise VaultlintError where a part of the vault could not be read: what is said about the rest would be wrong."""
    for path, reason in unreadable:
        raise VaultlintError(
            say(
                "cannot read {path}: {reason}: make it readable, or leave it out with `exclude`",
                path=plain(path),
                reason=plain(translated(reason)),
            )
        )
