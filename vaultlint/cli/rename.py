"""`vaultlint rename`: move something, and rewrite every link to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultlint.cli.common import open_vault, vault_options
from vaultlint.cli.complete import complete_file
from vaultlint.errors import VaultlintError

if TYPE_CHECKING:
    from vaultlint.rename.plan import Plan
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
    is a path from the vault's root. All or nothing is done.
    """
    vault = open_vault(root, config)
    plan, move = plan_of(vault, old, new)
    carry_out(vault, plan, move, dry_run)
    return 0


def plan_of(vault: Vault, old: str, new: str) -> tuple[Plan, tuple[str, str] | None]:
    """The plan, and the file or folder to move with its new path."""
    from vaultlint.rename.names import existing_path, new_path
    from vaultlint.rename.plan import moves_of_folder, plan_block, plan_heading, plan_move

    def read(path: str) -> str:
        try:
            return vault.source.read(path).decode()
        except UnicodeDecodeError:
            raise VaultlintError(f"{path} has links to change, but is not UTF-8: convert it first") from None

    name, mark, subpath = old.partition("#")
    if mark and old.strip("/") not in vault.files:
        path = existing_path(vault, name)
        if subpath.startswith("^"):
            return plan_block(vault, path, subpath[1:], new.rpartition("#")[2].removeprefix("^"), read), None
        return plan_heading(vault, path, subpath, new.removeprefix(name + "#"), read), None
    path = existing_path(vault, old)
    target = new_path(path, new)
    if path.rstrip("/") == target:
        raise VaultlintError("OLD and NEW are the same")
    if path.endswith("/"):
        if target.startswith(path):
            raise VaultlintError("a folder cannot be moved into itself")
        moves = moves_of_folder(vault.files, path, target)
    else:
        moves = {path: target}
    return plan_move(vault, moves, read), (path.rstrip("/"), target)


def carry_out(vault: Vault, plan: Plan, move: tuple[str, str] | None, dry_run: bool) -> None:
    """Do what the plan says, or show it."""
    from vaultlint.cli.output import write
    from vaultlint.rename.apply import apply_plan, changes_of, diff_of

    changes = changes_of(plan, vault.source)
    if dry_run:
        write(diff_of(changes, plan.moves))
        click.echo(f"Would rewrite {plan.links:,} links in {len(changes):,} files.", err=True)
        return
    apply_plan(getattr(vault.source, "root", "."), changes, move)
    done = f"Renamed {move[0]} to {move[1]}. " if move else ""
    click.echo(f"{done}Rewrote {plan.links:,} links in {len(changes):,} files.", err=True)
