"""`vaultlint rename`: move something, and rewrite every link to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultlint.cli.common import open_vault, vault_options
from vaultlint.cli.complete import complete_file
from vaultlint.errors import VaultlintError

if TYPE_CHECKING:
    from vaultlint.rename.plan import Plan
    from vaultlint.rename.texts import Seen
    from vaultlint.vault.vault import Vault


@click.command("rename")
@click.argument("old", shell_complete=complete_file)
@click.argument("new")
@vault_options
@click.option("--dry-run", is_flag=True, help="Show the diff and write nothing.")
def command(old: str, new: str, root: str | None, config: tuple[str, ...], dry_run: bool) -> int:
    """Rename OLD to NEW: a note, a folder, an attachment, or NOTE#heading or NOTE#^block.

    Every link that names it is rewritten as Obsidian would: wiki links, embeds, Markdown links, properties and
    canvases. NEW without a `/` stays in the folder of OLD; NEW with a `/` at its end is a folder to move into; `/NEW`
    is a path from the vault's root. All or nothing is done; `vaultlint undo` takes it back.
    """
    from vaultlint.cli.common import before_reading
    from vaultlint.rename.asked import plan_of

    seen = before_reading(root, config)
    vault = open_vault(root, config)
    refuse_others(vault, old)
    plan, move = plan_of(vault, old, new)
    carry_out(vault, plan, move, dry_run, seen, f"rename {old} {new}")
    return 0


def refuse_others(vault: Vault, old: str) -> None:
    """Raise VaultlintError for what cannot be renamed: tags and properties."""
    if old.startswith("#") and len(old) > 1:
        raise VaultlintError(f"{old} is a tag, and tags cannot be renamed yet: only notes, folders, headings and files")
    if old.startswith("property:") and old not in vault.files:
        raise VaultlintError("properties cannot be renamed yet: only notes, folders, attachments, headings and blocks")


def carry_out(vault: Vault, plan: Plan, move: tuple[str, str] | None, dry_run: bool, seen: Seen, asked: str) -> None:
    """Do what the plan says, or show it; then name what still has the old name."""
    from vaultlint.cli.output import say, write
    from vaultlint.rename.apply import apply_plan, writes_of
    from vaultlint.rename.leftover import mentions
    from vaultlint.report.escape import plain
    from vaultlint.report.plain_diff import plain_diff
    from vaultlint.report.tally import counted

    writes = writes_of(vault, plan)
    counts = f"{counted(plan.links, 'link')} in {counted(len(writes), 'file')}"
    if dry_run:
        write(plain_diff(writes, plan.moves))
        say(f"Would rewrite {counts}.")
        return
    seen.refuse_changes()
    apply_plan(getattr(vault.source, "root", "."), asked, writes, [move] if move else [])
    if move:
        say(f"Renamed {plain(move[0])} to {plain(move[1])}. Rewrote {counts}.")
        say(*mentions(vault, plan, move))
    else:
        say(f"Rewrote {counts}.")
