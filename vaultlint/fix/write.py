"""Writing what fixing came to: one transaction, in which each note, or group of notes, stands for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.disk.transaction import Transaction, Write, commit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vaultlint.disk.transaction import Failure
    from vaultlint.fix.outcome import Change


def write_changes(
    root: str, changes: Sequence[Change], groups: Iterable[frozenset[str]] = (), command: str = "fix"
) -> tuple[Failure, ...]:
    """Write the changed notes of the vault at `root`; what could not be written is named, the rest is written.

    Notes of one of `groups` are written all or not at all. Ctrl-C puts everything back.
    """
    if not changes:
        return ()
    return commit(root, Transaction(command, tuple(Write(*change) for change in changes), units=tuple(groups)))
