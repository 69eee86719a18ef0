"""What gets another name, and how each link has to be written then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from vaultlint.cached import cached_property
from vaultlint.finding import Edit
from vaultlint.markdown.definitions import definitions
from vaultlint.markdown.destinations import SCHEME
from vaultlint.rename.link_edits import definition_place, display_edits, place_of
from vaultlint.rename.written import display_name, is_ambiguous, is_relative, link_path
from vaultlint.values import NamedTuple, frozen
from vaultlint.vault.resolve import fold, normalize

if TYPE_CHECKING:
    from vaultlint.markdown.elements import Link
    from vaultlint.markdown.note import Note
    from vaultlint.vault.resolve import Resolver

# The new subpath of a link to a file (its old path) with a subpath, or None where that stays as it is.
NewSubpath = Callable[[str, str], str | None]


class Written(NamedTuple):
    """How a link has to be written: each None where it stays; `names` are the names of its file before and after."""

    path: str | None
    subpath: str | None
    names: tuple[str, str]


@frozen
class Renaming:
    """Files that move (old path → new path), and headings and blocks whose names change.

    `old` finds the files that links open before, `new` those that they open afterwards.
    """

    moves: Mapping[str, str]
    old: Resolver
    new: Resolver
    new_subpath: NewSubpath = lambda _, __: None

    @cached_property
    def moves_by_name(self) -> dict[str, str]:
        """The moves by the form in which names are compared."""
        return {fold(normalize(old)): new for old, new in self.moves.items()}

    def known(self, path: str) -> str:
        """The vault path of the file that a canvas calls `path`, or `path` itself."""
        return self.old.resolve("/" + path, "").target or path

    def edits(self, source: str, links: Iterable[Link], read: Callable[[], Note]) -> Iterator[tuple[Edit, ...]]:
        """The edits for each link that has to be written anew.

        `links` stand in the file `source`; `read` gives it parsed. MisplacedError where one cannot be placed.
        """
        by_definition = False
        for link in links:
            written = self.written(link.path, link.subpath, source, link.form)
            if written is not None and link.form == "reference":
                by_definition = True
            elif written is not None:
                found = tuple(_link_edits(read().text, link, written))
                if found:
                    yield found
        if by_definition:
            yield from self.definition_edits(source, read())

    def written(self, path: str, subpath: str, source: str, form: str) -> Written | None:
        """How a link in the file `source` (its old path) has to be written; None where it may stay as it is."""
        target = self.old.resolve(path, source).target
        if target is None:
            return None
        new_target = self.moves.get(target, target)
        new_path = self._new_path(path, target, source, form) if path else None
        new_subpath = self.new_subpath(target, subpath) if subpath else None
        if new_path is None and new_subpath is None and target == new_target:
            return None
        return Written(new_path, new_subpath, (display_name(target), display_name(new_target)))

    def _new_path(self, path: str, target: str, source: str, form: str) -> str | None:
        new_target, new_source = self.moves.get(target, target), self.moves.get(source, source)
        still = self.new.resolve(path, new_source)
        if still.target == new_target == target and (still.exact or not is_relative(path)):
            became_ambiguous = is_ambiguous(still) and not is_ambiguous(self.old.resolve(path, source))
            if not became_ambiguous:
                return None
        found = link_path(path, target, new_target, source, new_source, self.new, near=form != "wiki")
        return found if found != path else None

    def definition_edits(self, source: str, note: Note) -> Iterator[tuple[Edit, ...]]:
        """Links by reference, `[text][label]`, have their destinations in definitions."""
        for definition in definitions(note):
            raw = definition.destination.strip("<>")
            if not raw or SCHEME.match(raw) or raw.startswith("//"):
                continue
            place = definition_place(note.text, definition)
            written = self.written(place.path.text, place.subpath.text, source, "reference")
            if written is None:
                continue
            found = []
            if written.path is not None:
                found.append(place.path_edit(written.path))
            if written.subpath is not None:
                found.append(place.subpath_edit(written.subpath))
            if found:
                yield tuple(found)


def _link_edits(text: str, link: Link, written: Written) -> Iterator[Edit]:
    place = place_of(text, link)
    if place is None:  # a YAML alias: what it stands for is a link of its own
        return
    if written.path is not None:
        yield place.path_edit(written.path)
    if written.subpath is not None:
        yield place.subpath_edit(written.subpath)
    yield from display_edits(text, link, place, *written.names)
