"""Relations and topics that a note has twice, or has to itself, once links open another note: said, never removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.language import say
from vaultlint.markdown.relation import read_relations, read_topics
from vaultlint.rename.follow import resolvers
from vaultlint.rename.recast import Composed
from vaultlint.report.escape import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.language import Message
    from vaultlint.rename.recast import Recast
    from vaultlint.vault.vault import Vault


def doubled(vault: Vault, recast: Recast, target: str | None) -> Iterator[str]:
    """A sentence for each entry of a relation or topic section that opens `target` once too often, or from itself."""
    if target is None:
        return
    _, resolver = resolvers(vault, recast)
    composed = Composed(recast)
    for path in sorted(composed.texts):
        if not path.endswith(".md"):
            continue
        note = composed.note(path)
        relations = read_relations(note, vault.settings.relations)
        topics = read_topics(note, vault.settings.topics.section)
        for items in (relations, topics):
            lines = [
                item.line
                for item in items
                if item.link >= 0 and resolver.resolve(note.links[item.link].path, path).target == target
            ]
            allowed = 0 if path == target else 1
            for line in lines[allowed:]:
                yield str(_sentence(path == target, path, line, target))


def _sentence(is_own: bool, path: str, line: int, note: str) -> Message:
    path, note = plain(path), plain(note)
    if is_own:
        return say("{path}, line {line}: this entry leads to the note in which it stands.", path=path, line=line)
    return say("{path}, line {line}: a second entry that leads to {note}.", path=path, line=line, note=note)
