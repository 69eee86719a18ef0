"""The gate for recasts: the new texts are parsed, and hold what the old ones did, each thing where the plan puts it.

Every link opens the note, heading or block that it did, by its new name; nothing comes into being or goes but what the
plan names. What does not pass is refused with the place.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from vaultlint.disk.transaction import Write
from vaultlint.errors import VaultlintError
from vaultlint.language import say
from vaultlint.markdown.footnotes import find_footnotes
from vaultlint.markdown.parse import parse_text
from vaultlint.markdown.subpath import Outline, heading_key
from vaultlint.rename.canvas import CanvasLink, canvas_links, nodes_of
from vaultlint.rename.follow import resolvers
from vaultlint.rename.plan import all_notes
from vaultlint.rename.recast import Composed, Place, Recast, Rows, refused
from vaultlint.report.escape import plain
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.language import Message
    from vaultlint.markdown.elements import Link
    from vaultlint.markdown.note import Note
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.vault import Vault

_LINE = "line"
_UNMOVED = frozenset({"link", "image"})  # spans that are compared as links


Key = tuple[str, int, int]  # kind, start, and which of those of a kind that start there
Wanted = dict[Key, tuple["Element", str]]  # with the path of the note that an element comes from


class Element(NamedTuple):
    """Something in a note that a recast may not lose: its kind, where it stands, and what it is besides."""

    kind: str
    start: int
    what: tuple[Any, ...]


def carried_out(vault: Vault, recast: Recast) -> tuple[Write, ...]:
    """The files that change, come into being or go; VaultlintError with the place where that is not what is planned."""
    composed = Composed(recast)
    _Gate(vault, recast, composed).judge()
    writes = []
    for path, text in sorted(composed.texts.items()):
        before = recast.before.get(path)
        if text.encode() != before:
            writes.append(Write(path, before, text.encode()))
    return (*writes, *(Write(path, recast.before[path], None) for path in recast.removes))


def elements(note: Note) -> Iterator[Element]:
    """What of a note is compared."""
    for heading in note.headings:
        yield Element("heading", heading.start, (heading.level, heading.nested))
    for link in note.links:
        yield Element("link", link.start, (link.form, link.embed, link.key, link.place, note.in_comment(link.start)))
    for block in note.block_ids:
        yield Element("block", block.start, (block.name,))
    for tag in note.tags:
        yield Element("tag", tag.start, (tag.name, note.in_comment(tag.start)))
    for url in note.urls:
        yield Element("url", url.start, (url.url,))
    for span in note.spans:
        if span.kind not in _UNMOVED:
            yield Element("span " + span.kind, span.start, ())
    for start in _line_texts(note):
        yield Element(_LINE, start, (note.is_opaque(start), note.in_comment(start)))
    footnotes = find_footnotes(note)
    for use in footnotes.uses:
        yield Element("footnote-use", use.start, (use.name,))
    for definition in footnotes.definitions:
        yield Element("footnote-text", definition.start, (definition.name,))


def _line_texts(note: Note) -> Iterator[int]:
    """Where the text of each line begins that is not blank: none may come into a comment or code, or out of it."""
    bounds = (*note.line_starts, len(note.text))
    for start, end in pairwise(bounds):
        line = note.text[start:end]
        if line.strip():
            yield start + len(line) - len(line.lstrip())


def numbered(found: Iterable[Element]) -> dict[Key, Element]:
    """Elements by their keys."""
    keys: dict[Key, Element] = {}
    for element in found:
        number = 0
        while (element.kind, element.start, number) in keys:
            number += 1
        keys[element.kind, element.start, number] = element
    return keys


def rows(note: Note) -> Rows:
    """The properties of a note, values that are links left out, and whether they can be read."""
    if note.frontmatter is None:
        return []
    linked = {link.start for link in note.links if link.key}
    found: Rows = [
        (
            prop.key,
            prop.shape,
            prop.nested,
            tuple((value.text, value.type) for value in prop.values if value.start not in linked),
        )
        for prop in note.frontmatter.properties
    ]
    return [*found, "error"] if note.frontmatter.error else found


class _Gate:
    """Compares a vault before and after a recast."""

    def __init__(self, vault: Vault, recast: Recast, composed: Composed) -> None:
        self.vault, self.recast, self.composed = vault, recast, composed
        self.old, self.new = resolvers(vault, recast)
        self.links: dict[tuple[str, int, int], Link] = {}  # those of changed notes afterwards, by place

    def judge(self) -> None:
        expected: dict[str, Wanted] = {path: {} for path in self.recast.files if path.endswith(".md")}
        touched = [path for path in self.recast.before if path.endswith(".md") and self._is_touched(path)]
        before = {path: parse_text(path, self.recast.text(path)) for path in touched}
        for note in before.values():
            for (_, _, number), element in numbered(elements(note)).items():
                self._expect(note, element, number, expected)
        for path, wanted in expected.items():
            self._compare(path, wanted, before)
        for facts in all_notes(self.vault):
            self._opens(facts, before.get(facts.path))
        for path in self.recast.files:
            if path.endswith(".canvas"):
                self._canvas(path)

    def _is_touched(self, path: str) -> bool:
        return path in self.recast.files or path in self.recast.removes

    def _expect(self, note: Note, element: Element, number: int, expected: dict[str, Wanted]) -> None:
        drops = self.recast.drops.get(note.path, ())
        if any(start <= element.start < end for start, end in drops):
            return
        place = self.composed.place(note.path, element.start)
        if place is None and element.kind == _LINE:
            return
        if place is None:
            raise refused(note.path, note.text, element.start, _lost(element.kind))
        element = element._replace(what=self._renamed(element))
        expected[place.path][element.kind, place.offset, number] = (element, note.path)

    def _renamed(self, element: Element) -> tuple[Any, ...]:
        """What an element is afterwards, besides its place."""
        if element.kind == "tag" and not element.what[1]:
            return (self.recast.tag(element.what[0]), False)
        if element.kind == "link" and element.what[2]:
            form, embed, key, *rest = element.what
            head, dot, tail = key.partition(".")
            return (form, embed, self.recast.keys.get(key, self.recast.keys.get(head, head) + dot + tail), *rest)
        return element.what

    def _compare(self, path: str, wanted: Wanted, before: dict[str, Note]) -> None:
        """The new file at `path` holds what is wanted there, and besides only what new text may hold."""
        note = self.composed.note(path)
        self.links |= _links(path, note.links)
        found = numbered(elements(note))
        for key, (element, source) in wanted.items():
            if key not in found or found[key].what != element.what:
                old = before[source]
                offset = self._old_offset(old, Place(path, key[1]))
                raise refused(source, old.text, offset, _lost(element.kind))
        found = {key: element for key, element in found.items() if key[0] != _LINE}
        added = sorted(kind for kind, _, _ in found.keys() - wanted.keys())
        if added != sorted(self.recast.adds.get(path, ())):
            start = min((start for _, start, _ in found.keys() - wanted.keys()), default=0)
            raise refused(path, note.text, start, str(say("text would be read as something that it was not")))
        self._added_links(path, [found[key] for key in found.keys() - wanted.keys()])
        old_rows = rows(before[path]) if path in before else []
        if rows(note) != self.recast.rows.get(path, old_rows):
            raise refused(path, note.text, 0, str(say("the properties would be read as something else")))
        self._footnotes(note, wanted)

    def _added_links(self, path: str, added: list[Element]) -> None:
        """A link that is new opens a note that is new."""
        for element in added:
            link = self.links[path, element.start, 0] if element.kind == "link" else None
            target = self.new.resolve(link.path, path).target if link else None
            if link and (target in self.vault.files or target not in self.recast.files):
                why = str(_opens(link.path, target))
                raise VaultlintError(str(say("nothing was changed: {why}", why=why)))

    def _old_offset(self, note: Note, place: Place) -> int:
        """Where the element stood that comes to stand at `place`."""
        starts = (element.start for element in elements(note))
        return next((start for start in starts if self.composed.place(note.path, start) == place), 0)

    def _footnotes(self, note: Note, wanted: Wanted) -> None:
        """The uses of a footnote and its text come from one note, and stay together."""
        texts: dict[str, str] = {}
        footnotes = find_footnotes(note)
        for mark in footnotes.definitions:
            source = wanted["footnote-text", mark.start, 0][1]
            if texts.setdefault(mark.name, source) != source:
                raise refused(note.path, note.text, mark.start, _twice(mark.name))
        for mark in footnotes.uses:
            source = wanted["footnote-use", mark.start, 0][1]
            if mark.name not in texts and not self._has_text(source, mark.name):
                continue  # it had none before either
            if texts.get(mark.name) != source:
                raise refused(note.path, note.text, mark.start, _apart(mark.name))

    def _has_text(self, path: str, name: str) -> bool:
        before = find_footnotes(parse_text(path, self.recast.text(path)))
        return any(mark.name == name for mark in before.definitions)

    def _opens(self, facts: NoteFacts, before: Note | None) -> None:
        """Every link of a note opens what is planned."""
        drops = self.recast.drops.get(facts.path, ())
        for (_, _, number), old in _links(facts.path, facts.links).items():
            if any(start <= old.start < end for start, end in drops):
                continue
            target = self.old.resolve(old.path, facts.path).target
            if target is None:
                continue
            source, new = facts.path, old
            if before is not None:
                place = self.composed.place(facts.path, old.start)
                assert place is not None
                source, new = place.path, self.links[(*place, number)]
            self._judge(facts.path, old, target, source, new)

    def _judge(self, path: str, old: Link, target: str, source: str, new: Link) -> None:
        wanted = self._wanted(target, old.subpath)
        found = self.new.resolve(new.path, source).target
        if found != wanted.path:
            why = _opens(new.path, found)
            raise self._refused(path, old, str(why))
        if wanted.offset >= 0 and self._start(found, new.subpath) != wanted.offset:
            name = plain(f"{new.path}#{new.subpath}")
            raise self._refused(path, old, str(say("`{link}` would open another place than now", link=name)))
        if new.embed and found == source and not old.key and self._holds(source, new):
            raise self._refused(path, old, str(say("the embed would show itself")))

    def _refused(self, path: str, link: Link, why: str) -> VaultlintError:
        text = self.vault.source.read(path).decode("utf-8", "replace")
        return refused(path, text, link.start, why)

    def _wanted(self, target: str, subpath: str) -> Place:
        """The file that a link to `target` is to open, and where its heading or block begins there, or -1."""
        instead = Place(self.recast.instead.get(target, target), -1)
        facts = self.vault.facts(target) if subpath and target.lower().endswith(".md") else None
        if facts is None:
            return instead
        start = _start_in(facts.outline, facts.headings, facts.block_rows, subpath)
        place = None if start is None else self.composed.place(target, start)
        return place or instead

    def _start(self, path: str, subpath: str) -> int | None:
        """Where the heading or block begins afterwards that a subpath names."""
        if path in self.composed.texts:
            note = self.composed.note(path)
            outline = Outline([(each.level, heading_key(each.text)) for each in note.headings])
            return _start_in(outline, note.headings, note.block_ids, subpath)
        facts = self.vault.facts(path)
        return _start_in(facts.outline, facts.headings, facts.block_rows, subpath) if facts else None

    def _holds(self, path: str, embed: Link) -> bool:
        """Whether an embed of its own note stands in what it shows, while it did not before."""
        if path not in self.composed.texts or embed.subpath.startswith("^"):
            return False
        facts = self.vault.facts(path)
        if any(
            link.embed and link.subpath == embed.subpath and self.old.resolve(link.path, path).target == path
            for link in (facts.links if facts else ())
        ):
            return False
        if not embed.subpath:
            return True
        note = self.composed.note(path)
        start = self._start(path, embed.subpath)
        heading = next((each for each in note.headings if each.start == start), None)
        if heading is None:
            return False
        later = (each.start for each in note.headings if each.start > heading.start and each.level <= heading.level)
        return heading.start <= embed.start < next(later, len(note.text))

    def _canvas(self, path: str) -> None:
        before, after = self.recast.text(path), self.composed.texts[path]
        old, new = list(canvas_links(path, before)), list(canvas_links(path, after))
        gone = [link for link in old if self._is_unlinked(path, link)]
        old = [link for link in old if not any(link is each for each in gone)]
        if not nodes_of(after) or len(old) != len(new):
            raise refused(path, before, 0, _lost("link"))
        for was, now in zip(old, new, strict=True):
            target = self.old.resolve(was.path if was.link else "/" + was.path, path).target
            if target is None:
                continue
            wanted = self._wanted(target, was.subpath)
            found = self.new.resolve(now.path if now.link else "/" + now.path, path).target
            at = self._start(found, now.subpath) if found and wanted.offset >= 0 else -1
            if found != wanted.path or at != wanted.offset:
                why = _opens(now.path, found)
                raise refused(path, before, 0, str(why))

    def _is_unlinked(self, path: str, link: CanvasLink) -> bool:
        target = self.old.resolve(link.path, path).target if link.link else None
        return target in self.recast.removes and target not in self.recast.instead


def _links(path: str, links: Iterable[Link]) -> dict[tuple[str, int, int], Link]:
    """Links by path, start, and which of those that start there."""
    keys: dict[tuple[str, int, int], Link] = {}
    for link in links:
        number = 0
        while (path, link.start, number) in keys:
            number += 1
        keys[path, link.start, number] = link
    return keys


def _start_in(outline: Outline, headings: Any, blocks: Any, subpath: str) -> int | None:
    if subpath.startswith("[^"):
        return None
    if subpath.startswith("^"):
        name = subpath[1:].lower()
        return next((start for each, start, _ in blocks if each.lower() == name), None)
    index = outline.find(subpath)
    return None if index is None else int(headings[index].start)


def _opens(link: str, found: str | None) -> Message:
    if found is None:
        return say("`{link}` would open nothing", link=plain(link))
    return say("`{link}` would open {found}", link=plain(link), found=plain(found))


def _lost(kind: str) -> str:
    if kind == "link":
        return str(say("a link would be lost or read as something else"))
    return str(say("the text around would be read as something else"))


def _twice(name: str) -> str:
    return str(say("the footnote [^{name}] would have two texts", name=plain(name)))


def _apart(name: str) -> str:
    return str(say("the footnote [^{name}] would stand in another note than its text", name=plain(name)))
