"""What merging one topic into another changes, worked out before anything is touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from vaultlint.finding import Edit
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rename.link_edits import display_edits, in_quotes, place_of
from vaultlint.rename.lists import Entry, cut, entries
from vaultlint.rename.plan import all_notes
from vaultlint.rename.renaming import Renaming
from vaultlint.rename.written import display_name, link_path
from vaultlint.values import frozen

if TYPE_CHECKING:
    from vaultlint.markdown.elements import Link
    from vaultlint.markdown.note import Note
    from vaultlint.rename.texts import Texts
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.vault import Vault

_UNSHOWN = lazy_regex(r"[\[\]|\r\n]|%%")


@frozen
class Merge:
    """Edits by path; how many links get another target, and how many list entries and links go."""

    edits: Mapping[str, tuple[Edit, ...]]
    links: int
    removed: int


def plan_merge(vault: Vault, old: str, new: str, texts: Texts) -> Merge:
    """Make every link to the note `old` a link to the note `new`; both are vault paths, and both notes stay.

    Of list entries in one list that are nothing but links to the two, one is left. `new` never gets a link to itself.
    """
    edits: dict[str, tuple[Edit, ...]] = {}
    links = removed = 0
    for facts in all_notes(vault):
        if facts.path == old or not any(_opens(vault, facts, link, old) for link in facts.links):
            continue
        note = texts.note(facts.path)
        found = _NoteMerge(vault, note, facts, old, new)
        edits[facts.path] = tuple(found.edits())
        links += found.links
        removed += found.removed
    return Merge(edits, links, removed)


def _opens(vault: Vault, facts: NoteFacts, link: Link, target: str) -> bool:
    return bool(link.path) and vault.resolve(link, facts.path).target == target


class _NoteMerge:
    """The edits of one note; `links` and `removed` count them afterwards."""

    def __init__(self, vault: Vault, note: Note, facts: NoteFacts, old: str, new: str) -> None:
        self._vault, self._note, self._old, self._new = vault, note, old, new
        self._to_old = [link for link in note.links if _opens(vault, facts, link, old)]
        self._to_new = {link.start for link in note.links if _opens(vault, facts, link, new)}
        self.links = self.removed = 0

    def edits(self) -> Iterator[Edit]:
        """What to change, without overlaps."""
        surplus = list(self._surplus())
        gone = {entry.link.start for entry in surplus}
        for edit in cut(self._note, surplus):
            self.removed += 1
            yield edit
        left = [link for link in self._to_old if link.start not in gone]
        if self._note.path == self._new:
            self.removed += len(left)
            yield from (self._unlinked(link) for link in left if not self._is_alias(link))
            return
        self.links += len(left)
        for link in left:
            if link.form != "reference" and not self._is_alias(link):
                yield from self._retargeted(link)
        if any(link.form == "reference" for link in self._to_old):
            resolver = self._vault.resolver
            renaming = Renaming({self._old: self._new}, resolver, resolver)
            for found in renaming.definition_edits(self._note.path, self._note):
                yield from found

    def _surplus(self) -> Iterator[Entry]:
        """The list entries that go: all that stand beside a link to the new topic, or but the first."""
        starts = {link.start for link in self._to_old}
        for group in _groups(entries(self._note)):
            mine = [entry for entry in group if entry.link.start in starts]
            keeps_one = self._note.path != self._new and not any(entry.link.start in self._to_new for entry in group)
            yield from mine[keeps_one:]

    def _is_alias(self, link: Link) -> bool:
        """Whether a YAML alias stands for the link: what it stands for is a link of its own."""
        return bool(link.key) and self._note.text.startswith("*", link.start)

    def _unlinked(self, link: Link) -> Edit:
        """The words of a link without the link."""
        words = link.display if link.display else display_name(self._old)
        if not link.key:
            return Edit(link.start, link.end, words)
        place = place_of(self._note.text, link)
        quote = place.quote if place else ""
        inside = bool(quote) and quote in "\"'"  # a property's link stands in quotes, which stay
        return Edit(link.start + inside, link.end - inside, in_quotes(words, quote))

    def _retargeted(self, link: Link) -> Iterator[Edit]:
        """The link with the new target, in the style in which it was written."""
        text, path = self._note.text, self._note.path
        near = link.form != "wiki"
        written = link_path(link.path, self._old, self._new, path, path, self._vault.resolver, near=near)
        place = place_of(text, link)
        if place is None:
            return
        drops = bool(link.subpath) and not self._has(link.subpath)
        yield place.whole_edit(written) if drops else place.path_edit(written)
        yield from display_edits(text, link, place, *self._names(link))

    def _has(self, subpath: str) -> bool:
        """Whether the new topic has the heading or block that a link names."""
        facts = self._vault.facts(self._new)
        if facts is None:
            return False
        if subpath.startswith("^"):
            return subpath[1:].lower() in facts.block_names
        return facts.outline.find(subpath) is not None

    def _names(self, link: Link) -> tuple[str, str]:
        """The name of the old topic that a link shows, and the new one's: the file names, or the titles."""
        old, new = self._vault.facts(self._old), self._vault.facts(self._new)
        shown = (link.display or "").strip()
        names = display_name(self._old), display_name(self._new)
        if old and new and old.title and shown == old.title and shown != names[0]:
            title = new.title or names[1]
            return shown, names[1] if _UNSHOWN.search(title) else title
        return names


def _groups(found: Iterable[Entry]) -> Iterator[list[Entry]]:
    groups: dict[object, list[Entry]] = {}
    for entry in found:
        groups.setdefault(entry.place, []).append(entry)
    yield from groups.values()
