"""`vaultlint rename`: move something, and rewrite every link to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultlint.cli.common import open_vault
from vaultlint.cli.complete import complete_renamed
from vaultlint.cli.vault_options import vault_options
from vaultlint.language import say

if TYPE_CHECKING:
    from vaultlint.rename.plan import Plan
    from vaultlint.rename.texts import Seen
    from vaultlint.vault.vault import Vault


@click.command("rename")
@click.argument("old", shell_complete=complete_renamed)
@click.argument("new")
@vault_options
@click.option("--dry-run", is_flag=True, help="Show the diff and write nothing.")
def command(old: str, new: str, root: str | None, config: tuple[str, ...], dry_run: bool) -> int:
    """Rename OLD to NEW: a note, a folder, an attachment, NOTE#heading, NOTE#^block, '#tag' or property:KEY.

    Every link that names it is rewritten as Obsidian would: wiki links, embeds, Markdown links, properties and
    canvases. NEW without a `/` stays in the folder of OLD; NEW with a `/` at its end is a folder to move into; `/NEW`
    is a path from the vault's root.

    Tags below a renamed tag follow ('#a/x' becomes '#b/x'); a note that has both keeps one. Of a property only the key
    changes; a note that has both with different values is named, and nothing is changed.

    All or nothing is done; `vaultlint undo` takes it back.
    """
    from vaultlint.cli.common import before_reading
    from vaultlint.rename.asked import is_word, plan_of

    seen = before_reading(root, config)
    vault = open_vault(root, config)
    if is_word(vault, old):
        return rename_word(vault, old, new, dry_run, seen)
    plan, move = plan_of(vault, old, new)
    carry_out(vault, plan, move, dry_run, seen, f"rename {old} {new}")
    return 0


def rename_word(vault: Vault, old: str, new: str, dry_run: bool, seen: Seen) -> int:
    """Rename a tag or a property; then name the bases and settings that still have the old name."""
    from vaultlint.cli.output import tell
    from vaultlint.cli.recast import carry_out_recast
    from vaultlint.language import say_number
    from vaultlint.rename.asked import plan_word
    from vaultlint.rename.properties import PREFIX
    from vaultlint.rename.word_leftover import word_leftovers
    from vaultlint.report.escape import plain

    recast = plan_word(vault, old, new)
    files = len(recast.edits)
    name = {"old": plain(old), "new": plain(new)}
    if recast.merges:
        tell(str(say("{new} was there before: what had {old} and what had {new} is one from now on.", **name)))
    done = say_number(files, "Renamed {old} to {new} in one file.", "Renamed {old} to {new} in {n} files.", **name)
    would = say_number(
        files, "Would rename {old} to {new} in one file.", "Would rename {old} to {new} in {n} files.", **name
    )
    carry_out_recast(vault, recast, dry_run, seen, f"rename {old} {new}", done, would)
    kind = "property" if old.startswith(PREFIX) else "tag"
    tell(*word_leftovers(vault, old.removeprefix(PREFIX).removeprefix("#"), kind))
    return 0


def carry_out(vault: Vault, plan: Plan, move: tuple[str, str] | None, dry_run: bool, seen: Seen, asked: str) -> None:
    """Do what the plan says, or show it; then name what still has the old name."""
    from vaultlint.cli.output import tell, write
    from vaultlint.rename.apply import apply_plan, writes_of
    from vaultlint.rename.leftover import mentions
    from vaultlint.report.escape import plain
    from vaultlint.report.plain_diff import plain_diff
    from vaultlint.report.tally import counted

    writes = writes_of(vault, plan)
    links, files = counted(plan.links, "link"), counted(len(writes), "file")
    if dry_run:
        write(plain_diff(writes, plan.moves))
        tell(say("Would rewrite {links} in {files}.", links=links, files=files))
        return
    seen.refuse_changes()
    apply_plan(getattr(vault.source, "root", "."), asked, writes, [move] if move else [])
    if move:
        tell(
            say(
                "Renamed {old} to {new}. Rewrote {links} in {files}.",
                old=plain(move[0]),
                new=plain(move[1]),
                links=links,
                files=files,
            )
        )
        tell(*mentions(vault, plan, move))
    else:
        tell(say("Rewrote {links} in {files}.", links=links, files=files))
