"""`vaultlint baseline`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from vaultlint.cli.common import load_settings, require_readable, vault_options

if TYPE_CHECKING:
    from vaultlint.config.load import Loaded


@click.command("baseline")
@click.option("--prune", "only_prune", is_flag=True, help="Only drop the entries that no longer occur; add nothing.")
@click.option("--baseline", "file", type=click.Path(dir_okay=False), help="The file, instead of the configured one.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes to use; one for each processor by default.")
@vault_options
def command(only_prune: bool, file: str | None, jobs: int | None, root: str | None, config: tuple[str, ...]) -> int:
    """Record today's findings, so that `check` reports only what is new.

    The findings are kept in .vaultlint-baseline.json at the root of the vault, without line numbers: commit it. With
    --prune, entries whose finding is gone are dropped.
    """
    from vaultlint.cli.output import say
    from vaultlint.lint.baseline import Baseline, prune, read_baseline, write_baseline
    from vaultlint.lint.engine import lint_vault
    from vaultlint.vault.source import DiskSource

    loaded = load_settings(root, config)
    path = file or baseline_file(loaded)
    known = read_baseline(path) if only_prune else None
    run = lint_vault(DiskSource(loaded.root), loaded.settings, jobs=jobs)
    require_readable(run)
    baseline = Baseline.of(run.findings) if known is None else prune(run, known)
    write_baseline(path, baseline)
    if known is None:
        say(f"Recorded {len(baseline):,} findings in {path}: `vaultlint check` reports only what is not among them.")
    else:
        gone = len(known) - len(baseline)
        say(f"Dropped {gone:,} findings that no longer occur; {len(baseline):,} are left in {path}.")
    return 0


def baseline_file(loaded: Loaded) -> str:
    """The path on disk of the configured baseline."""
    return os.path.join(loaded.root, loaded.settings.baseline)
