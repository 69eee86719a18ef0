"""Changes of notes as a unified diff that `git apply` and `patch -p1` understand."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NO_LINE_END = "\\ No newline at end of file\n"


def render_diff(texts: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """The pieces of the diff; each of `texts` is a path with the note before and after."""
    for path, before, after in texts:
        name = f"{path}\t" if " " in path else path
        lines = unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")
        for line in lines:
            yield line if line.endswith("\n") else f"{line}\n{_NO_LINE_END}"


def _lines(text: str) -> list[str]:
    """The lines with their line feeds; nothing else ends a line in a diff."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
