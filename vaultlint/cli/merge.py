"""`vaultlint merge`: append a note to another one."""

from __future__ import annotations

import click

from vaultlint.cli.common import open_vault
from vaultlint.cli.complete import complete_note
from vaultlint.cli.vault_options import vault_options
from vaultlint.errors import VaultlintError


@click.command("merge")
@click.argument("note", shell_complete=complete_note)
@click.argument("into", shell_complete=complete_note)
@click.option("--heading", metavar="TEXT", help="The heading over the text of NOTE; its title where none is given.")
@click.option("--alias", is_flag=True, help="The heading becomes an alias of INTO.")
@click.option("--drop", multiple=True, metavar="KEY", help="Leave this property of NOTE behind.")
@click.option("--dry-run", is_flag=True, help="Show the diff and write nothing.")
@vault_options
def command(
    note: str,
    into: str,
    heading: str | None,
    alias: bool,
    drop: tuple[str, ...],
    dry_run: bool,
    root: str | None,
    config: tuple[str, ...],
) -> int:
    """Append the text of NOTE to INTO under a heading, and delete NOTE. Links to it and its headings open INTO.

    Tags are merged, and properties that INTO does not have are taken over; where the two differ, they are listed and
    nothing is done. `vaultlint undo` takes it back.
    """
    from vaultlint.cli.common import before_reading
    from vaultlint.cli.recast import carry_out_recast, existing_note
    from vaultlint.language import say, say_number
    from vaultlint.rename.doubled import doubled
    from vaultlint.rename.merge_notes import Wishes, plan_merge_notes
    from vaultlint.rename.texts import Texts
    from vaultlint.report.escape import plain

    seen = before_reading(root, config)
    vault = open_vault(root, config)
    path, target = existing_note(vault, note), existing_note(vault, into)
    if path == target:
        raise VaultlintError(str(say("NOTE and INTO are the same note")))
    recast = plan_merge_notes(vault, path, target, Texts(vault), Wishes(heading, alias, drop))
    names = {"path": plain(path), "into": plain(target)}
    done = say_number(
        recast.links,
        "Merged {path} into {into}; one link was rewritten.",
        "Merged {path} into {into}; {n} links were rewritten.",
        **names,
    )
    would = say_number(
        recast.links,
        "Would merge {path} into {into}; one link would be rewritten.",
        "Would merge {path} into {into}; {n} links would be rewritten.",
        **names,
    )
    carry_out_recast(
        vault, recast, dry_run, seen, f"merge {note} {into}", done, would, tuple(doubled(vault, recast, target))
    )
    return 0
