"""Formats that print file by file: a piece for each file with findings, and what stands around and between them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from vaultlint.cached import cached_property
from vaultlint.finding import Severity
from vaultlint.language import speak, spoken
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from vaultlint.finding import Finding
    from vaultlint.report.target import Target

Read = Callable[[str], str]


class Frame(NamedTuple):
    """What is printed in front of the pieces, between them, behind them, and in place of all that for none."""

    head: str = ""
    between: str = ""
    tail: str = ""
    nothing: str = ""


_ARRAY = Frame("[\n", ",\n", "\n]\n", "[]\n")
# Each is a module of this package with a function `piece(findings, target, read)`.
FRAMES = {
    "full": Frame(),
    "concise": Frame(),
    "grouped": Frame(between="\n"),
    "json": _ARRAY,
    "json-lines": Frame(),
    "gitlab": _ARRAY,
}
_MODULES = {"json": "json_format", "json-lines": "json_lines"}


class Drawing:
    """Draws the findings of single files that are at least as bad as `least`; `read` gives the text of a note.

    It goes to other processes, and takes the language of the run along.
    """

    def __init__(self, output_format: str, target: Target, read: Read, least: Severity = Severity.INFO) -> None:
        self.output_format, self.target, self.read, self.least = output_format, target, read, least
        self.language = spoken()

    def __call__(self, findings: Sequence[Finding]) -> bytes:
        """The piece of one file; b"" where there is nothing to print."""
        shown = [finding for finding in findings if finding.severity >= self.least]
        if not shown:
            return b""
        if spoken() != self.language:
            speak(self.language)
        return self._piece(shown, self.target, self.read).encode("utf-8", "backslashreplace")

    @cached_property
    def _piece(self) -> Callable[[Sequence[Finding], Target, Read], str]:
        module = importlib.import_module(f"vaultlint.report.{_MODULES.get(self.output_format, self.output_format)}")
        piece: Callable[[Sequence[Finding], Target, Read], str] = module.piece
        return piece


def framed(output_format: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A whole report out of its pieces."""
    head, between, tail, nothing = (part.encode() for part in FRAMES[output_format])
    front, some = head, False
    for piece in pieces:
        if piece:
            yield front + piece
            front, some = between, True
    yield tail if some else nothing
