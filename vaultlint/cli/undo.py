"""`vaultlint undo`: put back what the last fix, rename or merge changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultlint.cli.loading import load_settings
from vaultlint.cli.vault_options import vault_options
from vaultlint.errors import VaultlintError
from vaultlint.language import say, say_number, translated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.disk.undo import Undo


@click.command("undo")
@click.option("--list", "only_list", is_flag=True, help="Show what can be put back, the newest first.")
@click.option("--dry-run", is_flag=True, help="Show the diff and write nothing.")
@vault_options
def command(only_list: bool, dry_run: bool, root: str | None, config: tuple[str, ...]) -> int:
    """Put back what the last fix, rename or merge changed in this vault.

    A note that was changed since is named and stays as it is. Used again, it takes back the one before. The last 20
    are kept, in the user's own folder, for vaults without git as well.
    """
    from vaultlint.cli.output import tell, write
    from vaultlint.disk.undo import plan_undo

    folder = load_settings(root, config).root
    if only_list:
        write(line + "\n" for line in _listed(folder))
        return 0
    plan = plan_undo(folder)
    if plan is None:
        raise VaultlintError(say("there is nothing to undo: no fix, rename or merge of this vault is kept"))
    if dry_run:
        write(_diff(plan))
        tell(*_left(plan))
        return 0
    _carry_out(folder, plan)
    tell(*_left(plan), _done(plan))
    return 2 if plan.left else 0


def _listed(root: str) -> Iterator[str]:
    from vaultlint.disk.journal import closed_journals
    from vaultlint.report.escape import plain

    for journal in closed_journals(root):
        files = say_number(len(journal.entries), "({n} file)", "({n} files)")
        yield f"{journal.time}  {plain(journal.command)}  {files}"


def _carry_out(root: str, plan: Undo) -> None:
    from vaultlint.disk.transaction import commit
    from vaultlint.git.move import track_moves, track_removals

    back = [write.path for write in plan.transaction.writes if write.before is None]

    def tell_git() -> None:
        track_moves(root, plan.transaction.moves)
        track_removals(root, back, undo=True)

    commit(root, plan.transaction, tell_git)


def _diff(plan: Undo) -> Iterator[str]:
    from vaultlint.report.plain_diff import plain_diff

    yield from plain_diff(plan.transaction.writes, dict(plan.transaction.moves))


def _left(plan: Undo) -> Iterator[str]:
    from vaultlint.report.escape import plain

    for path, reason in plan.left:
        yield str(say("{path} stays as it is: {reason}.", path=plain(path), reason=plain(translated(reason))))


def _done(plan: Undo) -> str:
    from vaultlint.report.escape import plain
    from vaultlint.report.tally import counted

    files = counted(len(plan.transaction.writes), "file")
    return str(
        say(
            "Undone: {command} of {time}; {files} put back.",
            command=plain(plan.journal.command),
            time=plan.journal.time,
            files=files,
        )
    )
