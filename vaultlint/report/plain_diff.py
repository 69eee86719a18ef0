"""A unified diff of files before and after, for a person to look at before anything is written."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from vaultlint.harmless import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultlint.disk.transaction import Write


def plain_diff(writes: Iterable[Write], moves: Mapping[str, str]) -> Iterator[str]:
    """A line for each move, then the lines that differ; files have the path that they get.

    What could move the cursor or turn the text is shown as an escape: nobody applies this with `patch`.
    """
    for old, new in moves.items():
        yield f"rename {plain(old)} => {plain(new)}\n"
    for write in writes:
        before, after = (_lines(data) for data in (write.before, write.after))
        name = moves.get(write.path, write.path)
        for line in difflib.unified_diff(before, after, write.path, name, lineterm=""):
            yield "\t".join(map(plain, line.rstrip("\r").split("\t"))) + "\n"


def _lines(data: bytes | None) -> list[str]:
    return (data or b"").decode(errors="replace").split("\n")
