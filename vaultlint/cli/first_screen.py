"""When a terminal shows a choice of the findings: see `report.first_screen`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultlint.cli.options import CheckOptions
    from vaultlint.report.target import Target
    from vaultlint.workspace.run import Run

MANY = 200  # findings that are listed where they were asked for


def is_possible(options: CheckOptions) -> bool:
    """Whether a choice may be shown: on a terminal, in the default format, unless all findings were asked for."""
    listed = options.all or options.quiet or options.statistics or options.output_file or options.severity == "error"
    return options.output_format == "full" and not listed and not options.watch and sys.stdout.isatty()


def is_wanted(options: CheckOptions, run: Run, target: Target, advice: Sequence[str] = ()) -> bool:
    """Whether a choice is shown: of very many findings, and of more than a screen holds where nobody asked for some."""
    if not is_possible(options) or not run.findings:
        return False
    if len(run.findings) > MANY:
        return True
    from vaultlint.report.first_screen import fits

    return not is_narrowed(options) and not fits(run, target, advice)


def is_narrowed(options: CheckOptions) -> bool:
    """Whether some notes, rules or changes were asked for, and not whatever there is."""
    narrowed = options.paths or options.select or options.extend_select or options.severity or options.stdin_filename
    return bool(narrowed or options.since or options.staged)
