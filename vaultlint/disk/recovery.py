"""After a kill or a power cut: what the open journal says is finished or undone, and said.

The journal is not believed blindly: it must be whole, name this vault, and stay inside of it; no file is touched that
is not, byte for byte, what the journal says vaultlint wrote.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultlint.disk.folders import key_of
from vaultlint.disk.interrupts import deferred_interrupts
from vaultlint.disk.journal import close, close_undone, digest_of, load, make_folder, open_path, set_aside
from vaultlint.disk.lock import BusyError, locked
from vaultlint.disk.put_back import place_of, present_bytes, put_back, remove_temporaries
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from vaultlint.disk.journal import Entry, Journal


class Recovered(NamedTuple):
    """What was made of an open journal.

    `outcome` is `finished`, `undone` or `damaged` (then `path` is where it lies now); `left` are files that were
    changed since and stay as they are.
    """

    outcome: str
    command: str = ""
    path: str = ""
    left: tuple[tuple[str, str], ...] = ()
    moves: tuple[tuple[str, str], ...] = ()


def recover(root: str) -> Recovered | None:
    """Settle what an interrupted run left open in the vault at `root`; None where there is nothing, at the cost of one
    look at the disk, or where the run is still at work.
    """
    if not os.path.lexists(open_path(root)):
        return None
    try:
        with deferred_interrupts(), locked(os.path.join(make_folder(root), "lock")):
            return recover_locked(root)
    except BusyError:
        return None


def recover_locked(root: str) -> Recovered | None:
    """As `recover`, for who holds the lock."""
    path = open_path(root)
    if not os.path.lexists(path):
        return None
    journal = load(path)
    if journal is None or key_of(journal.root) != key_of(root):
        return Recovered("damaged", path=set_aside(root))
    if _is_done(root, journal):
        remove_temporaries(root, journal)
        close(journal, keep=not journal.undoes)
        return Recovered("finished", journal.command, moves=journal.moves)
    left = put_back(root, journal)
    close_undone(journal, keep=bool(left))
    return Recovered("undone", journal.command, left=tuple(left))


def _is_done(root: str, journal: Journal) -> bool:
    """Whether every file is what and where it should be in the end."""
    moved = all(
        os.path.lexists(os.path.join(root, new)) and not os.path.lexists(os.path.join(root, old))
        for old, new in journal.moves
    )
    return moved and all(_has_new_bytes(root, journal, entry) for entry in journal.entries)


def _has_new_bytes(root: str, journal: Journal, entry: Entry) -> bool:
    try:
        now = present_bytes(place_of(root, journal.present(entry.path)))
    except OSError:
        return False
    return (None if now is None else digest_of(now)) == entry.after
