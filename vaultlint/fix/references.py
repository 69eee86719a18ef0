"""Links between notes: a fix may not break one, in its own note or in another one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultlint.markdown.elements import Link
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.vault import Vault


def newly_broken(vault: Vault, before: Mapping[str, NoteFacts], after: Mapping[str, NoteFacts]) -> frozenset[str]:
    """What is lost where the notes of `after` take the place of those of `before`: "links", or nothing.

    Both hold facts by path; `before` may lack a note, which then is as the vault knows it. A link of a changed note may
    not be broken unless it was, and no other note's link to a heading or block of a changed note may break.
    """
    old, new = _View(vault, before), _View(vault, {**before, **after})
    for path in after:
        was = old.facts(path)
        if was is None:
            continue
        broken = _count_broken(new, after[path]) - _count_broken(old, was)
        if broken > _come_to_light(was, after[path]):
            return frozenset({"links"})
    for link, source in _incoming(vault, old, after):
        if not old.is_broken(link, source) and new.is_broken(link, source):
            return frozenset({"headings" if not link.subpath.startswith("^") else "block-ids"})
    return frozenset()


class _View:
    """The vault with some notes' facts replaced."""

    def __init__(self, vault: Vault, replaced: Mapping[str, NoteFacts]) -> None:
        self.vault, self.replaced = vault, replaced

    def facts(self, path: str) -> NoteFacts | None:
        return self.replaced.get(path) or self.vault.facts(path)

    def is_broken(self, link: Link, source: str) -> bool:
        """Whether the link, or the heading or block that it names, leads nowhere."""
        target = self.vault.resolve(link, source).target
        if target is None:
            return True
        facts = self.facts(target) if link.subpath else None
        if facts is None:
            return False
        if link.subpath.startswith("[^"):
            return link.subpath[2:].rstrip("]").lower() not in facts.footnotes
        if link.subpath.startswith("^"):
            return link.subpath[1:].lower() not in facts.block_names
        return self.vault.find_heading(facts, link.subpath) is None


def _come_to_light(was: NoteFacts, now: NoteFacts) -> int:
    """How many links there are in properties that were no links before, for want of quotes."""
    keys = Counter(link.key for link in now.links if link.key) - Counter(link.key for link in was.links if link.key)
    return keys.total()


def _count_broken(view: _View, facts: NoteFacts) -> int:
    return sum(view.is_broken(link, facts.path) for link in facts.links)


def _incoming(vault: Vault, old: _View, after: Mapping[str, NoteFacts]) -> Iterator[tuple[Link, str]]:
    """Links of unchanged notes that name a heading or block of a note whose headings or blocks changed."""
    for path, facts in after.items():
        was = old.facts(path)
        if was is None or (was.heading_keys, was.block_names) == (facts.heading_keys, facts.block_names):
            continue
        for reference in vault.incoming.get(path, ()):
            if reference.link.subpath and reference.source.path not in after:
                yield reference.link, reference.source.path
