"""What stands at an offset of a note, and where that is named: pure functions of the vault, the note and the offset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.lsp.world import Sight
    from vaultlint.markdown.elements import Link
    from vaultlint.markdown.note import Note


class Place(NamedTuple):
    """A stretch of a file."""

    path: str
    start: int
    end: int


class Thing(NamedTuple):
    """What stands at an offset: `kind` is `link`, `heading`, `block`, `tag`, `property` or `note`.

    `start` and `end` bound its name in the note at hand. `path` is the note that it belongs to (for a link the target,
    "" where there is none), `name` its name there: a subpath, a tag, a key.
    """

    kind: str
    start: int
    end: int
    path: str
    name: str = ""
    link: Link | None = None


def thing_at(sight: Sight, note: Note, offset: int) -> Thing | None:
    """What stands at an offset; None for mere text."""
    link = link_at(note, offset)
    if link is not None:
        target = sight.resolve(link, note.path).target or ""
        return Thing("link", link.start, link.end, target, link.subpath, link)
    for block in note.block_ids:
        if block.start <= offset <= block.end:
            return Thing("block", block.start + 1, block.end, note.path, block.name)
    tag = _tag_at(sight, note, offset)
    if tag:
        return tag
    for heading in note.headings:
        if heading.start <= offset <= heading.end:
            subpath = heading.text
            return Thing("heading", heading.text_start, heading.text_end, note.path, subpath)
    for prop in note.frontmatter.properties if note.frontmatter else ():
        if prop.key_start <= offset <= prop.key_end:
            return Thing("property", prop.key_start, prop.key_end, note.path, prop.key)
    if offset <= note.body_start or note.line_of(offset) == 1:
        return Thing("note", 0, 0, note.path, note.name)
    return None


def link_at(note: Note, offset: int) -> Link | None:
    """The link that holds an offset, its ends included."""
    found = [link for link in note.links if link.start <= offset <= link.end]
    return found[-1] if found else None


def _tag_at(sight: Sight, note: Note, offset: int) -> Thing | None:
    facts = sight.facts(note.path)
    for name, start, end in facts.tag_rows if facts else ():
        if start - 1 <= offset <= end:
            return Thing("tag", start, end, note.path, name)
    return None


def definition(sight: Sight, note: Note, offset: int) -> Place | None:
    """Where what stands at an offset is: the note, heading or block that a link opens."""
    link = link_at(note, offset)
    if link is None:
        return None
    target = sight.resolve(link, note.path).target
    return None if target is None else place_of(sight, target, link.subpath)


def place_of(sight: Sight, path: str, subpath: str) -> Place:
    """The place of a heading or block in a file; its beginning where there is no such place."""
    facts = (sight.facts(path) or sight.board(path)) if subpath else None
    if facts is None:
        return Place(path, 0, 0)
    if subpath.startswith("^"):
        wanted = subpath[1:].lower()
        found = next((row for row in facts.block_rows if row[0].lower() == wanted), None)
        return Place(path, found[1], found[2]) if found else Place(path, 0, 0)
    heading = sight.find_heading(facts, subpath)
    return Place(path, heading.start, heading.end) if heading else Place(path, 0, 0)


def references(sight: Sight, note: Note, offset: int, *, declared: bool = False) -> list[Place]:
    """Where what stands at an offset is named, in path and text order; with its own place, if so asked."""
    thing = thing_at(sight, note, offset)
    if thing is None:
        return []
    if thing.kind == "tag":
        return list(_tag_places(sight, thing.name))
    if thing.kind == "property":
        return list(_key_places(sight, thing.name))
    if not thing.path:
        return list(_wanting(sight, thing.link)) if thing.link else []
    subpath = {"block": "^" + thing.name, "note": ""}.get(thing.kind, thing.name)
    found = list(_naming(sight, thing.path, subpath))
    return [place_of(sight, thing.path, subpath), *found] if declared else found


def _naming(sight: Sight, path: str, subpath: str) -> Iterator[Place]:
    """The links that open a file or, with a subpath, the same heading or block of it."""
    wanted = place_of(sight, path, subpath) if subpath else None
    for reference in sight.references(path):
        link = reference.link
        if wanted is None or _opens(sight, path, link, wanted):
            yield Place(reference.source.path, link.start, link.end)


def _opens(sight: Sight, path: str, link: Link, wanted: Place) -> bool:
    return bool(link.subpath) and place_of(sight, path, link.subpath) == wanted and wanted.end > 0


def _wanting(sight: Sight, wanted: Link) -> Iterator[Place]:
    """The links that open nothing, as this one, and have the same name."""
    from vaultlint.vault.facts import pointer_key
    from vaultlint.vault.resolve import fold

    for path in sorted(sight.index.finding(["n" + pointer_key(wanted.path)])):
        facts = sight.reader.facts(path)
        for link in facts.links if facts else ():
            if fold(link.path) == fold(wanted.path) and sight.resolve(link, path).target is None:
                yield Place(path, link.start, link.end)


def _tag_places(sight: Sight, name: str) -> Iterator[Place]:
    wanted = name.lower()
    for path, row in sight.index.in_order():
        if any(tag.lower() == wanted for tag in row.tags):
            facts = sight.reader.facts(path)
            for tag, start, end in facts.tag_rows if facts else ():
                if tag.lower() == wanted:
                    yield Place(path, start, end)


def _key_places(sight: Sight, key: str) -> Iterator[Place]:
    for path, row in sight.index.in_order():
        if key in row.keys:
            note = sight.reader.note(path)
            prop = note.frontmatter.get(key) if note.frontmatter else None
            if prop:
                yield Place(path, prop.key_start, prop.key_end)


def backlinks(sight: Sight, path: str) -> int:
    """How many other notes and boards have links of this name: those that open it, where no other file is called so."""
    from vaultlint.vault.facts import pointer_key

    found = sight.index.finding(["n" + pointer_key(path)]) - {path}
    if len(sight.resolver.by_name(path.rpartition("/")[2])) > 1 and len(found) <= 50:
        return len({each.source.path for each in sight.references(path)} - {path})
    return len(found)
