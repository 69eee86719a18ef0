"""Changes of notes as a unified diff that `git apply` and `patch -p1` understand."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

from vaultlint.report.colors import palette
from vaultlint.report.stand_ins import pictured, visible_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NO_LINE_END = "\\ No newline at end of file\n"


def render_diff(texts: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """The pieces of the diff; each of `texts` is a path with the note before and after."""
    for _, line in _rows(texts):
        yield line if line.endswith("\n") else f"{line}\n{_NO_LINE_END}"


def render_for_terminal(texts: Iterable[tuple[str, str, str]], color: bool) -> Iterator[str]:
    """The same for a person: what cannot be seen has a stand-in, what changes has its colour."""
    paint = palette(color)
    colors = {"-": paint.red, "+": paint.green, "@": paint.blue, " ": ""}
    for is_head, line in _rows(texts):
        text = pictured(line.removesuffix("\n").removesuffix("\t" if is_head else ""))
        changed = line[0] in "-+" and not is_head
        shade = paint.bold if is_head else colors[line[0]]
        yield f"{shade}{visible_end(text) if changed else text}{paint.reset if shade else ''}\n"


def _rows(texts: Iterable[tuple[str, str, str]]) -> Iterator[tuple[bool, str]]:
    """The lines of the diff, each with whether it names a file."""
    for path, before, after in texts:
        name = f"{path}\t" if " " in path else path
        for number, line in enumerate(unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")):
            yield number < 2, line


def _lines(text: str) -> list[str]:
    """The lines with their line feeds; nothing else ends a line in a diff."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
