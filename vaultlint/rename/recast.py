"""Files put together anew from stretches of old ones: sections that move, notes that are merged, words that change.

A `Recast` says for every file that changes of which stretches of which old texts it consists, and which edits are made
inside of them. Where each character comes to stand follows from that, and by that the gate judges the result.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from vaultlint.errors import VaultlintError
from vaultlint.language import say
from vaultlint.markdown.parse import parse_text
from vaultlint.report.escape import plain
from vaultlint.values import NamedTuple, frozen

if TYPE_CHECKING:
    from vaultlint.finding import Edit
    from vaultlint.markdown.note import Note


class Stretch(NamedTuple):
    """A part of a file as it is now, in code points."""

    path: str
    start: int
    end: int


class Piece(NamedTuple):
    """Text that stays as it is: `start:end` of the old file, and where it comes to stand."""

    start: int
    end: int
    new_path: str
    new_start: int


class Place(NamedTuple):
    """Where a character comes to stand."""

    path: str
    offset: int


Part = str | Stretch
Rows = list[Any]  # properties as the gate compares them: `recast_gate.rows`


def same(name: str) -> str:
    """What a tag becomes where no tag is renamed."""
    return name


@frozen
class Recast:
    """What is to be done to a vault; the gate holds the result to it.

    `files` are the files that change or come into being, by path; `edits` are made in the old texts, by their path.
    `before` are the bytes that all was worked out from. `removes` go; a link that opened a key of `instead` opens its
    value. `drops` are stretches of old texts in which links, headings and the like may go; `adds` are the elements
    that text which is new may hold, by new path. `rows` are the properties that a file is to have, where those change;
    `keys` the property keys that change; `tag` says what a tag's name becomes.
    """

    files: Mapping[str, tuple[Part, ...]]
    edits: Mapping[str, tuple[Edit, ...]]
    before: Mapping[str, bytes]
    removes: tuple[str, ...] = ()
    instead: Mapping[str, str] = field(default_factory=dict)
    drops: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    adds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: Mapping[str, Rows] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    tag: Callable[[str], str] = same
    links: int = 0  # how many links are written anew
    unlinked: int = 0  # how many links become words
    merges: bool = False  # whether a tag or property that is renamed takes the name of another one

    def text(self, path: str) -> str:
        """The text of a file as it is now; "" for one that there is not."""
        return self.before[path].decode() if path in self.before else ""


class Composed:
    """The texts that a recast comes to, and where each character of the old ones stands in them."""

    def __init__(self, recast: Recast) -> None:
        self.recast = recast
        self.texts: dict[str, str] = {}
        self._pieces: dict[str, list[Piece]] = {path: [] for path in recast.removes}
        self._notes: dict[str, Note] = {}
        for path, edits in recast.edits.items():
            _refuse_overlaps(path, recast.text(path), edits)
        for path, parts in recast.files.items():
            if path in recast.before:
                self._pieces.setdefault(path, [])
            self.texts[path] = "".join(self._written(path, parts))
        for pieces in self._pieces.values():
            pieces.sort()

    def _written(self, new_path: str, parts: tuple[Part, ...]) -> Iterator[str]:
        at = 0
        for part in parts:
            for text, start in [(part, None)] if isinstance(part, str) else self._stretch(part):
                if start is not None and isinstance(part, Stretch):
                    piece = Piece(start, start + len(text), new_path, at)
                    self._pieces.setdefault(part.path, []).append(piece)
                at += len(text)
                yield text

    def _stretch(self, part: Stretch) -> Iterator[tuple[str, int | None]]:
        """Texts of a stretch with the edits in it; each kept one with where it stood."""
        text, position = self.recast.text(part.path), part.start
        for edit in sorted(set(self.recast.edits.get(part.path, ()))):
            is_inside = part.start <= edit.start and edit.end <= part.end
            at_end = edit.start == part.end < len(text)  # an insertion there belongs to what follows
            if not is_inside or at_end:
                continue
            yield text[position : edit.start], position
            yield edit.content, None
            position = edit.end
        yield text[position : part.end], position

    def place(self, path: str, offset: int) -> Place | None:
        """Where the character at `offset` of the file at `path` stands now; None where it is gone."""
        pieces = self._pieces.get(path)
        if pieces is None:
            return Place(path, offset)
        index = bisect_right(pieces, offset, key=_start) - 1
        while index >= 0 and pieces[index].start == pieces[index].end:
            index -= 1
        if index < 0 or offset >= pieces[index].end:
            return None
        piece = pieces[index]
        return Place(piece.new_path, piece.new_start + offset - piece.start)

    def note(self, path: str) -> Note:
        """A file that changes, as parsed afterwards."""
        if path not in self._notes:
            self._notes[path] = parse_text(path, self.texts[path])
        return self._notes[path]


def _start(piece: Piece) -> int:
    return piece.start


def whole(path: str, text: str) -> tuple[Part, ...]:
    """All of a file, in its place."""
    return (Stretch(path, 0, len(text)),)


def _refuse_overlaps(path: str, text: str, edits: tuple[Edit, ...]) -> None:
    reach = 0
    for edit in sorted(set(edits)):
        if edit.start < reach or not edit.start <= edit.end <= len(text):
            raise refused(path, text, edit.start, str(say("two changes would touch each other")))
        reach = edit.end


def refused(path: str, text: str, offset: int, why: str) -> VaultlintError:
    """The error for a place that cannot be changed exactly."""
    line = text.count("\n", 0, offset) + 1
    return VaultlintError(
        str(
            say(
                "nothing was changed: {path}, line {line}: {why}; change this place by hand first",
                path=plain(path),
                line=line,
                why=why,
            )
        )
    )
