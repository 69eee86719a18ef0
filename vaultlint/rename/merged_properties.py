"""The properties of a note that takes another one in: tags of both, and what only the other has.

Where the two say different things nobody but the person can decide: that is refused with the list.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.finding import Edit
from vaultlint.language import say, say_number
from vaultlint.rename.link_edits import in_quotes
from vaultlint.rename.properties import PLAIN, property_lines, says
from vaultlint.rename.recast import Part, Rows, Stretch, refused
from vaultlint.rename.recast_gate import rows
from vaultlint.rename.tags import KEYS, needs_quotes, tag_words
from vaultlint.report.escape import plain
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from vaultlint.markdown.elements import Property
    from vaultlint.markdown.note import Note

_ALIASES = "aliases"
_SHOWN = 60


class Merged(NamedTuple):
    """`head` is the new beginning, up to `at` of the old text; `edits` are made in the note's own properties."""

    head: tuple[Part, ...]
    at: int
    edits: tuple[Edit, ...]
    drops: tuple[tuple[int, int], ...]
    rows: Rows


def merged_properties(note: Note, other: Note, alias: str | None, drop: tuple[str, ...]) -> Merged:
    """What becomes of the properties of `other` when it takes `note` in; `alias` is to be one of its aliases.

    VaultlintError with the list of properties that differ. Those in `drop` are left behind.
    """
    work = _Work(note, other)
    for prop in _properties(note):
        if prop.key not in drop and not _is_empty(prop):
            work.take(prop)
    if work.differing:
        raise VaultlintError("\n".join(_refusal(note, work.differing)))
    if alias is not None:
        work.add(_ALIASES, [alias])
    return work.merged()


def _properties(note: Note) -> tuple[Property, ...]:
    return note.frontmatter.properties if note.frontmatter else ()


def _is_empty(prop: Property) -> bool:
    return prop.shape != "map" and not prop.texts and not prop.nested


class _Work:
    """One merge of properties."""

    def __init__(self, note: Note, other: Note) -> None:
        self.note, self.other = note, other
        self.differing: list[tuple[Property, Property]] = []
        self._carried: list[Property] = []
        self._edits: list[Edit] = []
        self._drops: list[tuple[int, int]] = []
        self._lines = ""  # of properties that neither has
        self._rows: dict[str, object] = {row[0]: row for row in rows(other)}

    def take(self, prop: Property) -> None:
        """Bring a property of the note to the other one."""
        has = self._of_other(prop.key)
        if has is None or (_is_empty(has) and prop.key.casefold() not in KEYS):
            if has is not None:
                start, end = property_lines(self.other, has)
                self._edits.append(Edit(start, end, ""))
                self._drops.append((start, end))
                del self._rows[has.key]
            self._carried.append(prop)
        elif says(self.note, prop) == says(self.other, has):
            return
        elif prop.key.casefold() in KEYS and _tags(prop) and (_tags(has) or _is_empty(has)):
            self.add(prop.key, _tags(prop))
        else:
            self.differing.append((prop, has))

    def _of_other(self, key: str) -> Property | None:
        return self.other.frontmatter.get(key) if self.other.frontmatter else None

    def add(self, key: str, words: list[str]) -> None:
        """Add words to a list of the other note, those that it does not have."""
        has = self._of_other(key)
        carried = next((prop for prop in self._carried if prop.key == key), None)
        if carried is not None:
            if words and not {_folded(word) for word in words} <= {_folded(text) for text in carried.texts}:
                raise refused(
                    self.note.path, self.note.text, carried.start, str(say("this list would be merged twice"))
                )
            return
        known = {_folded(text) for text in (*has.texts, *_tags(has))} if has else set()
        new = [word for word in dict.fromkeys(words) if _folded(word) not in known]
        if not new:
            return
        values = [(value.text, value.type) for value in has.values if value.type != "empty"] if has else []
        self._rows[key] = (key, "list", False, (*values, *((word, "text") for word in new)))
        written = [_written(word) for word in new]
        line_end = self.other.newline
        if has is None:
            self._lines += f"{key}:{line_end}" + "".join(f"  - {word}{line_end}" for word in written)
        else:
            self._edits += _list_edits(self.other, has, written)

    def merged(self) -> Merged:
        """The result."""
        other, line_end = self.other, self.other.newline
        front = other.frontmatter
        carried: list[Part] = []
        for prop in self._carried:
            start, end = property_lines(self.note, prop)
            carried.append(Stretch(self.note.path, start, end))
        inside: list[Part] = [*carried, *([self._lines] if self._lines else [])]
        found = [*self._rows_of_other(), *self._rows_of_carried(), *self._rows_of_new()]
        if front is not None:
            head: tuple[Part, ...] = (Stretch(other.path, 0, front.text_end), *inside)
            return Merged(head, front.text_end, tuple(self._edits), tuple(self._drops), found)
        start = other.body_start
        head = (Stretch(other.path, 0, start), *([f"---{line_end}", *inside, f"---{line_end}"] if inside else ()))
        return Merged(head, start, tuple(self._edits), tuple(self._drops), found)

    def _rows_of_other(self) -> Rows:
        keys = {prop.key for prop in _properties(self.other)}
        return [row for key, row in self._rows.items() if key in keys]

    def _rows_of_carried(self) -> Rows:
        of_note = {row[0]: row for row in rows(self.note)}
        return [of_note[prop.key] for prop in self._carried]

    def _rows_of_new(self) -> Rows:
        keys = {prop.key for prop in _properties(self.other)}
        return [row for key, row in self._rows.items() if key not in keys]


