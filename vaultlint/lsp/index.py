"""What is known of every note at any time: names, and what others find it by. Small, so that it holds a large vault.

One thread writes, others read: what is iterated over is copied first.
"""

from __future__ import annotations

from array import array
from collections import Counter
from sys import intern
from typing import TYPE_CHECKING

from vaultlint.paths import is_board
from vaultlint.values import NamedTuple
from vaultlint.workspace.concern import found_by
from vaultlint.workspace.index import question_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vaultlint.vault.facts import NoteFacts


_MANY = 10  # files that one question finds


class Row(NamedTuple):
    """A note or board. `topics` are the paths of its topics' links as written, `keys` those of its properties.

    `found_by` are the numbers of the questions (see `vault.view`) by which others find it.
    """

    type_name: str
    title: str
    aliases: Sequence[str]
    topics: Sequence[str]
    tags: Sequence[str]
    keys: Sequence[str]
    found_by: Sequence[int]


def row_of(facts: NoteFacts) -> Row:
    """What is kept of a note's facts."""
    topics = [facts.links[topic.link].path for topic in facts.topics if topic.link >= 0]
    aliases = [row[0] for row in facts.aliases]
    tags = [row[0] for row in facts.tag_rows]
    questions = sorted(map(question_number, found_by(facts)))
    return Row(facts.type_name, facts.title, aliases, topics, tags, facts.keys, questions)


def _grown(known: str | tuple[str, ...], path: str) -> tuple[str, ...] | set[str]:
    """One path more; a few are kept in little memory, many so that one more costs little."""
    grown = (known, path) if isinstance(known, str) else (*known, path)
    return grown if len(grown) < _MANY else set(grown)


def _small(row: Row) -> Row:
    """The same row in little memory: what many notes have is there once."""
    topics, tags, keys = (tuple(map(intern, names)) for names in (row.topics, row.tags, row.keys))
    return Row(intern(row.type_name), row.title, tuple(row.aliases), topics, tags, keys, array("I", row.found_by))


class Index:
    """The rows of all notes and boards that are checked, by path."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.topics: Counter[str] = Counter()  # how often a topic is written so
        self.tags: Counter[str] = Counter()
        self.keys: Counter[str] = Counter()
        self._finding: dict[int, str | tuple[str, ...] | set[str]] = {}  # most questions find one file, some very many
        self.names_serial = 0  # another one whenever a name of a note is another one

    def put(self, path: str, row: Row) -> None:
        """Take in a note that is new or has changed."""
        old = self.rows.get(path)
        self.take_out(path)
        self.rows[path] = row = _small(row)
        if old is None or old[1:3] != row[1:3]:
            self.names_serial += 1
        for counter, names in self._counted(row):
            for name in names:
                counter[name] += 1
        finding = self._finding
        for question in row.found_by:
            known = finding.get(question)
            if known is None:
                finding[question] = path
            elif isinstance(known, set):
                known.add(path)
            else:
                finding[question] = _grown(known, path)

    def _counted(self, row: Row) -> tuple[tuple[Counter[str], Sequence[str]], ...]:
        return (self.topics, row.topics), (self.tags, row.tags), (self.keys, row.keys)

    def take_out(self, path: str) -> None:
        """Forget a note that is gone or is going to be put anew."""
        row = self.rows.pop(path, None)
        if row is None:
            return
        for counter, names in self._counted(row):
            counter.subtract(names)
        for question in row.found_by:
            known = self._finding.get(question)
            if isinstance(known, set):
                known.discard(path)
                continue
            left = tuple(each for each in known or () if each != path) if not isinstance(known, str) else ()
            if left:
                self._finding[question] = left
            else:
                self._finding.pop(question, None)

    def finding(self, questions: Iterable[str]) -> set[str]:
        """The paths of the notes and boards that are found by one of the questions."""
        found: set[str] = set()
        for question in questions:
            known = self._finding.get(question_number(question), ())
            found.update((known,) if isinstance(known, str) else known)  # at once, as far as other threads can see
        return found

    def in_order(self) -> list[tuple[str, Row]]:
        """All rows, in path order."""
        return sorted(self.rows.copy().items(), key=lambda each: each[0])

    def names(self) -> Iterator[tuple[str, str, Sequence[str]]]:
        """Path, title and aliases of each note that has any, in path order."""
        for path, row in self.in_order():
            if (row.title or row.aliases) and not is_board(path):
                yield path, row.title, row.aliases


def frequent(counter: Counter[str]) -> list[tuple[str, int]]:
    """Names with their counts, the most frequent first, without what is no longer there."""
    rows = [(name, count) for name, count in list(counter.items()) if count > 0]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
