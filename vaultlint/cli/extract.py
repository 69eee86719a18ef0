"""`vaultlint extract`: move a section into a note of its own."""

from __future__ import annotations

import click

from vaultlint.cli.common import open_vault
from vaultlint.cli.complete import complete_file
from vaultlint.cli.vault_options import vault_options
from vaultlint.errors import VaultlintError


@click.command("extract")
@click.argument("section", metavar="NOTE#HEADING", shell_complete=complete_file)
@click.argument("new")
@click.option("--embed", is_flag=True, help="Leave an embed in the section's place, not a link.")
@click.option("--dry-run", is_flag=True, help="Show the diff and write nothing.")
@vault_options
def command(section: str, new: str, embed: bool, dry_run: bool, root: str | None, config: tuple[str, ...]) -> int:
    """Move the section under a heading of a note into the new note NEW, and leave a link to it.

    Links to its headings and blocks follow, wherever they stand; links in the section open what they did. NEW is a name
    in the note's folder, or a path. `vaultlint undo` takes it back.
    """
    from vaultlint.cli.common import before_reading
    from vaultlint.cli.recast import carry_out_recast, existing_note
    from vaultlint.language import say, say_number
    from vaultlint.rename.extract import plan_extract
    from vaultlint.rename.texts import Texts
    from vaultlint.report.escape import plain

    name, mark, subpath = section.partition("#")
    if not mark or not subpath.strip():
        raise VaultlintError(str(say("name a section as NOTE#HEADING")))
    seen = before_reading(root, config)
    vault = open_vault(root, config)
    path = existing_note(vault, name)
    recast = plan_extract(vault, path, subpath, new, Texts(vault), embed=embed)
    target = plain(next(iter(recast.files)))
    done = say_number(
        recast.links,
        "Moved the section to {path}; one link was rewritten.",
        "Moved the section to {path}; {n} links were rewritten.",
        path=target,
    )
    would = say_number(
        recast.links,
        "Would move the section to {path}; one link would be rewritten.",
        "Would move the section to {path}; {n} links would be rewritten.",
        path=target,
    )
    carry_out_recast(vault, recast, dry_run, seen, f"extract {section} {new}", done, would)
    return 0
