"""Renaming a property: its key in every note, and nothing besides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.finding import Edit
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rename.follow import followed
from vaultlint.rename.link_edits import in_quotes
from vaultlint.rename.plan import all_notes
from vaultlint.rename.recast import Recast, refused
from vaultlint.rename.recast_gate import rows
from vaultlint.rename.tags import needs_quotes
from vaultlint.report.escape import plain
from vaultlint.vault.resolve import normalize

if TYPE_CHECKING:
    from vaultlint.markdown.elements import Property
    from vaultlint.markdown.note import Note
    from vaultlint.rename.recast import Rows
    from vaultlint.rename.texts import Texts
    from vaultlint.vault.vault import Vault

PREFIX = "property:"
# A key or word that needs no quotes.
PLAIN = lazy_regex(r"[^\W\d_](?:[\w /.()（）+-]*[\w)）+])?")
_SHOWN = 8


def plan_property(vault: Vault, old: str, new: str, texts: Texts) -> Recast:
    """Rename the property `old` to `new`. A note that has both keeps one where they say the same."""
    if not new.strip() or new != new.strip() or not new.isprintable():
        raise VaultlintError(str(say("“{name}” is no name of a property", name=new)))
    if old == new:
        raise VaultlintError(str(say("OLD and NEW are the same")))
    edits: dict[str, tuple[Edit, ...]] = {}
    wanted: dict[str, Rows] = {}
    differing: list[str] = []
    for facts in all_notes(vault):
        if not any(_is(key, old) for key in facts.keys):
            _refuse_unread(vault, facts.path, old, texts)
            continue
        note = texts.note(facts.path)
        has = [prop for prop in _properties(note) if _is(prop.key, new)]
        mine = [prop for prop in _properties(note) if _is(prop.key, old)]
        if has and not all(says(note, prop) == says(note, has[0]) for prop in (*mine, *has)):
            differing.append(facts.path)
            continue
        found = [_cut(note, prop) for prop in mine] if has else [_renamed(note, prop, new) for prop in mine]
        edits[facts.path] = tuple(found)
        wanted[facts.path] = _expected(note, old, new, merged=bool(has))
    if differing:
        shown = ", ".join(map(plain, differing[:_SHOWN])) + (" …" if len(differing) > _SHOWN else "")
        raise VaultlintError(
            str(
                say(
                    "nothing was changed: these notes have both `{old}` and `{new}`, with different values: {notes}",
                    old=plain(old),
                    new=plain(new),
                    notes=shown,
                )
            )
        )
    if not edits:
        raise VaultlintError(str(say("there is no property `{name}` in this vault", name=plain(old))))
    drops = {path: _dropped(changes) for path, changes in edits.items()}
    merges = any(_is(key, new) for facts in all_notes(vault) for key in facts.keys)
    shape = Recast({}, edits, texts.before, rows=wanted, keys={old: new}, drops=drops, merges=merges)
    return followed(vault, texts, shape)


def _is(key: str, name: str) -> bool:
    return key == name or normalize(key) == normalize(name)


def _properties(note: Note) -> tuple[Property, ...]:
    return note.frontmatter.properties if note.frontmatter else ()


def _refuse_unread(vault: Vault, path: str, old: str, texts: Texts) -> None:
    """Refuse a note whose properties cannot be read but seem to have the one that is renamed."""
    facts = vault.facts(path)
    if facts is None or facts.keys:
        return
    try:
        start = vault.source.read(path)[:5]
    except OSError:
        return
    if b"---" not in start:
        return
    note = texts.note(path) if facts.decodable else None
    front = note.frontmatter if note else None
    if note is None or front is None or front.error is None:
        return
    found = re.search(rf"(?m)^[\"']?{re.escape(old)}[\"']?[ \t]*:", note.text[front.text_start : front.text_end])
    if found:
        where = front.text_start + found.start()
        raise refused(path, note.text, where, str(say("the properties cannot be read")))


def says(note: Note, prop: Property) -> object:
    """What a property says, to be compared."""
    if prop.nested:
        return note.text[prop.start : prop.end].strip()
    return prop.shape, [(value.text, value.type) for value in prop.values]


def _renamed(note: Note, prop: Property, new: str) -> Edit:
    """The edit of a key, in the quotes that it has; a plain one gets quotes where YAML asks for them."""
    written = note.text[prop.key_start : prop.key_end]
    quote = written[:1] if written[:1] in ('"', "'") else ""
    if not quote and written != prop.key:
        raise refused(note.path, note.text, prop.key_start, str(say("where the property is written cannot be told")))
    if not quote and (needs_quotes(new) or not PLAIN.fullmatch(new)):
        return Edit(prop.key_start, prop.key_end, f'"{in_quotes(new, chr(34))}"')
    return Edit(prop.key_start + bool(quote), prop.key_end - bool(quote), in_quotes(new, quote))


def _cut(note: Note, prop: Property) -> Edit:
    """The edit that takes out a property that another one says, too: its lines."""
    start, end = property_lines(note, prop)
    text = note.text
    if "#" in text[prop.end : end] or prop.shape == "map":
        raise refused(note.path, text, prop.key_start, str(say("this property cannot be taken out exactly")))
    return Edit(start, end, "")


def property_lines(note: Note, prop: Property) -> tuple[int, int]:
    """The whole lines of a property; VaultlintError where something else stands on them."""
    front = note.frontmatter
    assert front is not None
    start = note.line_starts[note.line_of(prop.key_start) - 1]
    row = note.line_of(max(prop.key_end, prop.end - 1))
    end = note.line_starts[row] if row < len(note.line_starts) else front.text_end
    others = [each for each in front.properties if each is not prop]
    shares = any(start <= each.key_start < end for each in others)
    if note.text[start : prop.key_start].strip() or shares:
        raise refused(note.path, note.text, prop.key_start, str(say("this property shares its lines with others")))
    return start, min(end, front.text_end)


def _dropped(edits: tuple[Edit, ...]) -> tuple[tuple[int, int], ...]:
    return tuple((edit.start, edit.end) for edit in edits if not edit.content)


def _expected(note: Note, old: str, new: str, *, merged: bool) -> Rows:
    found: Rows = []
    for row in rows(note):
        if row == "error" or not _is(row[0], old):
            found.append(row)
        elif not merged:
            found.append((new, *row[1:]))
    return found
