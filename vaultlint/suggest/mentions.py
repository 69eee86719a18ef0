"""Unlinked mentions: where the text of a note names another note, by its title, file name or alias, without a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Location
from vaultlint.lint.locate import Locator
from vaultlint.markdown.parse import parse_note
from vaultlint.suggest.relations import plain_link
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from vaultlint.markdown.note import Note
    from vaultlint.suggest.corpus import Corpus
    from vaultlint.suggest.names import Names


class Mention(NamedTuple):
    """The first place where a note names another one, as it is written there; `times` is how often it does."""

    location: Location
    written: str
    targets: tuple[str, ...]  # more than one where several notes have the name
    times: int
    link: str  # what may be written instead, for the first target


def mentions(corpus: Corpus, names: Names, path: str) -> list[Mention]:
    """The notes that the prose of the note at `path` names and that it links to nowhere, in text order."""
    note = parse_note(path, corpus.vault.source.read(path))
    linked = corpus.linked(path) | {path}
    skipped = _skipped(corpus)
    found: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for start, end, targets in names.found_in(note.prose):
        if not linked.intersection(targets) and note.section_at(start) not in skipped and not note.in_heading(start):
            found.setdefault(targets, []).append((start, end))
    locator = Locator(note.text)
    return [_mention(corpus, note, locator, targets, places) for targets, places in found.items()]


def _mention(
    corpus: Corpus, note: Note, locator: Locator, targets: tuple[str, ...], places: list[tuple[int, int]]
) -> Mention:
    start, end = places[0]
    written = note.text[start:end]
    link = plain_link(corpus.vault, note.path, targets[0], written)
    return Mention(locator.location(start), written, targets, len(places), link)


def _skipped(corpus: Corpus) -> frozenset[str]:
    """The sections of relations and topics: what they name is a link of theirs, or its explanation."""
    settings = corpus.vault.settings
    return frozenset((settings.relations.section, settings.topics.section))
