"""Carrying out a plan: gate, journal, files, git; all of it, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.disk.transaction import Transaction, Write, commit
from vaultlint.errors import VaultlintError, reason_of
from vaultlint.git.move import refuse_to_lose, track_moves, track_removals
from vaultlint.language import say
from vaultlint.rename.gate import carried_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultlint.rename.plan import Plan
    from vaultlint.vault.vault import Vault


def writes_of(vault: Vault, plan: Plan) -> tuple[Write, ...]:
    """The files that the plan changes, and those that go, after the gate has passed them."""
    outcome = carried_out(vault, plan)
    changed = [
        Write(path, outcome.before[path], after) for path, after in outcome.after.items() if path not in plan.removes
    ]
    return (*changed, *(Write(path, plan.before[path], None) for path in plan.removes))


def apply_plan(root: str, command: str, writes: tuple[Write, ...], moves: Sequence[tuple[str, str]] = ()) -> None:
    """Write the files of the vault at `root` and move `moves` (files or folders), in one transaction.

    `command` names it in `vaultlint undo --list`. VaultlintError, with nothing changed, where that is not possible.
    """
    removed = [write.path for write in writes if write.after is None]
    for path in removed:
        refuse_to_lose(root, path)

    def tell_git() -> None:
        track_moves(root, moves)
        track_removals(root, removed)

    try:
        commit(root, Transaction(command, writes, tuple(moves)), tell_git)
    except OSError as error:
        raise VaultlintError(say("nothing was changed: {reason}", reason=reason_of(error))) from None
