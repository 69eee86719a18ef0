"""The links that have to follow a recast: each opens what it did, by the name and heading that this has afterwards."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.finding import Edit
from vaultlint.language import say
from vaultlint.markdown.definitions import definitions
from vaultlint.markdown.destinations import SCHEME
from vaultlint.markdown.parse import parse_text
from vaultlint.markdown.subpath import Outline, heading_key
from vaultlint.rename.canvas import nodes_of, string_edit
from vaultlint.rename.link_edits import MisplacedError, definition_place, display_edits, place_of
from vaultlint.rename.plan import all_notes
from vaultlint.rename.recast import Composed, Recast, refused, whole
from vaultlint.rename.written import display_name, heading_in_link, is_ambiguous, is_relative, link_path
from vaultlint.values import NamedTuple
from vaultlint.vault.resolve import Resolver, fold, normalize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultlint.markdown.elements import Link
    from vaultlint.markdown.json_spans import JsonNode
    from vaultlint.markdown.note import Note
    from vaultlint.rename.link_edits import Place as LinkPlace
    from vaultlint.rename.texts import Texts
    from vaultlint.vault.vault import Vault

_ROUNDS = 10


class Goal(NamedTuple):
    """What a link opens afterwards: a file, and the number of a heading in it, "block", or None for the file.

    `is_gone` says that the heading or block that it named is not there any more.
    """

    path: str
    place: int | str | None = None
    is_gone: bool = False


class Written(NamedTuple):
    """How a link has to be written: each None where it stays; `drops` says that the subpath goes."""

    path: str | None
    subpath: str | None
    drops: bool
    names: tuple[str, str]


def resolvers(vault: Vault, recast: Recast) -> tuple[Resolver, Resolver]:
    """What finds the files that links open before the recast, and afterwards."""
    after = (vault.files - set(recast.removes)) | set(recast.files)
    if after == vault.files:
        return vault.resolver, vault.resolver
    return vault.resolver, Resolver(sorted(filter(vault.obsidian.can_link, after)))


def followed(vault: Vault, texts: Texts, shape: Recast) -> Recast:
    """`shape` with the edits of all links that have to follow.

    A link in a heading, or a tag, gives that another name, so that it takes more than one round.
    """
    current = shape
    for _ in range(_ROUNDS):
        edits, links = _Follow(vault, texts, shape, Composed(current)).edits()
        merged = {path: (*shape.edits.get(path, ()), *edits.get(path, ())) for path in {**shape.edits, **edits}}
        files = {path: whole(path, texts.data(path).decode()) for path in merged if _stands(path, shape)}
        found = replace(shape, files={**shape.files, **files}, edits=merged, before=texts.before, links=links)
        if found.edits == current.edits and found.files == current.files:
            break
        current = found
    return current


def _stands(path: str, shape: Recast) -> bool:
    return path not in shape.files and path not in shape.removes


class _Follow:
    """One round: `composed` is what the round before came to."""

    def __init__(self, vault: Vault, texts: Texts, shape: Recast, composed: Composed) -> None:
        self._vault, self._texts, self._shape, self._composed = vault, texts, shape, composed
        self._old, self._new = resolvers(vault, shape)
        self._outlines: dict[str, tuple[list[int], Outline]] = {}

    def edits(self) -> tuple[dict[str, tuple[Edit, ...]], int]:
        """The edits of all links, by path, and how many links they are for."""
        edits: dict[str, tuple[Edit, ...]] = {}
        links = 0
        for facts in all_notes(self._vault):
            groups = list(self._of_note(facts.path, facts.links))
            if groups:
                links += len(groups)
                edits[facts.path] = tuple(edit for group in groups for edit in group)
        for path in sorted(self._vault.files):
            if path.endswith(".canvas"):
                found = tuple(self._of_canvas(path))
                links += len(found)
                edits |= {path: found} if found else {}
        return edits, links

    def _of_note(self, path: str, links: tuple[Link, ...]) -> Iterator[tuple[Edit, ...]]:
        by_definition = False
        for link in links:
            place = self._composed.place(path, link.start)
            if place is None or self._is_dropped(path, link.start):
                continue
            try:
                written = self._written(link.path, link.subpath, path, place.path, link.form)
                if written is not None and link.form == "reference":
                    by_definition = True
                elif written is not None:
                    found = tuple(_link_edits(self._texts.text(path), link, written))
                    if found:
                        yield found
            except MisplacedError as error:
                raise _misplaced(path, error) from None
            except _NoNameError as error:
                raise refused(path, self._texts.text(path), link.start, str(error)) from None
        if by_definition:
            yield from self._of_definitions(path, self._texts.note(path))

    def _is_dropped(self, path: str, offset: int) -> bool:
        return any(start <= offset < end for start, end in self._shape.drops.get(path, ()))

    def _of_definitions(self, path: str, note: Note) -> Iterator[tuple[Edit, ...]]:
        for definition in definitions(note):
            raw = definition.destination.strip("<>")
            at = self._composed.place(path, definition.start)
            if not raw or at is None or SCHEME.match(raw) or raw.startswith("//"):
                continue
            place = definition_place(note.text, definition)
            written = self._written(place.path.text, place.subpath.text, path, at.path, "reference")
            if written is not None:
                found = tuple(_target_edits(place, place.path.text, written))
                if found:
                    yield found

    def _written(self, path: str, subpath: str, source: str, new_source: str, form: str) -> Written | None:
        """How a link in `source` (which comes to stand in `new_source`) has to be written; None where it may stay."""
        target = self._old.resolve(path, source).target
        if target is None:
            return None
        goal = self._goal(target, subpath)
        new_path = self._path(path, target, goal.path, source, new_source, form)
        new_subpath, drops = self._subpath(subpath, goal)
        if new_path is None and new_subpath is None and not drops and target == goal.path:
            return None
        return Written(new_path, new_subpath, drops, (display_name(target), display_name(goal.path)))

    def _goal(self, target: str, subpath: str) -> Goal:
        """What a link to `target` with `subpath` is to open."""
        start = self._start_of(target, subpath) if subpath else None
        instead = self._shape.instead.get(target, target)
        if start is None:
            return Goal(instead)
        place = self._composed.place(target, start)
        if place is None:
            return Goal(instead, is_gone=True)
        if subpath.startswith("^"):
            return Goal(place.path, "block")
        starts, _ = self._outline(place.path)
        return Goal(place.path, starts.index(place.offset)) if place.offset in starts else Goal(place.path)

    def _start_of(self, target: str, subpath: str) -> int | None:
        """Where the heading or block begins that a subpath names; None where it names none."""
        facts = self._vault.facts(target) if target.lower().endswith(".md") else None
        if facts is None or subpath.startswith("[^"):
            return None
        if subpath.startswith("^"):
            name = subpath[1:].lower()
            return next((start for each, start, _ in facts.block_rows if each.lower() == name), None)
        index = facts.outline.find(subpath)
        return None if index is None else facts.headings[index].start

    def _outline(self, path: str) -> tuple[list[int], Outline]:
        """Where the headings of a file begin afterwards, and their outline."""
        if path not in self._outlines:
            if path in self._composed.texts:
                headings = self._composed.note(path).headings
            else:
                facts = self._vault.facts(path)
                headings = facts.headings if facts else ()
            keys = [(each.level, heading_key(each.text)) for each in headings]
            self._outlines[path] = ([each.start for each in headings], Outline(keys))
        return self._outlines[path]

    def _path(self, path: str, target: str, goal: str, source: str, new_source: str, form: str) -> str | None:
        if not path:
            return None if goal == new_source else fresh_path(goal, new_source, form, self._new)
        folders = (posixpath.dirname(each) for each in (source, new_source, target, goal))
        before, after, old_folder, new_folder = folders
        moved = (before, old_folder) != (after, new_folder)
        if moved and form != "wiki" and _is_from_folder(path, target, source):
            found = posixpath.relpath(goal, after or ".")
            found = found if path[-3:].lower() == ".md" or not found.endswith(".md") else found[:-3]
            if self._new.resolve(found, new_source).target == goal:
                return found if found != path else None
        still = self._new.resolve(path, new_source)
        stays = still.target == goal == target and (still.exact or not is_relative(path))
        if stays and (not is_ambiguous(still) or is_ambiguous(self._old.resolve(path, source))):
            return None
        found = link_path(path, target, goal, source, new_source, self._new, near=form != "wiki")
        return found if found != path else None

    def _subpath(self, subpath: str, goal: Goal) -> tuple[str | None, bool]:
        """The new subpath, or None where it stays; and whether it goes, as what is opened has no such place."""
        if goal.is_gone:
            return None, not self._has(goal.path, subpath)
        if not isinstance(goal.place, int) or goal.path not in self._composed.texts:
            return None, False
        _, outline = self._outline(goal.path)
        if outline.find(subpath) == goal.place:
            return None, False
        headings = self._composed.note(goal.path).headings
        chain = [heading_in_link(headings[index].text) for index in _above(outline.keys, goal.place)]
        steps = subpath.count("#") + 1
        for count in (steps, *range(1, len(chain) + 1)):
            found = "#".join(chain[-count:])
            if outline.find(found) == goal.place:
                return found, False
        raise _NoNameError(str(say("no link could name the heading “{heading}” any more", heading=chain[-1])))

    def _has(self, path: str, subpath: str) -> bool:
        facts = self._vault.facts(path)
        if facts is None:
            return False
        if subpath.startswith("^"):
            return subpath[1:].lower() in facts.block_names
        return facts.outline.find(subpath) is not None

    def _of_canvas(self, path: str) -> Iterator[Edit]:
        text = self._texts.data(path).decode("utf-8", "replace")
        for node in nodes_of(text) if "\ufffd" not in text else ():
            file, subpath = node.string("file"), node.string("subpath")
            for value in (file, node.string("background")):
                if value is not None:
                    yield from self._of_card(path, text, value, subpath if value is file else None)
            value = node.string("text")
            if value is not None and "[" in value.text:
                for edit in self._of_card_text(path, parse_text(path, value.text)):
                    yield string_edit(text, value, edit)

    def _of_card(self, path: str, text: str, file: JsonNode, subpath: JsonNode | None) -> Iterator[Edit]:
        target = self._old.resolve("/" + file.text, path).target
        if target is None:
            return
        named = subpath.text.removeprefix("#") if subpath else ""
        goal = self._goal(target, named)
        if goal.path == target and target in self._shape.removes:
            raise refused(path, text, file.start, str(say("a card shows the note")))
        if goal.path != target:
            yield string_edit(text, file, Edit(0, len(file.text), goal.path))
        new, drops = self._subpath(named, goal) if named else (None, False)
        if subpath is not None and (drops or new is not None):
            yield string_edit(text, subpath, Edit(0, len(subpath.text), "" if drops else f"#{new}"))

    def _of_card_text(self, path: str, note: Note) -> Iterator[Edit]:
        for link in note.links:
            target = self._old.resolve(link.path, path).target
            if target in self._shape.removes and target not in self._shape.instead:
                yield from unlinked(note.text, link)
                continue
            written = self._written(link.path, link.subpath, path, path, link.form) if link.path else None
            if written is not None and link.form == "reference":
                raise refused(path, note.text, link.start, str(say("a link by reference stands in a card")))
            if written is not None:
                yield from _link_edits(note.text, link, written)


class _NoNameError(VaultlintError):
    """No link can name a heading in its new place."""


def _misplaced(path: str, error: MisplacedError) -> VaultlintError:
    return VaultlintError(
        str(
            say(
                "nothing was changed: {path}, {where}: write this link in a plainer way",
                path=path,
                where=str(error),
            )
        )
    )


def fresh_path(goal: str, source: str, form: str, resolver: Resolver) -> str:
    """The path of a link to `goal` in the note `source` that none was written for before."""
    if form == "wiki":
        return link_path(display_name(goal), goal, goal, source, source, resolver)
    found = posixpath.relpath(goal, posixpath.dirname(source) or ".")
    if resolver.resolve(found, source).target == goal:
        return found
    return link_path(goal, goal, goal, source, source, resolver)


def _above(keys: Sequence[tuple[int, str]], index: int) -> list[int]:
    """The headings over a heading, the highest first, and itself."""
    chain = [index]
    for each in range(index - 1, -1, -1):
        if keys[each][0] < keys[chain[0]][0]:
            chain.insert(0, each)
    return chain


def _is_from_folder(path: str, target: str, source: str) -> bool:
    """Whether a path, read from the folder of `source` as other renderers do, is that of `target`."""
    joined = fold(normalize(posixpath.normpath(posixpath.join(posixpath.dirname(source), path))))
    return not path.startswith("/") and joined in (fold(target), fold(target).removesuffix(".md"))


def _link_edits(text: str, link: Link, written: Written) -> Iterator[Edit]:
    place = place_of(text, link)
    if place is None:  # a YAML alias: what it stands for is a link of its own
        return
    yield from _target_edits(place, link.path, written)
    if written.names[0] != written.names[1]:
        yield from display_edits(text, link, place, *written.names)


def _target_edits(place: LinkPlace, path: str, written: Written) -> Iterator[Edit]:
    if written.drops:
        yield place.whole_edit(path if written.path is None else written.path)
        return
    if written.path is not None:
        yield place.path_edit(written.path)
    if written.subpath is not None:
        yield place.subpath_edit(written.subpath)


def shown_words(link: Link) -> str:
    """What Obsidian shows for a link without a display text: `note`, `note > heading`."""
    return " > ".join(part for part in (link.path, *link.subpath.split("#")) if part)


def unlinked(text: str, link: Link) -> Iterator[Edit]:
    """The edits that leave the words of a link in the text, without the link."""
    if link.key:
        place = place_of(text, link)
        if place is None:
            return
        shown = place.display.stripped() if place.display else None
        start, end = link.start + 1, link.end - 1
        if text[link.start] not in "\"'":
            raise MisplacedError(f"line {link.line}: where `{text[link.start : link.end]}` is written cannot be told")
        if shown is not None and shown.text:
            yield Edit(start, shown.bounds[0], "")
            yield Edit(shown.bounds[-1], end, "")
        else:
            yield Edit(start, end, place.in_value(shown_words(link)))
        return
    display = link.display
    end = link.end + 2 * (link.form == "reference" and text.startswith("[]", link.end))
    start = link.end - 2 - len(display or "") if link.form == "wiki" else link.start + 1 + link.embed
    if display and display.strip() and text.startswith(display, start):
        yield Edit(link.start, start, "")
        yield Edit(start + len(display), end, "")
    else:
        yield Edit(link.start, end, shown_words(link))
