"""When a terminal shows a choice of very many findings: see `report.first_screen`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultlint.cli.options import CheckOptions

MANY = 200  # findings that are still listed


def is_possible(options: CheckOptions) -> bool:
    """Whether a choice may be shown: on a terminal, in the default format, unless all findings were asked for."""
    listed = options.all or options.quiet or options.statistics or options.output_file or options.severity == "error"
    return options.output_format == "full" and not listed and sys.stdout.isatty()


def is_wanted(options: CheckOptions, findings: int) -> bool:
    """Whether a choice of so many findings is shown."""
    return findings > MANY and is_possible(options)
