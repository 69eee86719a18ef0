"""`vaultlint merge-topic`: make every link to one topic a link to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultlint.cli.common import before_reading, open_vault
from vaultlint.cli.complete import complete_topic
from vaultlint.cli.vault_options import vault_options
from vaultlint.errors import VaultlintError
from vaultlint.language import say

if TYPE_CHECKING:
    from vaultlint.rename.merge import Merge
    from vaultlint.vault.vault import Vault


@click.command("merge-topic")
@click.argument("old", metavar="FROM", shell_complete=complete_topic)
@click.argument("new", metavar="INTO", shell_complete=complete_topic)
@click.option("--dry-run", is_flag=True, help="Show the diff and write nothing.")
@click.option("--delete", is_flag=True, help="Remove the note FROM as well.")
@vault_options
def command(old: str, new: str, dry_run: bool, delete: bool, root: str | None, config: tuple[str, ...]) -> int:
    """Make every link to the topic FROM a link to the topic INTO, written in the same style.

    In a list where both stand, one line is left; a note that had neither gets nothing; INTO's own links to FROM go. The
    note FROM stays, unless --delete is given. All or nothing is done.
    """
    from vaultlint.cli.output import tell, write
    from vaultlint.rename.apply import apply_plan, writes_of
    from vaultlint.rename.merge import plan_merge
    from vaultlint.rename.plan import Plan, canvases
    from vaultlint.rename.renaming import Renaming
    from vaultlint.rename.texts import Texts
    from vaultlint.report.plain_diff import plain_diff

    seen = before_reading(root, config)
    vault = open_vault(root, config)
    source, target = topic_path(vault, old), topic_path(vault, new)
    if source == target:
        raise VaultlintError(say("FROM and INTO are the same topic"))
    texts = Texts(vault)
    merge = plan_merge(vault, source, target, texts)
    renaming = Renaming({source: target}, vault.resolver, vault.resolver)
    edits = {**merge.edits, **dict(canvases(vault, renaming, texts))}
    if delete:
        texts.data(source)
    plan = Plan(
        {},
        edits,
        merge.links,
        texts.before,
        instead={source: target},
        may_drop=True,
        removes=(source,) if delete else (),
    )
    writes = writes_of(vault, plan)
    changes = sum(write.after is not None for write in writes)
    if dry_run:
        write(plain_diff((each for each in writes if each.after is not None), {}))
        tell(
            say("Would have done: {what}", what=_done(merge, changes, source, target)),
            *([say("Would delete {source}.", source=source)] if delete else []),
        )
        return 0
    seen.refuse_changes()
    apply_plan(getattr(vault.source, "root", "."), f"merge-topic {old} {new}", writes)
    tell(_done(merge, changes, source, target), _what_of(source, delete))
    return 0


def topic_path(vault: Vault, name: str) -> str:
    """The vault path of the topic note that `name` means: a path, or a name as in a link."""
    from vaultlint.rename.names import existing_path

    topics = vault.settings.topics
    names = (f"{topics.prefix}{name}.md", f"{topics.prefix}{name}")
    within = next((path for path in names if path in vault.files), None)
    path = within or existing_path(vault, name)
    if not topics.hold(path) or vault.facts(path) is None:
        raise VaultlintError(
            say(
                "{path} is no topic: topics are the notes in `{folder}` (setting topics.folder)",
                path=path,
                folder=topics.folder,
            )
        )
    return path


def _done(merge: Merge, changes: int, old: str, new: str) -> str:
    return str(
        say(
            "Links to {old} that open {new} now: {links}; gone, as they would stand twice: {removed}; files "
            "changed: {changes}.",
            old=old,
            new=new,
            links=f"{merge.links:,}",
            removed=f"{merge.removed:,}",
            changes=f"{changes:,}",
        )
    )


def _what_of(path: str, deleted: bool) -> str:
    if deleted:
        return str(say("Deleted {path}.", path=path))
    return str(
        say(
            "{path} is still there, and nothing links to it any more: keep what it says, then `--delete` removes it.",
            path=path,
        )
    )
