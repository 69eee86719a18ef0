"""Renaming a tag and those below it: in the text, in the `tags` property, in the cards of canvases (53–57).

Tags are compared without case, as Obsidian does; what follows the renamed part (`#old/this`) stays as it is written.
Code, formulas, addresses and comments hold no tags.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.finding import Edit
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.inline import is_tag
from vaultlint.markdown.parse import parse_text
from vaultlint.markdown.plain_properties import plain_type
from vaultlint.rename.canvas import nodes_of, string_edit
from vaultlint.rename.follow import followed
from vaultlint.rename.link_edits import in_quotes
from vaultlint.rename.lists import value_cut
from vaultlint.rename.plan import all_notes
from vaultlint.rename.recast import Recast, refused
from vaultlint.rename.recast_gate import rows
from vaultlint.rename.spelled import Spelled, as_written, yaml_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Property, Scalar
    from vaultlint.markdown.note import Note
    from vaultlint.rename.recast import Rows
    from vaultlint.rename.texts import Texts
    from vaultlint.vault.vault import Vault

KEYS = ("tags", "tag")
_WORD = lazy_regex(r"[^\s,]+")


class TagName:
    """A renaming of tags: `old` → `new`, both without `#`."""

    def __init__(self, old: str, new: str) -> None:
        self.new = new
        self._old = _folded(old).split("/")

    def length(self, name: str) -> int:
        """How many characters of a tag are the renamed part; 0 for a tag that stays."""
        steps = name.split("/")
        if [_folded(step) for step in steps[: len(self._old)]] != self._old:
            return 0
        return len("/".join(steps[: len(self._old)]))

    def __call__(self, name: str) -> str:
        """What a tag becomes."""
        length = self.length(name)
        return self.new + name[length:] if length else name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def plan_tag(vault: Vault, old: str, new: str, texts: Texts) -> Recast:
    """Rename the tag `old` to `new`, both with `#`. Where both stand in one list, one is left."""
    old, new = old.removeprefix("#").strip("/"), new.removeprefix("#")
    if not is_tag(new) or any(not step for step in new.split("/")):
        raise VaultlintError(
            str(
                say(
                    "“#{name}” is no tag: a tag has letters, digits, `_`, `-` and `/`, and is not only digits",
                    name=new,
                )
            )
        )
    if old == new:
        raise VaultlintError(str(say("OLD and NEW are the same")))
    name = TagName(old, new)
    edits: dict[str, tuple[Edit, ...]] = {}
    wanted: dict[str, Rows] = {}
    for path in _paths(vault, old):
        if path.endswith(".canvas"):
            found = tuple(_in_canvas(path, texts.data(path).decode("utf-8", "replace"), name))
        else:
            note = texts.note(path)
            found = (*_in_text(note, name), *_in_properties(note, name))
            if found:
                wanted[path] = _expected(note, name)
        if found:
            edits[path] = found
    if not edits:
        raise VaultlintError(str(say("there is no tag #{name} in this vault", name=old)))
    return followed(vault, texts, Recast({}, edits, texts.before, rows=wanted, tag=name, merges=_is_used(vault, new)))


def _is_used(vault: Vault, name: str) -> bool:
    """Whether some note has the tag."""
    folded = _folded(name)
    return any(_folded(row[0]) == folded for facts in all_notes(vault) for row in facts.tag_rows)


def _paths(vault: Vault, old: str) -> Iterator[str]:
    """The notes and canvases that may have the tag: in others the word does not stand."""
    word = _folded(old)
    for facts in all_notes(vault):
        if _may_hold(vault, facts.path, word):
            yield facts.path
    for path in sorted(vault.files):
        if path.endswith(".canvas") and _may_hold(vault, path, "#"):  # its strings may be written with escapes
            yield path


def _may_hold(vault: Vault, path: str, word: str) -> bool:
    """Whether a file may hold a word, in whatever spelling; one with escapes in its properties may."""
    try:
        text = vault.source.read(path).decode("utf-8", "replace")
    except OSError:
        return False
    is_front = text.startswith(("---", "\ufeff---"))
    return word in _folded(text) or (is_front and "\\" in text.partition("\n---")[0])


def _in_text(note: Note, name: TagName) -> Iterator[Edit]:
    for tag in note.tags:
        length = name.length(tag.name)
        if length and not note.in_comment(tag.start):
            yield Edit(tag.start + 1, tag.start + 1 + length, name.new)


def _in_properties(note: Note, name: TagName) -> Iterator[Edit]:
    if note.frontmatter is None:
        return
    if note.frontmatter.error is not None:
        _refuse_unread(note, name)
    for prop in _tag_properties(note):
        surplus = set(_surplus(prop, name))
        for index, value in enumerate(prop.values):
            if not any(name.length(word.text) for word in tag_words(value)):
                continue
            if index in surplus:
                yield value_cut(note, prop, index, leads=surplus.issuperset(range(index)))
            else:
                yield from _in_value(note, value, name)


def _tag_properties(note: Note) -> list[Property]:
    properties = note.frontmatter.properties if note.frontmatter else ()
    return [prop for prop in properties if prop.key.casefold() in KEYS]


def _refuse_unread(note: Note, name: TagName) -> None:
    """Refuse a note whose properties cannot be read but seem to hold the tag."""
    front = note.frontmatter
    assert front is not None
    for match in re.finditer(r"[^\s,\[\]\"'{}]+", note.text[front.text_start : front.text_end]):
        if name.length(match[0].removeprefix("#")):
            raise refused(
                note.path, note.text, front.text_start + match.start(), str(say("the properties cannot be read"))
            )


def tag_words(value: Scalar) -> list[Spelled]:
    """The tags in a value, without `#`: one, or several with commas or spaces between them."""
    if value.type == "empty":
        return []
    found = []
    for match in _WORD.finditer(value.text):
        hashed = match[0].startswith("#")
        if not is_tag(match[0]):
            return []  # a sentence, and no list of tags
        found.append(as_written(value.text, match.start() + hashed, match.end()))
    return found


def _surplus(prop: Property, name: TagName) -> Iterator[int]:
    """The values of a list that another one says already, once the tag is renamed."""
    if prop.shape != "list":
        return
    kept = {
        _folded(value.text.removeprefix("#"))
        for value in prop.values
        if not any(name.length(word.text) for word in tag_words(value))
    }
    for index, value in enumerate(prop.values):
        words = tag_words(value)
        if len(words) == 1 and name.length(words[0].text):
            became = _folded(name(words[0].text))
            if became in kept:
                yield index
            kept.add(became)


def _in_value(note: Note, value: Scalar, name: TagName) -> Iterator[Edit]:
    spelled = _spelled(note, value)
    if spelled is None or spelled.text != value.text.removesuffix("\n"):
        raise refused(note.path, note.text, value.start, str(say("where the tag is written cannot be told")))
    words = tag_words(value)
    bare = value.style == "" and len(words) == 1 and not value.text.startswith("#")
    for word in words:
        length = name.length(word.text)
        if not length:
            continue
        start, end = spelled.span(word.bounds[0], word.bounds[length])
        written = in_quotes(name.new, value.style if value.style in ('"', "'") else "")
        if bare and needs_quotes(name(word.text)):
            yield Edit(start, spelled.bounds[-1], f'"{name(word.text)}"')
        else:
            yield Edit(start, end, written)


def needs_quotes(word: str) -> bool:
    """Whether YAML would read a tag or key as something else than a text."""
    return plain_type(word) != "text" or word.startswith("-") or word.casefold() in ("yes", "no", "on", "off", "y", "n")


def _spelled(note: Note, value: Scalar) -> Spelled | None:
    """A value as it is read, with where each character is written."""
    if value.style == "":
        return as_written(note.text, value.start, value.end)
    return None if value.style == "*" else yaml_value(note.text, value.start, value.end)


def _expected(note: Note, name: TagName) -> Rows:
    """The properties as they are to be read afterwards."""
    found = rows(note)
    if note.frontmatter is None or note.frontmatter.error is not None:
        return found
    linked = {link.start for link in note.links if link.key}
    for number, prop in enumerate(note.frontmatter.properties):
        if prop.key.casefold() not in KEYS:
            continue
        surplus = set(_surplus(prop, name))
        values = tuple(
            _renamed_row(value, name)
            for index, value in enumerate(prop.values)
            if index not in surplus and value.start not in linked
        )
        found[number] = (prop.key, prop.shape, prop.nested, values)
    return found


def _renamed_row(value: Scalar, name: TagName) -> tuple[str, str]:
    new = _renamed(value, name)
    return (value.text, value.type) if new == value.text else (new, "text")


def _renamed(value: Scalar, name: TagName) -> str:
    words = tag_words(value)
    text, position = [], 0
    for word in words:
        text += [value.text[position : word.bounds[0]], name(word.text)]
        position = word.bounds[-1]
    return "".join([*text, value.text[position:]])


def _in_canvas(path: str, text: str, name: TagName) -> Iterator[Edit]:
    for node in nodes_of(text) if "\ufffd" not in text else ():
        value = node.string("text")
        if value is not None and "#" in value.text:
            for edit in _in_text(parse_text(path, value.text), name):
                yield string_edit(text, value, edit)
