"""Moving a file on disk through the writer, for editors that have no files of their own to move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.language import say, say_number, words
from vaultlint.lsp.renaming import plan_moves
from vaultlint.paths import is_note
from vaultlint.rename.apply import apply_plan, writes_of
from vaultlint.rename.leftover import mentions
from vaultlint.rename.texts import Seen
from vaultlint.report.escape import plain
from vaultlint.vault.resolve import normalize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultlint.lsp.documents import Document
    from vaultlint.lsp.engine import Engine


def move_on_disk(engine: Engine, path: str, new: str, documents: Mapping[str, Document]) -> str:
    """Move the file at `path` to the vault path `new`, and rewrite all links to it; what is to be said of that.

    VaultlintError, with nothing changed, where that cannot be, or where a text that would be changed is not saved.
    """
    target = normalize(new)
    if is_note(path) and not is_note(target):
        target += ".md"
    if target == path:
        raise VaultlintError(words(say("The new path is the old one.")))
    seen = Seen(engine.live.disk)
    engine.catch_up(documents)
    vault = engine.vault()
    plan = plan_moves(vault, [(path, target)])
    writes = writes_of(vault, plan)
    for each in (*plan.edits, *plan.moves):
        document = documents.get(each)
        if document is not None and _is_unsaved(engine, each, document):
            raise VaultlintError(words(say("Save {path} first: it would be changed.", path=plain(each))))
    seen.refuse_changes()
    apply_plan(engine.root, f"rename {path} {target}", writes, [(path, target)])
    return "\n".join([_said(path, target, plan.links, len(writes)), *mentions(vault, plan, (path, target))])


def _is_unsaved(engine: Engine, path: str, document: Document) -> bool:
    try:
        return engine.live.disk.read(path) != document.data
    except OSError:
        return True


def _said(old: str, new: str, links: int, files: int) -> str:
    if not links:
        return words(say("Renamed {old} to {new}. No link had to be rewritten.", old=plain(old), new=plain(new)))
    return words(
        say_number(
            links,
            "Renamed {old} to {new}. Rewrote one link.",
            "Renamed {old} to {new}. Rewrote {n} links; files changed: {files}.",
            old=plain(old),
            new=plain(new),
            files=files,
        )
    )
