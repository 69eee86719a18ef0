"""A unified diff of files before and after, for a person to look at before anything is written."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultlint.disk.transaction import Write


def plain_diff(writes: Iterable[Write], moves: Mapping[str, str]) -> Iterator[str]:
    """A line for each move, then the lines that differ; files have the path that they get."""
    for old, new in moves.items():
        yield f"rename {old} => {new}\n"
    for write in writes:
        before, after = (_lines(data) for data in (write.before, write.after))
        name = moves.get(write.path, write.path)
        for line in difflib.unified_diff(before, after, write.path, name, lineterm=""):
            yield line.rstrip("\r") + "\n"


def _lines(data: bytes | None) -> list[str]:
    return (data or b"").decode(errors="replace").split("\n")
