"""Linting a vault once, without a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.workspace.run import Run, run_of
from vaultlint.workspace.setting import Options, Setting
from vaultlint.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultlint.lint.stopwatch import Stopwatch
    from vaultlint.settings import Settings
    from vaultlint.vault.source import Source


def lint_vault(
    source: Source,
    settings: Settings,
    *,
    show_info: bool = False,
    today: str | None = None,
    jobs: int | None = 1,
    progress: Callable[[int, int], None] | None = None,
    stopwatch: Stopwatch | None = None,
) -> Run:
    """Lint the whole vault in `source`.

    `today` is an ISO date, for rules about the future; `jobs` the number of processes (None: one a processor).
    `progress` is told how many notes are done, and of how many. A `stopwatch` measures the rules, in this process.
    """
    options = Options(show_info, today, 1 if stopwatch else jobs, progress, stopwatch)
    workspace = Workspace(Setting(source, settings, options))
    workspace.refresh()
    return run_of(workspace)
