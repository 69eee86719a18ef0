"""Results of notes as bytes, which take a third of the memory: of a large vault all of them are kept at once.

The bytes come from other processes of the same run, or from this one, and never from a file.
"""

from __future__ import annotations

import marshal
from dataclasses import dataclass, fields
from sys import intern
from typing import TYPE_CHECKING, Any

from vaultlint.lint.note_linter import Drawn, NoteLinter, NoteResult, unpack_suppressions
from vaultlint.markdown.note import Link
from vaultlint.markdown.relation import Topic
from vaultlint.vault.facts import NoteFacts

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHARING = 4  # the version of the format in which a value that occurs twice is one value afterwards
_PLAIN = 2
_NOTHING = marshal.dumps(None)
_NOTHING_ELSE = marshal.dumps([[], [], []], _PLAIN)  # no rows of findings, no suppressions
_NAMES = tuple(field.name for field in fields(NoteFacts))
_HEADINGS, _LINKS = _NAMES.index("heading_rows"), _NAMES.index("link_rows")
_TOPICS = _NAMES.index("topic_rows")


@dataclass(frozen=True)
class SealingLinter:
    """A linter that gives its results as bytes. It can go to another process."""

    linter: NoteLinter

    @property
    def hashing(self) -> bool:
        """Whether outcomes carry the content's hash."""
        return self.linter.hashing

    def lint(self, path: str, data: bytes) -> SealedResult:
        """Lint the note at `path`."""
        return SealedResult.of(self.linter.lint(path, data))


@dataclass(frozen=True)
class SealedResult:
    """The result of a note: its facts, and the rest of a `NoteResult`."""

    packed: bytes
    own: bytes
    drawn: bytes

    @classmethod
    def of(cls, result: NoteResult) -> SealedResult:
        """The result as bytes."""
        facts, *own, drawn = result.pack()
        row = list(facts)
        row[_HEADINGS] = marshal.dumps(row[_HEADINGS], _PLAIN)
        row[_LINKS] = tuple(map(_shared, row[_LINKS]))
        drawn = drawn and sorted(drawn)
        return cls(marshal.dumps(tuple(row), _SHARING), marshal.dumps(own, _PLAIN), marshal.dumps(drawn, _PLAIN))

    def pack(self) -> tuple[bytes, bytes, bytes]:
        """What `OpenResult` is made from."""
        return self.packed, self.own, self.drawn


def _shared(row: Sequence[Any]) -> tuple[Any, ...]:
    """A link with texts that many links have in common, so that these are kept once in a process."""
    form, embed, start, end, target_start, target_end, path, subpath, display, section, *rest = row
    return form, embed, start, end, target_start, target_end, intern(path), subpath, display, intern(section), *rest


class SmallFacts(NoteFacts):
    """Facts of which nothing is kept twice, and headings, for which few ask, as bytes."""

    @property
    def heading_rows(self) -> Any:
        """The rows of the headings."""
        return marshal.loads(vars(self)["headings as bytes"])

    @classmethod
    def unseal(cls, packed: bytes) -> SmallFacts:
        """The facts in a `SealedResult`."""
        row = list(marshal.loads(packed))
        new = tuple.__new__
        row[_LINKS] = links = tuple([new(Link, link) for link in row[_LINKS]])
        row[_TOPICS] = topics = tuple([new(Topic, topic) for topic in row[_TOPICS]])
        facts = cls.__new__(cls)
        values = vars(facts)
        values.update(zip(_NAMES, row, strict=True))
        values |= {"links": links, "topics": topics, "headings as bytes": values.pop("heading_rows")}
        return facts


@dataclass(slots=True)
class OpenResult:
    """What linting a note gave; all but its facts stays sealed."""

    facts: NoteFacts
    own: bytes
    drawn: bytes

    @classmethod
    def of(cls, sealed: Sequence[bytes]) -> OpenResult:
        """The result that `SealedResult.pack` packed."""
        packed, own, drawn = sealed
        return cls(SmallFacts.unseal(packed), own, drawn)

    @property
    def rest(self) -> tuple[Any, ...]:
        """Findings, suppressions and those that were used, as `NoteResult.pack` has them."""
        rest: list[Any] = marshal.loads(self.own)
        return tuple(rest)

    @property
    def whole(self) -> NoteResult:
        """The result with everything."""
        rows, suppressions, used = marshal.loads(self.own)
        drawn = marshal.loads(self.drawn)
        return NoteResult(self.facts, rows, unpack_suppressions(suppressions), frozenset(used), drawn)

    @property
    def printed(self) -> Sequence[Drawn] | None:
        """The findings as they are printed, in order; None where there is more to print than was drawn."""
        if self.own != _NOTHING_ELSE:
            return None
        drawn: Sequence[Drawn] | None = marshal.loads(self.drawn)
        return drawn

    def drop_drawn(self) -> None:
        """Give up the drawn findings, when they have been printed."""
        self.drawn = _NOTHING
