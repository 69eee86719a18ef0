"""Writing what fixing came to: one transaction, all of it or nothing, because the gate judged the vault as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.disk.put_back import place_of
from vaultlint.disk.temporary import may_replace
from vaultlint.disk.transaction import Transaction, Write, commit
from vaultlint.errors import VaultlintError, reason_of
from vaultlint.language import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vaultlint.fix.outcome import Change


def unwritable(root: str, paths: Iterable[str]) -> dict[str, str]:
    """The notes among `paths` that nobody may write here, for example because they are read-only, and why."""
    found = {}
    for path in paths:
        try:
            may_replace(place_of(root, path))
        except OSError as error:
            found[path] = reason_of(error)
    return found


def write_changes(root: str, changes: Sequence[Change], command: str = "fix") -> None:
    """Write the changed notes of the vault at `root`; VaultlintError, with nothing changed, where one cannot be."""
    try:
        commit(root, Transaction(command, tuple(Write(*change) for change in changes)))
    except OSError as error:
        raise VaultlintError(say("nothing was changed: {reason}", reason=reason_of(error))) from None
