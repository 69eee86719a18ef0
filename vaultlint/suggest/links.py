"""Candidates for broken links: the files whose names come nearest to what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Location
from vaultlint.lint.locate import Locator
from vaultlint.markdown.elements import Link
from vaultlint.rules.links._targets import Fault, faults
from vaultlint.values import NamedTuple
from vaultlint.vault.nearest import Near
from vaultlint.vault.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vaultlint.vault.vault import Vault

_BROKEN = (Fault.MISSING, Fault.MISSING_EMBED, Fault.ALIAS)


class BrokenLink(NamedTuple):
    """A link that opens nothing, as it is written, and at most three files that it may mean, the nearest first."""

    path: str
    location: Location
    link: Link
    written: str
    candidates: tuple[Near, ...]


def broken_links(vault: Vault, read: Callable[[str], str], note: str | None = None) -> Iterator[BrokenLink]:
    """The broken links of the note at the path `note`, or of all notes, in path and text order.

    `read` gives the text of a note.
    """
    view, found = View(vault), []
    for facts in vault.notes.values() if note is None else [vault.notes[note]]:
        view = view.begin()
        found += [(each.reference, each.file) for fault in _BROKEN for each in faults(facts, view, fault)]
    found.sort(key=lambda pair: (pair[0].source.path, pair[0].link.start))
    for reference, file in found:
        path, link = reference.source.path, reference.link
        text = read(path)
        own = (Near(file, True, 100.0),) if file else ()  # the one note that has this alias
        near = tuple(each for each in vault.nearest.find(link.path, embed=link.embed) if each.path not in (file, path))
        candidates = (*own, *near)[:3]
        yield BrokenLink(path, Locator(text).location(link.start), link, text[link.start : link.end], candidates)
