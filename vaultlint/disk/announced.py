"""Temporary files of outputs, announced in the user's state folder before they are made: a kill leaves none behind."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from vaultlint.disk.folders import open_folder
from vaultlint.disk.read import read_file
from vaultlint.disk.temporary import PREFIX, is_running

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARK = "output-"
_LONGEST = 10_000


@contextmanager
def announced(path: str) -> Iterator[None]:
    """Let later runs know of the temporary file at `path` while the block runs; without that, if it cannot be."""
    name = os.path.basename(path).removeprefix(PREFIX)
    file = os.path.join(open_folder(), _MARK + name)
    try:
        os.makedirs(open_folder(), mode=0o700, exist_ok=True)
        with open(file, "wb") as opened:
            opened.write(os.fsencode(path))
    except OSError:
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError):
            os.unlink(file)


def remove_announced(names: Iterable[str]) -> None:
    """Remove what killed runs have left, by the names in the folder of what is open."""
    for name in names:
        number = name.removeprefix(_MARK)
        owner = number.partition("-")[0]
        if number == name or not owner.isdigit() or is_running(int(owner)):
            continue
        file = os.path.join(open_folder(), name)
        with suppress(OSError):
            path = os.fsdecode(read_file(file, _LONGEST))
            if os.path.basename(path) == PREFIX + number and not os.path.islink(path):
                with suppress(FileNotFoundError):
                    os.unlink(path)
            os.unlink(file)
