"""Carrying out a recast, or showing it: what `rename`, `delete`, `extract` and `merge` have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError

if TYPE_CHECKING:
    from vaultlint.language import Message
    from vaultlint.rename.recast import Recast
    from vaultlint.rename.texts import Seen
    from vaultlint.vault.vault import Vault


def carry_out_recast(
    vault: Vault,
    recast: Recast,
    dry_run: bool,
    seen: Seen,
    asked: str,
    done: Message,
    would: Message,
    notices: tuple[str, ...] = (),
) -> None:
    """Write what the gate has passed, as one transaction called `asked`; with `dry_run`, show the diff instead."""
    from vaultlint.cli.output import tell, write
    from vaultlint.rename.apply import apply_plan
    from vaultlint.rename.recast_gate import carried_out
    from vaultlint.report.plain_diff import plain_diff

    writes = carried_out(vault, recast)
    if dry_run:
        write(plain_diff(writes, {}))
        tell(str(would), *notices)
        return
    seen.refuse_changes()
    apply_plan(getattr(vault.source, "root", "."), asked, writes)
    tell(str(done), *notices)


def existing_note(vault: Vault, name: str) -> str:
    """The path of the note that `name`, a path or a name as in a link, means; VaultlintError for anything else."""
    from vaultlint.language import say
    from vaultlint.rename.names import existing_path
    from vaultlint.report.escape import plain

    path = existing_path(vault, name)
    if vault.facts(path) is None:
        raise VaultlintError(say("{path} is no note", path=plain(path)))
    return path
