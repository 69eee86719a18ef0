"""What a rule says: problems, findings and fixes.

All positions are 0-based offsets in code points of a note's text; lines and columns are 1-based and appear only in
`Location`, which reports print.
"""

from __future__ import annotations

from enum import IntEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from vaultlint.language import Sentence, english, packed_sentence, unpacked_sentence
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(IntEnum):
    """How bad a finding is; ordered, so that `fail-on` can compare."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The name in settings and reports: `info`, `warning` or `error`."""
        return self.name.lower()


class Applicability(IntEnum):
    """What may be done with a fix: shown only, applied when asked for unsafe ones, or applied by default."""

    DISPLAY = 1
    UNSAFE = 2
    SAFE = 3

    @property
    def word(self) -> str:
        """The name in reports: `display-only`, `unsafe` or `safe`."""
        return "display-only" if self is Applicability.DISPLAY else self.name.lower()


class Edit(NamedTuple):
    """Replace `start:end` of a note's text by `content`; `path` is the note's, or "" for the finding's own note."""

    start: int
    end: int
    content: str
    path: str = ""


# What a fix may declare that it changes; everything else must be as before, or the gate drops the edit.
CHANGES = frozenset(
    {
        "links",
        "headings",
        "tags",
        "block-ids",
        "code",
        "math",
        "html",
        "properties",
        "structure",
        "emphasis",
        "text",
        "embeds",
    }
)


_ALSO = "text:"


def also(characters: str) -> str:
    """What a fix that declares `text` declares besides: that these characters may vanish or appear anywhere."""
    return _ALSO + "".join(sorted(set(characters)))


def named_characters(changes: frozenset[str]) -> str:
    """The characters that `also` put among what is declared."""
    return "".join([member.removeprefix(_ALSO) for member in changes if member.startswith(_ALSO)])


class Fix(NamedTuple):
    """Edits that repair a problem: all of them are applied, or none.

    `changes` names what the fix means to change (members of `CHANGES`). A safe fix that only touches white space or
    marks declares nothing. `text` stands for the characters that the edits take out or put in, and no others; where
    more vanish or appear, because a mark comes to life or a line is read otherwise, `also(…)` names them.
    """

    message: Sentence
    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.SAFE
    changes: frozenset[str] = frozenset()


class Related(NamedTuple):
    """Another place that belongs to a problem: a candidate of an ambiguous link, the other half of a duplicate."""

    message: Sentence
    path: str
    start: int = 0
    end: int = 0


def pack_fix(fix: Fix) -> tuple[Any, ...]:
    """A fix as plain values."""
    message, edits, applicability, changes = fix
    return packed_sentence(message), [tuple(edit) for edit in edits], int(applicability), sorted(changes)


def unpack_fix(row: Any) -> Fix:
    """The fix that `pack_fix` packed."""
    message, edits, applicability, changes = row
    new = tuple.__new__  # what `Edit(…)` does, at a third of the cost
    edits = tuple([new(Edit, edit) for edit in edits])
    return new(Fix, (unpacked_sentence(message), edits, Applicability(applicability), frozenset(changes)))


def pack_related(related: Related) -> tuple[Any, ...]:
    """A related place as plain values."""
    return packed_sentence(related.message), *related[1:]


def unpack_related(row: Any) -> Related:
    """The related place that `pack_related` packed."""
    message, *place = row
    return Related(unpacked_sentence(message), *place)


SEVERAL = "\x1e"  # stands before each fault in the subject of a problem that is several of them


class Problem(NamedTuple):
    """What a rule yields. `path` is "" in a note rule, where it is the note's own."""

    start: int
    end: int
    message: Sentence
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    path: str = ""
    rule: str = ""  # only a family of rules (`patterns`) names the rule here
    severity: Severity | None = None  # only where one rule's findings differ in severity by their own options
    subject: str | None = None  # what identifies the finding instead of its text, e.g. the name of a missing section
    amount: int = 1  # how much of the fault there is, where one finding stands for several: less of it is not new


class Location(NamedTuple):
    """1-based line and column; columns count code points."""

    row: int
    column: int


class _InEnglish:
    """A sentence that is compared by what it says in English, which is put together only where it decides."""

    __slots__ = ("_message",)

    def __init__(self, message: Sentence) -> None:
        self._message = message

    def __lt__(self, other: _InEnglish) -> bool:
        return english(self._message) < english(other._message)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _InEnglish) and english(self._message) == english(other._message)

    __hash__ = None  # type: ignore[assignment]


class Finding(NamedTuple):
    """A problem with its rule, severity and place, as reports and baselines see it."""

    path: str
    start: int
    end: int
    rule: str
    severity: Severity
    message: Sentence
    location: Location
    end_location: Location
    fix: Fix | None
    related: tuple[Related, ...]
    identity: str  # what is at fault, and how much of it: see `lint/identity.py`
    source: str  # the line or lines at fault (at most three) without the final line end; of a very long line a part
    section: str  # the level-2 heading it stands under, or ""
    source_start: int = 0  # the offset at which `source` starts

    @property
    def sort_key(self) -> tuple[str, int, int, str, int, _InEnglish]:
        """By note, then by place; at one place by rule, and within a rule the worse severity first.

        What is said comes last, in English: the order does not depend on the language.
        """
        return (self.path, self.start, self.end, self.rule, -self.severity, _InEnglish(self.message))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by their sort keys."""
    found = list(findings)
    if len(found) > 1:  # many notes have one
        found.sort(key=attrgetter("sort_key"))
    return found
