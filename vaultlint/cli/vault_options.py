"""The options of every command that looks at a vault: which one, and what only a person may decide about it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from vaultlint.cli.complete import complete_config

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
