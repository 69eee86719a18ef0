"""What suggestions are computed from: titles, summaries, topics and relations of all notes."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from typing import TYPE_CHECKING

from vaultlint.cached import cached_property
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.wanted import wanted_sections
from vaultlint.settings import Relations, Settings
from vaultlint.suggest.index import TermIndex, made_index
from vaultlint.vault.facts import NoteFacts
from vaultlint.workspace.environment import program
from vaultlint.workspace.seal import content_key

if TYPE_CHECKING:
    from vaultlint.suggest.names import Names
    from vaultlint.vault.vault import Vault
    from vaultlint.workspace.store import Store

_TITLE_WEIGHT = 3.0
_SUMMARY = 900  # code points of the first section that are looked at
_CLAUSE = lazy_regex(r"[^，。；：！？、,;:!?|\r\n]+")
# What says nothing about the subject of a note: properties, addresses, destinations of links, dates and times.
_FRONTMATTER = lazy_regex(r"\ufeff?---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_ADDRESS = lazy_regex(
    r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.)[^\s<>|，。；）]+|(?<=\])\([^()\s]*\)|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>|，。；）]*"
    r"|\b\d{4}-\d\d?-\d\d?(?:[T ]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|\b\d\d?:\d\d(?::\d\d)?\b",
    re.IGNORECASE | re.ASCII,
)
_FEW, _SHARE = 50, 50  # so many changed notes, or one in so many, leave the rarity of terms as it is
_BOILERPLATE, _SHORT = 4, 6  # so many documents that share a clause make it boilerplate; a short one is just a word


class Corpus:
    """The notes of a vault as suggestions see them. `read` gives the text of a note; the index is kept in `store`.

    `hidden_relations` and `hidden_topics` are pairs of paths that are treated as if they were not there: so the quality
    of suggestions is measured.
    """

    def __init__(
        self,
        vault: Vault,
        read: Callable[[str], str],
        hidden_relations: frozenset[tuple[str, str]] = frozenset(),
        hidden_topics: frozenset[tuple[str, str]] = frozenset(),
        store: Store | None = None,
    ) -> None:
        self.vault = vault
        self.read = read
        self._store = store
        self._hidden_relations = hidden_relations
        self._hidden_topics = hidden_topics
        self._renewed: frozenset[str] = frozenset()  # the notes that have changed since the index was made
        self._beginnings: dict[str, str] = {}  # those that were asked for

    def renewed(self, vault: Vault, changed: Collection[str]) -> Corpus:
        """The corpus of the vault after some notes have changed, come or gone, without working out all again.

        How rare a term is, and what is boilerplate, is as it was, until more notes have changed than say little.
        """
        made = Corpus(vault, self.read, self._hidden_relations, self._hidden_topics, self._store)
        notes = {path for path in changed if path in vault.notes}
        known, new = vars(self), vars(made)
        if self.vault.files == vault.files and self.vault.notes.keys() == vault.notes.keys():
            new.update({name: known[name] for name in ("documents",) if name in known})
            for name, targets in (("topics_of", made._topics), ("related", made._related), ("_links", made._linked)):
                if name in known:
                    new[name] = known[name] | {path: targets(vault.notes[path]) for path in notes}
        if "names" in known and not _renamed(self.vault, vault, changed):
            new["names"] = known["names"]
        made._renewed = self._renewed.union(changed)
        if "index" in known and len(made._renewed) <= max(_FEW, len(vault.notes) // _SHARE):
            index = new["index"] = known["index"]
            for path in changed:
                index.take_out(path)
            for path in notes:
                if not made.is_topic(path):
                    index.put(path, made._pieces(vault.notes[path]))
        else:
            made._renewed = frozenset()
        return made

    def prepare(self) -> Iterator[None]:
        """Work out step by step what takes long. Who asks before that is done has the rest worked out at once."""
        while "index" not in vars(self):
            try:
                next(self._steps)
            except StopIteration as made:
                vars(self)["index"] = made.value
            yield

    def is_topic(self, path: str) -> bool:
        """Whether a path lies in the topic folder."""
        return self.vault.settings.topics.hold(path)

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The notes that relations can point to: all but topic notes."""
        return tuple(path for path in self.vault.notes if not self.is_topic(path))

    @cached_property
    def topics_of(self) -> dict[str, frozenset[str]]:
        """The topic notes that each note names in its topic section."""
        return {path: self._topics(note) for path, note in self.vault.notes.items()}

    def _topics(self, note: NoteFacts) -> frozenset[str]:
        return frozenset(
            target
            for target in self._targets(note, [topic.link for topic in note.topics])
            if self.is_topic(target) and (note.path, target) not in self._hidden_topics
        )

    @cached_property
    def topic_weight(self) -> dict[str, float]:
        """How specific a topic is: 1 / log of the number of notes that name it, as in Adamic–Adar."""
        counts: dict[str, int] = {}
        for topics in self.topics_of.values():
            for topic in topics:
                counts[topic] = counts.get(topic, 0) + 1
        return {topic: 1 / math.log(1 + count) if count > 1 else 1.5 for topic, count in counts.items()}

    @cached_property
    def related(self) -> dict[str, frozenset[str]]:
        """The documents that each note has relations to."""
        return {path: self._related(note) for path, note in self.vault.notes.items()}

    def _related(self, note: NoteFacts) -> frozenset[str]:
        return frozenset(
            target
            for target in self._targets(note, [relation.link for relation in note.relations])
            if (note.path, target) not in self._hidden_relations
        )

    @cached_property
    def related_back(self) -> dict[str, set[str]]:
        """The notes that have relations to each document."""
        found: dict[str, set[str]] = {}
        for path, targets in self.related.items():
            for target in targets:
                found.setdefault(target, set()).add(path)
        return found

    @cached_property
    def index(self) -> TermIndex:
        """Terms of titles and summaries of all documents."""
        for _ in self.prepare():
            pass
        index: TermIndex = vars(self)["index"]
        return index

    @cached_property
    def _steps(self) -> Generator[None, None, TermIndex]:
        return self._made_index()

    def _made_index(self) -> Generator[None, None, TermIndex]:
        notes, texts = self.vault.notes, {}
        for path in self.documents:
            texts[path] = self._start(notes[path])
            yield
        parts = [(path, notes[path].title, text) for path, text in texts.items()]
        key = content_key(program(), *(part.encode(errors="surrogatepass") for row in parts for part in row))
        known = self._store.latest("terms", key) if self._store else None
        yield
        if known is not None:
            return TermIndex.unpack(known)
        counts: Counter[str] = Counter()
        for text in texts.values():
            counts.update(set(_CLAUSE.findall(_plain(text))))
            yield
        often = {clause for clause, number in counts.items() if number >= _BOILERPLATE and len(clause) >= _SHORT}
        pieces = ((path, _pieces(notes[path], _without(often, text))) for path, text in texts.items())
        index = yield from made_index(pieces, frozenset(often))
        if self._store:
            self._store.keep_latest("terms", key, index.pack())
        return index

    @cached_property
    def names(self) -> Names:
        """The names of all notes."""
        from vaultlint.suggest.names import Names

        return Names(self.vault.notes.values())

    @cached_property
    def has_relations(self) -> bool:
        """Whether relations are written here: notes have them, or their section, or the settings speak of them."""
        settings, section = self.vault.settings, self.vault.settings.relations.section
        if not settings.relations.reasons:
            return False
        typed = [kind.sections for kind in settings.note_types]
        if settings.sections != Settings().sections:  # what is nowhere set says nothing about a vault
            typed.append(settings.sections)
        configured = settings.relations != Relations() or any(_wants(sections, section) for sections in typed)
        notes = self.vault.notes.values()
        return configured or any(note.relation_rows or note.has_section({section}) for note in notes)

    def linked(self, path: str) -> frozenset[str]:
        """The notes that a note links to, wherever in it."""
        return self._links[path]

    @cached_property
    def _links(self) -> dict[str, frozenset[str]]:
        return {path: self._linked(note) for path, note in self.vault.notes.items()}

    def _linked(self, note: NoteFacts) -> frozenset[str]:
        hidden = {target for source, target in self._hidden_relations if source == note.path}
        return frozenset(self._targets(note, list(range(len(note.link_rows))))) - hidden

    def linking(self, path: str) -> set[str]:
        """The notes that link to a note, wherever in them."""
        return {source for source, targets in self._links.items() if path in targets}

    def similar(self, path: str) -> dict[str, float]:
        """How alike each document is to a note, be it a document or a topic note."""
        if path not in self.index:
            self.index.add(path, self._pieces(self.vault.notes[path]))
        return self.index.similar(path)

    def title(self, path: str) -> str:
        """The title of a note, or its file name."""
        note = self.vault.notes.get(path)
        return (note.title or note.name) if note else path.rpartition("/")[2].removesuffix(".md")

    def _pieces(self, note: NoteFacts) -> list[tuple[str, float]]:
        return _pieces(note, self._beginning(note.path))

    def summary(self, path: str) -> str:
        """What terms are looked for in: a note's title and the beginning of its text."""
        note = self.vault.notes[path]
        return f"{note.title} {note.name}\n{self._beginning(path)}"

    def _beginning(self, path: str) -> str:
        """The beginning of a note; of a document without the clauses that many have: these make nothing alike."""
        if path not in self._beginnings:
            text = self._start(self.vault.notes[path])
            kept = _plain(text) if self.is_topic(path) else _without(self.index.boilerplate, text)
            self._beginnings[path] = kept
        return self._beginnings[path]

    def body(self, path: str) -> str:
        """The text of a note without its relation and topic sections, which are what is to be suggested."""
        text, note, settings = self.read(path), self.vault.notes[path], self.vault.settings
        tops = [heading for heading in note.headings if heading.level <= 2 and not heading.nested]
        ends = [*(heading.start for heading in tops[1:]), len(text)]
        for heading, end in reversed(list(zip(tops, ends, strict=False))):
            if heading.level == 2 and heading.text in (settings.relations.section, settings.topics.section):
                text = text[: heading.start] + text[end:]
        return text

    def _start(self, note: NoteFacts) -> str:
        """The beginning of the first section, or of the text."""
        settings = self.vault.settings
        left_out = (settings.relations.section, settings.topics.section)
        firsts = (heading for heading in note.headings if heading.level == 2 and heading.text not in left_out)
        start = next((heading.end for heading in firsts), 0)
        body = self.body(note.path)
        if not start and (properties := _FRONTMATTER.match(body)):
            start = properties.end()
        return body[start : start + _SUMMARY]

    def _targets(self, note: NoteFacts, indices: list[int]) -> list[str]:
        targets = [self.vault.resolve(note.links[index], note.path).target for index in indices if index >= 0]
        return [target for target in targets if target is not None and target != note.path]


def _pieces(note: NoteFacts, beginning: str) -> list[tuple[str, float]]:
    return [(beginning, 1.0), (f"{note.title} {note.name}", _TITLE_WEIGHT)]


def _plain(text: str) -> str:
    return _ADDRESS.sub(" ", text)


def _without(boilerplate: Collection[str], text: str) -> str:
    return "\n".join([clause for clause in _CLAUSE.findall(_plain(text)) if clause not in boilerplate])


def _renamed(before: Vault, after: Vault, changed: Iterable[str]) -> bool:
    """Whether one of the notes has come or gone, or has another title or other aliases."""

    def names(note: NoteFacts | None) -> tuple[str, list[str]] | None:
        return (note.title, [alias for alias, _, _ in note.aliases]) if note else None

    return any(names(before.notes.get(path)) != names(after.notes.get(path)) for path in changed)


def _wants(sections: Iterable[str], title: str) -> bool:
    """Whether one of the configured sections has this title."""
    return any(title in wanted.spellings for wanted in wanted_sections(tuple(sections)))
