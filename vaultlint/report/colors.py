"""The colours of a terminal, or none."""

from __future__ import annotations

from vaultlint.finding import Severity
from vaultlint.values import NamedTuple


class Palette(NamedTuple):
    """Escape sequences; all are "" where there is no colour."""

    reset: str = ""
    bold: str = ""
    dim: str = ""
    red: str = ""
    green: str = ""
    yellow: str = ""
    blue: str = ""

    def of(self, severity: Severity) -> str:
        """The colour of a severity."""
        if severity is Severity.ERROR:
            return self.red
        return self.yellow if severity is Severity.WARNING else self.blue


_PLAIN = Palette()
_COLORED = Palette("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[32m", "\x1b[1;33m", "\x1b[1;34m")


def palette(color: bool) -> Palette:
    """The escape sequences to use."""
    return _COLORED if color else _PLAIN
