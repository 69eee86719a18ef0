"""Taking back the last transaction of a vault: each file only if it still is what vaultlint wrote."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultlint.disk.journal import closed_journals, digest_of
from vaultlint.disk.put_back import place_of, present_bytes
from vaultlint.disk.transaction import Transaction, Write
from vaultlint.language import say
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from vaultlint.disk.journal import Entry, Journal


class Failure(NamedTuple):
    """A file that was not written, and why."""

    path: str
    reason: str


class Undo(NamedTuple):
    """What taking a transaction back would do; `left` are the files that are no longer what vaultlint wrote."""

    journal: Journal
    transaction: Transaction
    left: tuple[Failure, ...]


def plan_undo(root: str) -> Undo | None:
    """How the last transaction of the vault at `root` can be taken back; None where none is kept."""
    journal = next(closed_journals(root), None)
    if journal is None:
        return None
    writes: list[Write] = []
    left: list[Failure] = []
    for entry in journal.entries:
        path = journal.present(entry.path)
        try:
            write = _write_back(root, path, entry)
        except OSError as error:
            left.append(Failure(path, error.strerror or str(error)))
        else:
            writes += [write] if write else []
    moves = []
    for old, new in reversed(journal.moves):
        if os.path.lexists(os.path.join(root, new)) and not os.path.lexists(os.path.join(root, old)):
            moves.append((new, old))
        else:
            left.append(Failure(new, str(say("it cannot go back to {old}", old=old))))
    transaction = Transaction("undo", tuple(writes), tuple(moves), keep=False, undoes=journal.name)
    return Undo(journal, transaction, tuple(left))


def _write_back(root: str, path: str, entry: Entry) -> Write | None:
    """The write that gives a file its old bytes back; None where it has them; OSError where it was changed since."""
    now = present_bytes(place_of(root, path))
    if now == entry.before:
        return None
    if (None if now is None else digest_of(now)) != entry.after:
        raise OSError(11, "it is gone" if now is None else "it was changed since")
    return Write(path, now, entry.before)
