"""What a report is written for, and which formats there are."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Protocol

from vaultlint.report.escape import plain
from vaultlint.report.urls import path_uri
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.workspace.run import Run

# Each is a module of this package, `-` written `_`, with a function `render`. They are imported when they are used.
FORMATS = (
    "full",
    "concise",
    "grouped",
    "json",
    "json-lines",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "rdjson",
    "markdown",
    "job-summary",
)
_MODULES = {"json": "json_format", "json-lines": "json_lines"}


class Target(NamedTuple):
    """Where the text goes: `width` in columns; `prefix` is the vault's folder in its repository, as `notes/`, or "".

    `blob` is the address that a path in the repository is appended to, or "", and `line` what follows for a line.
    `here` leads from the working directory to the vault, as `notes/` or `../`; `inside` is the folder of the vault that
    is the working directory, as `sub/`, or "". `links` is the `file:` address of the vault for a terminal that shows
    links, or "". `wrap` says that messages are to be broken between words.
    """

    color: bool = False
    width: int = 100
    prefix: str = ""
    blob: str = ""
    line: str = "#L{}"
    here: str = ""
    inside: str = ""
    links: str = ""
    wrap: bool = False

    def seen(self, path: str) -> str:
        """A path of the vault as a person calls it who stands in the working directory."""
        if self.inside and path.startswith(self.inside):
            return path[len(self.inside) :]
        return self.here + path

    def place(self, path: str, row: int = 0, column: int = 0) -> str:
        """`seen`, harmless, with its place behind it, and as a link where the terminal knows links."""
        text = plain(self.seen(path)) + (f":{row}:{column}" if row else "")
        return f"\x1b]8;;{self.links}{path_uri(path)}\x1b\\{text}\x1b]8;;\x1b\\" if self.links else text


class Render(Protocol):
    """A run's findings as text, in pieces that are written one after the other."""

    def __call__(self, run: Run, target: Target) -> Iterator[str]:
        """The pieces."""


def renderer(name: str) -> Render:
    """The format of that name, one of `FORMATS`."""
    render: Render = importlib.import_module(f"vaultlint.report.{_MODULES.get(name, name.replace('-', '_'))}").render
    return render
