"""`vaultlint delete`: remove a note, and say what becomes of the links to it."""

from __future__ import annotations

import click

from vaultlint.cli.common import open_vault
from vaultlint.cli.complete import complete_note
from vaultlint.cli.vault_options import vault_options
from vaultlint.errors import VaultlintError


@click.command("delete")
@click.argument("note", shell_complete=complete_note)
@click.option("--unlink", is_flag=True, help="Links to the note become the words that they show.")
@click.option("--redirect", metavar="OTHER", shell_complete=complete_note, help="Links to the note open OTHER.")
@click.option("--dry-run", is_flag=True, help="Show the diff and write nothing.")
@vault_options
def command(
    note: str, unlink: bool, redirect: str | None, dry_run: bool, root: str | None, config: tuple[str, ...]
) -> int:
    """Delete NOTE. Where links open it, they are listed and nothing is done, unless --unlink or --redirect is given.

    What git tracks and is not committed is not deleted. `vaultlint undo` brings the note and the links back.
    """
    from vaultlint.cli.common import before_reading
    from vaultlint.cli.recast import carry_out_recast, existing_note
    from vaultlint.language import say, say_number
    from vaultlint.rename.delete import plan_delete
    from vaultlint.rename.doubled import doubled
    from vaultlint.rename.texts import Texts
    from vaultlint.report.escape import plain

    if unlink and redirect is not None:
        raise VaultlintError(str(say("--unlink and --redirect exclude each other")))
    seen = before_reading(root, config)
    vault = open_vault(root, config)
    path = existing_note(vault, note)
    other = None if redirect is None else existing_note(vault, redirect)
    if other == path:
        raise VaultlintError(str(say("OTHER is the note that is to be deleted")))
    recast = plan_delete(vault, path, Texts(vault), unlink=unlink, redirect=other)
    count = recast.links + recast.unlinked
    shown = plain(path)
    done = say_number(count, "Deleted {path}; one link changed.", "Deleted {path}; {n} links changed.", path=shown)
    would = say_number(
        count, "Would delete {path}; one link would change.", "Would delete {path}; {n} links would change.", path=shown
    )
    carry_out_recast(vault, recast, dry_run, seen, f"delete {note}", done, would, tuple(doubled(vault, recast, other)))
    return 0
