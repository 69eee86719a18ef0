"""What linting one note gave, as plain values and bytes: they cross processes, take little memory, and are kept.

The bytes in `Sealed.facts` and `Sealed.own` come from processes of the same run, and never from a file; what is kept in
a file is plain JSON.
"""

from __future__ import annotations

import marshal
from dataclasses import fields
from sys import intern
from typing import TYPE_CHECKING, Any

from vaultlint.cached import cached_property
from vaultlint.lint.note_linter import NoteResult, unpack_suppressions
from vaultlint.markdown.elements import Link
from vaultlint.markdown.relation import Topic
from vaultlint.paths import is_board
from vaultlint.values import NamedTuple
from vaultlint.vault.facts import NoteFacts
from vaultlint.workspace.seal import packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vaultlint.lint.note_linter import NoteLinter

_PLAIN = 2  # later versions of the format look for values that occur twice
_NAMES = tuple(field.name for field in fields(NoteFacts))
_HEADINGS, _LINKS = _NAMES.index("heading_rows"), _NAMES.index("link_rows")
_TOPICS, _KEYS = _NAMES.index("topic_rows"), _NAMES.index("keys")
_PATH, _SECTION = Link._fields.index("path"), Link._fields.index("section")


class Sealed(NamedTuple):
    """Facts and own findings of a file for this run, and the same to be kept, b"" where nothing is."""

    facts: tuple[Any, ...]
    own: bytes
    kept_facts: bytes = b""
    kept_own: bytes = b""

    def pack(self) -> tuple[Any, ...]:
        """Plain values, for `marshal`."""
        return tuple(self)


class SealingLinter:
    """A linter of notes and boards that gives its results as bytes. It can go to another process.

    `linter` gives the linter when it is needed.
    """

    hashing = True

    def __init__(self, linter: Callable[[], NoteLinter], *, keeping: bool, only_facts: bool = False) -> None:
        self._made, self._keeping, self._only_facts = linter, keeping, only_facts

    @cached_property
    def linter(self) -> NoteLinter:
        """What lints single notes."""
        return self._made()

    def __getstate__(self) -> dict[str, Any]:
        """What goes to a process that is spawned."""
        return {"linter": self.linter, "_keeping": self._keeping, "_only_facts": self._only_facts}

    def lint_all(self, files: Sequence[tuple[str, bytes]]) -> list[Sealed]:
        """Lint some files; of boards, and where no rules are to run, only the facts are taken."""
        notes = [] if self._only_facts else [(path, data) for path, data in files if not is_board(path)]
        linted = dict(zip([path for path, _ in notes], self.linter.lint_all(notes), strict=True))
        return [
            sealed_result(linted[path], keeping=self._keeping) if path in linted else self._only_read(path, data)
            for path, data in files
        ]

    def _only_read(self, path: str, data: bytes) -> Sealed:
        sealed = sealed_result(NoteResult(facts_of(self.linter, path, data)), keeping=self._keeping)
        return sealed if is_board(path) else sealed._replace(kept_own=b"")


def facts_of(linter: NoteLinter, path: str, data: bytes) -> NoteFacts:
    """The facts of a note, a canvas or a base."""
    if is_board(path):
        from vaultlint.vault.boards import read_board

        return read_board(path, data)
    return linter.facts(path, data)


def sealed_result(result: NoteResult, *, keeping: bool) -> Sealed:
    """What linting a note gave, as bytes."""
    facts, rows, suppressions, used, quiet = result.pack()
    own = marshal.dumps((rows, suppressions, used, quiet), _PLAIN)
    if not keeping:
        return Sealed(_small_row(facts), own)
    kept = packed([[row[1:] for row in rows], suppressions, used, [row[1:] for row in quiet]])
    return Sealed(_small_row(facts), own, packed(facts[1:]), kept)


def _small_row(facts: Sequence[Any]) -> tuple[Any, ...]:
    """The same with what few ask for as bytes: headings, and the topics, of which each is many numbers."""
    row = [*facts]
    row[_HEADINGS] = marshal.dumps(row[_HEADINGS], _PLAIN)
    row[_TOPICS] = marshal.dumps(row[_TOPICS], _PLAIN) if row[_TOPICS] else b""
    return tuple(row)


class SmallFacts(NoteFacts):
    """Facts of which nothing is kept twice, and headings and topics, for which few ask, as bytes."""

    @property
    def heading_rows(self) -> Any:
        """The rows of the headings."""
        return marshal.loads(vars(self)["headings as bytes"])

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics."""
        rows = vars(self)["topics as bytes"]
        return tuple([tuple.__new__(Topic, row) for row in marshal.loads(rows)]) if rows else ()

    @property
    def topic_rows(self) -> Any:
        """The same."""
        return self.topics


def unsealed_facts(path: str, row: Sequence[Any]) -> SmallFacts:
    """The facts in `Sealed.facts` of the file at `path`, which is the same string as elsewhere."""
    facts = SmallFacts.__new__(SmallFacts)
    values = vars(facts)
    values.update(zip(_NAMES, row, strict=True), path=path)
    links = tuple([tuple.__new__(Link, link) for link in row[_LINKS]])
    values |= {"link_rows": links, "links": links}
    values |= {"headings as bytes": values.pop("heading_rows"), "topics as bytes": values.pop("topic_rows")}
    return facts


def kept_facts(path: str, kept: bytes) -> NoteFacts:
    """The facts in `Sealed.kept_facts`. What many files name is there once."""
    row = [path, *unpacked(kept)]
    for link in row[_LINKS]:
        link[_PATH], link[_SECTION] = intern(link[_PATH]), intern(link[_SECTION])
    row[_KEYS] = tuple(map(intern, row[_KEYS]))
    return unsealed_facts(path, _small_row(row))


def unsealed_own(sealed: bytes, facts: NoteFacts) -> NoteResult:
    """The result whose findings are in `Sealed.own`."""
    rows, suppressions, used, quiet = marshal.loads(sealed)
    return NoteResult(facts, rows, unpack_suppressions(suppressions), frozenset(used), quiet)


def kept_own(kept: bytes, facts: NoteFacts) -> NoteResult:
    """The result whose findings are in `Sealed.kept_own`."""
    rows, suppressions, used, quiet = unpacked(kept)
    rows, quiet = ([[facts.path, *row] for row in some] for some in (rows, quiet))
    return NoteResult(facts, rows, unpack_suppressions(suppressions), frozenset(used), quiet)
