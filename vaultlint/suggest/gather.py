"""What `vaultlint suggest` shows: the candidates of one note, or of the notes that need some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.markdown.wanted import wanted_sections
from vaultlint.suggest.links import BrokenLink, broken_links
from vaultlint.suggest.mentions import Mention, mentions
from vaultlint.suggest.relations import Candidate, suggest_relations
from vaultlint.suggest.topics import TopicCandidate, suggest_topics
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from vaultlint.suggest.corpus import Corpus
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.vault import Vault


class Suggestions(NamedTuple):
    """What is suggested for one note; None where that kind was not asked for."""

    path: str
    links: tuple[BrokenLink, ...] | None = None
    relations: tuple[Candidate, ...] | None = None
    topics: tuple[TopicCandidate, ...] | None = None
    mentions: tuple[Mention, ...] | None = None


class Gathered(NamedTuple):
    """Suggestions for several notes; `lonely` is the number of notes that have no relations.

    `related` says whether relations are written in this vault; where they are not, candidates are notes to link to.
    """

    notes: tuple[Suggestions, ...]
    lonely: int = 0
    related: bool = True


def for_note(corpus: Corpus, path: str, kinds: Collection[str], most: int) -> Suggestions:
    """Everything that was asked for about one note: at most `most` candidates of each kind."""
    return Suggestions(
        path,
        tuple(broken_links(corpus.vault, corpus.read, path)) if "links" in kinds else None,
        tuple(suggest_relations(corpus, path, most)) if "relations" in kinds else None,
        tuple(suggest_topics(corpus, path, most)) if "topics" in kinds else None,
        tuple(mentions(corpus, corpus.names, path)) if "mentions" in kinds else None,
    )


def for_vault(corpus: Corpus, kinds: Collection[str], most: int, limit: int) -> Gathered:
    """All broken links, and candidates for the `limit` most linked notes that have no relations (or no topics)."""
    found: dict[str, Suggestions] = {}
    if "links" in kinds:
        for broken in broken_links(corpus.vault, corpus.read):
            known = found.get(broken.path, Suggestions(broken.path, ()))
            found[broken.path] = known._replace(links=(*(known.links or ()), broken))
    if "mentions" in kinds:
        for path in corpus.vault.notes:
            if mentioned := mentions(corpus, corpus.names, path):
                found[path] = found.get(path, Suggestions(path))._replace(mentions=tuple(mentioned))
    lonely = list(_wanting(corpus, kinds))
    for path in lonely[:limit]:
        suggested = for_note(corpus, path, set(kinds) - {"links", "mentions"}, most)
        known = found.get(path, Suggestions(path))
        found[path] = suggested._replace(links=known.links, mentions=known.mentions)
    return Gathered(tuple(found[path] for path in sorted(found)), len(lonely), corpus.has_relations)


def _wanting(corpus: Corpus, kinds: Collection[str]) -> Iterator[str]:
    """Documents that have a relation (or, if only those are asked for, a topic) section to fill, most linked first."""
    vault = corpus.vault
    if "relations" in kinds and corpus.has_relations:
        section, having = vault.settings.relations.section, corpus.related
    elif "topics" in kinds:
        section, having = vault.settings.topics.section, corpus.topics_of
    else:
        return
    takes = _takers(vault, section)
    paths = [path for path in corpus.documents if not having[path] and takes(vault.notes[path])]
    yield from sorted(paths, key=lambda path: (-len(vault.incoming.get(path, ())), path))


def _takers(vault: Vault, section: str) -> Callable[[NoteFacts], bool]:
    """Whether notes of this type have `section`: by the sections of their type, or because such a note may have any."""
    types = {kind.name: kind.sections for kind in vault.settings.note_types} | {"": vault.settings.sections}

    def takes(note: NoteFacts) -> bool:
        return any(section in wanted.spellings for wanted in wanted_sections(types.get(note.type_name, ())))

    return takes