def _tags(prop: Property) -> list[str]:
    """The tags of a property; none where one of its values is no tag."""
    found: list[str] = []
    for value in prop.values:
        words = tag_words(value)
        if not words and value.type != "empty":
            return []
        found += [word.text for word in words]
    return found


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text.removeprefix("#")).casefold()


def _written(word: str) -> str:
    return word if PLAIN.fullmatch(word) and not needs_quotes(word) else f'"{in_quotes(word, chr(34))}"'


def _list_edits(note: Note, prop: Property, words: list[str]) -> Iterator[Edit]:
    """The edits that add words to a property, in the form that it has."""
    text, joined = note.text, ", ".join(words)
    if _is_empty(prop) and prop.shape == "scalar":
        colon = text.index(":", prop.key_end) + 1
        if text[colon : note.line_starts[note.line_of(colon)]].strip():
            raise refused(note.path, text, colon, str(say("this list cannot be added to")))
        yield Edit(colon, colon, f" [{joined}]")
    elif prop.shape == "list" and text[prop.start] == "[":
        at = prop.values[-1].end if prop.values else prop.start + 1
        yield Edit(at, at, f", {joined}" if prop.values else joined)
    elif prop.shape == "list" and prop.values and not prop.nested:
        yield from _block_edits(note, prop, words)
    elif prop.shape == "scalar" and prop.values[0].style in ("", '"', "'"):
        yield Edit(prop.start, prop.start, "[")
        yield Edit(prop.end, prop.end, f", {joined}]")
    else:
        raise refused(note.path, text, prop.start, str(say("this list cannot be added to")))


def _block_edits(note: Note, prop: Property, words: list[str]) -> Iterator[Edit]:
    last, text = prop.values[-1], note.text
    row = note.line_of(last.start)
    start, end = note.line_starts[row - 1], note.line_starts[row]
    mark = text[start : last.start]
    if mark.strip() != "-" or note.line_of(max(last.start, last.end - 1)) != row:
        raise refused(note.path, text, last.start, str(say("this list cannot be added to")))
    yield Edit(end, end, "".join(f"{mark}{word}{note.newline}" for word in words))


def _refusal(note: Note, differing: list[tuple[Property, Property]]) -> Iterator[str]:
    yield str(
        say_number(
            len(differing),
            "nothing was changed: one property of {path} has another value in the other note; make the two agree, or "
            "leave it behind with `--drop KEY`:",
            "nothing was changed: {n} properties of {path} have other values in the other note; make them agree, or "
            "leave them behind with `--drop KEY`:",
            path=plain(note.path),
        )
    )
    for mine, other in differing:
        yield f"  {plain(mine.key)}: {_shown(mine)} ≠ {_shown(other)}"


def _shown(prop: Property) -> str:
    text = ", ".join(prop.texts) if prop.shape != "map" and not prop.nested else "…"
    return plain(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
