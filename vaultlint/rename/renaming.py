"""What gets another name, and how each link has to be written then."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from vaultlint.finding import Edit
from vaultlint.markdown.definitions import definitions
from vaultlint.markdown.destinations import SCHEME, decoded, split_subpath
from vaultlint.markdown.parse import parse_text
from vaultlint.rename.link_edits import destination, display_edits, subpath_edit, target_edit
from vaultlint.rename.written import display_name, is_relative, link_path

if TYPE_CHECKING:
    from vaultlint.markdown.note import Link
    from vaultlint.vault.resolve import Resolver

# The new subpath of a link to a file (its old path) with a subpath, or None where that stays as it is.
NewSubpath = Callable[[str, str], str | None]
_DESTINATION = re.compile(r"\]:[ \t]*(<[^<>\r\n]*>|\S+)")


class Written(NamedTuple):
    """How a link has to be written: each None where it stays; `names` are the names of its file before and after."""

    path: str | None
    subpath: str | None
    names: tuple[str, str]


@dataclass(frozen=True)
class Renaming:
    """Files that move (old path → new path), and headings and blocks whose names change.

    `old` finds the files that links open before, `new` those that they open afterwards.
    """

    moves: Mapping[str, str]
    old: Resolver
    new: Resolver
    new_subpath: NewSubpath = lambda _, __: None

    def edits(self, source: str, links: Iterable[Link], read: Callable[[], str]) -> Iterator[tuple[Edit, ...]]:
        """The edits for each link that has to be written anew.

        `links` stand in the file `source`; `read` gives its text.
        """
        by_definition = False
        for link in links:
            written = self.written(link.path, link.subpath, source)
            if written is not None and link.form == "reference":
                by_definition = True
            elif written is not None:
                found = tuple(_link_edits(read(), link, written))
                if found:
                    yield found
        if by_definition:
            yield from self.definition_edits(source, read())

    def written(self, path: str, subpath: str, source: str) -> Written | None:
        """How a link in the file `source` (its old path) has to be written; None where it may stay as it is."""
        target = self.old.resolve(path, source).target
        if target is None:
            return None
        new_target = self.moves.get(target, target)
        new_path = self._new_path(path, target, source) if path else None
        new_subpath = self.new_subpath(target, subpath) if subpath else None
        if new_path is None and new_subpath is None and target == new_target:
            return None
        return Written(new_path, new_subpath, (display_name(target), display_name(new_target)))

    def _new_path(self, path: str, target: str, source: str) -> str | None:
        new_target, new_source = self.moves.get(target, target), self.moves.get(source, source)
        still = self.new.resolve(path, new_source)
        if still.target == new_target == target and (still.exact or not is_relative(path)):
            return None
        found = link_path(path, target, new_target, source, new_source, self.new)
        return found if found != path else None

    def definition_edits(self, source: str, text: str) -> Iterator[tuple[Edit, ...]]:
        """Links by reference, `[text][label]`, have their destinations in definitions."""
        for definition in definitions(parse_text(source, text)):
            match = _DESTINATION.search(text, definition.start, definition.end)
            raw = match[1].strip("<>") if match else ""
            if not match or not raw or SCHEME.match(raw) or raw.startswith("//"):
                continue
            written = self.written(*split_subpath(decoded(raw)), source)
            if written is None:
                continue
            start = match.start(1) + match[1].startswith("<")
            path, mark, subpath = raw.partition("#")
            pointed = start > match.start(1)
            path = path if written.path is None else destination(written.path, pointed)
            subpath = subpath if written.subpath is None else destination(written.subpath, pointed)
            yield (Edit(start, start + len(raw), path + mark + subpath),)


def _link_edits(text: str, link: Link, written: Written) -> Iterator[Edit]:
    if written.path is not None:
        yield target_edit(text, link, written.path)
    if written.subpath is not None:
        yield subpath_edit(text, link, written.subpath)
    yield from display_edits(text, link, *written.names)
