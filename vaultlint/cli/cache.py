"""`vaultlint cache`: where what was worked out before is kept, and how to be rid of it."""

from __future__ import annotations

import os
import time
from contextlib import suppress

import click

from vaultlint.cli.loading import load_settings
from vaultlint.cli.vault_options import vault_options
from vaultlint.errors import VaultlintError
from vaultlint.language import say, say_number
from vaultlint.report.escape import plain

_DAYS = 30


@click.group("cache")
def command() -> None:
    """Show where results are remembered, or remove them: they are only there to save time."""


@command.command("dir")
@vault_options
def show(root: str | None, config: tuple[str, ...]) -> int:
    """Print the folder, for a CI to save and restore."""
    click.echo(_folder(root, config))
    return 0


@command.command("clean")
@vault_options
def clean(root: str | None, config: tuple[str, ...]) -> int:
    """Remove what is remembered about all vaults."""
    return _remove(_folder(root, config), 0)


@command.command("prune")
@click.option("--days", type=click.IntRange(min=0), default=_DAYS, show_default=True, help="Not used for so many days.")
@vault_options
def prune(days: int, root: str | None, config: tuple[str, ...]) -> int:
    """Remove what is remembered about vaults that were not looked at for a while."""
    return _remove(_folder(root, config), days)


def _folder(root: str | None, config: tuple[str, ...]) -> str:
    from vaultlint.workspace.place import folder_of

    loaded = load_settings(root, config)
    folder = folder_of(loaded.root, loaded.settings.cache_dir)
    if folder is None:
        raise VaultlintError(
            say(
                "`cache-dir` names {cache_dir}, which is no real folder inside the vault: name another one, or "
                "leave it out",
                cache_dir=plain(str(loaded.settings.cache_dir)),
            )
        )
    return folder


def _remove(folder: str, days: int) -> int:
    """Remove the stores that were not written for so many days; nothing else is touched."""
    from vaultlint.cli.output import tell
    from vaultlint.workspace.place import our_files, remove_ours

    count = size = 0
    oldest = time.time() - days * 86_400
    for path in our_files(folder):
        with suppress(OSError):
            status = os.stat(path)
            if days and status.st_mtime > oldest:
                continue
            remove_ours(path)
            count, size = count + 1, size + status.st_size
    megabytes = f"{size / 1_000_000:.1f} MB"
    tell(
        say_number(
            count,
            "Removed {n} file ({megabytes}) from {folder}.",
            "Removed {n} files ({megabytes}) from {folder}.",
            megabytes=megabytes,
            folder=plain(folder),
        )
    )
    return 0
