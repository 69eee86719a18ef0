"""Small notes of one run for the next one, in the user's state folder."""

from __future__ import annotations

import os

from vaultlint.disk.folders import state_folder
from vaultlint.disk.read import read_file

_LARGEST = 10_000_000


def note(name: str, data: bytes) -> None:
    """Keep `data` under a name; OSError or VaultlintError where that is not possible."""
    from vaultlint.disk.output import write_output

    os.makedirs(state_folder(), mode=0o700, exist_ok=True)
    write_output(os.path.join(state_folder(), name), [data])


def is_noted(name: str) -> bool:
    """Whether something is kept under a name."""
    return os.path.exists(os.path.join(state_folder(), name))


def take_note(name: str) -> bytes:
    """What is kept under a name, which is forgotten with that; OSError where there is nothing."""
    path = os.path.join(state_folder(), name)
    data = read_file(path, _LARGEST)
    os.remove(path)
    return data
