"""What is known of every note at any time: names, and what others find it by. Small, so that it holds a large vault.

One thread writes, others read: what is iterated over is copied first.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from vaultlint.paths import is_board
from vaultlint.workspace.concern import found_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vaultlint.vault.facts import NoteFacts


class Row(NamedTuple):
    """A note or board. `topics` are the paths of its topics' links as written, `keys` those of its properties.

    `found_by` are the questions (see `vault.view`) by which others find it.
    """

    path: str
    type_name: str
    title: str
    aliases: tuple[str, ...]
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    keys: tuple[str, ...]
    found_by: tuple[str, ...]


def row_of(facts: NoteFacts) -> Row:
    """What is kept of a note's facts."""
    topics = [facts.links[topic.link].path for topic in facts.topics if topic.link >= 0]
    aliases = tuple(row[0] for row in facts.aliases)
    tags = tuple(row[0] for row in facts.tag_rows)
    return Row(
        facts.path, facts.type_name, facts.title, aliases, tuple(topics), tags, facts.keys, tuple(found_by(facts))
    )


class Index:
    """The rows of all notes and boards that are checked, by path."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.topics: Counter[str] = Counter()  # how often a topic is written so
        self.tags: Counter[str] = Counter()
        self.keys: Counter[str] = Counter()
        self._finding: dict[str, list[str]] = {}
        self.is_complete = False
        self.names_serial = 0  # another one whenever a name of a note is another one

    def put(self, facts: NoteFacts) -> None:
        """Take in a note that is new or has changed."""
        old = self.rows.get(facts.path)
        self.take_out(facts.path)
        row = self.rows[facts.path] = row_of(facts)
        if old is None or old[2:4] != row[2:4]:
            self.names_serial += 1
        self.topics.update(row.topics)
        self.tags.update(row.tags)
        self.keys.update(row.keys)
        for question in row.found_by:
            self._finding[question] = [*self._finding.get(question, ()), facts.path]

    def take_out(self, path: str) -> None:
        """Forget a note that is gone or is going to be put anew."""
        row = self.rows.pop(path, None)
        if row is None:
            return
        for counter, names in ((self.topics, row.topics), (self.tags, row.tags), (self.keys, row.keys)):
            counter.subtract(names)
        for question in row.found_by:
            self._finding[question] = [each for each in self._finding.get(question, ()) if each != path]

    def finding(self, questions: Iterable[str]) -> set[str]:
        """The paths of the notes and boards that are found by one of the questions."""
        return {path for question in questions for path in self._finding.get(question, ())}

    def names(self) -> Iterator[tuple[str, str, Sequence[str]]]:
        """Path, title and aliases of each note that has any, in path order."""
        for path, row in sorted(self.rows.items()):
            if (row.title or row.aliases) and not is_board(path):
                yield path, row.title, row.aliases


def frequent(counter: Counter[str]) -> list[tuple[str, int]]:
    """Names with their counts, the most frequent first, without what is no longer there."""
    rows = [(name, count) for name, count in list(counter.items()) if count > 0]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
