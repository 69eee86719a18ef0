"""The edits that give a link another path, subpath or display text; all else in it stays as it is written.

An edit is placed where the link says that its path or subpath is written, and only if what stands there, read as
Obsidian reads it, is that path: otherwise `Misplaced` is raised, and nothing is guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.finding import Edit
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.links import PROPERTY_LINK, WIKI, wiki_parts
from vaultlint.rename.spelled import Spelled, as_written, percent_decoded, unescaped, yaml_value
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from vaultlint.markdown.definitions import Definition
    from vaultlint.markdown.elements import Link

_LOOKS_ENCODED = lazy_regex(r"%(?=[0-9A-Fa-f]{2})")
_LOOKS_LIKE_ENTITY = lazy_regex(r"&(?=#?[A-Za-z0-9]+;)")


class MisplacedError(VaultlintError):
    """Where a link is written cannot be told for certain, so that it is not touched."""


class Place(NamedTuple):
    """Where the target of a link is written: its path and its subpath, and how text has to be written there.

    `quote` is that of a YAML value, or ""; `pointed` says that a Markdown destination stands in `<…>`; `display` is
    where the display text of a property's link stands.
    """

    path: Spelled
    subpath: Spelled
    markdown: bool
    pointed: bool = False
    quote: str = ""
    display: Spelled | None = None

    def path_edit(self, path: str) -> Edit:
        """Replace the path; the subpath stays."""
        return self._edit(self.path, path)

    def subpath_edit(self, subpath: str) -> Edit:
        """Replace the subpath, which there must be; the path stays."""
        return self._edit(self.subpath, subpath)

    def whole_edit(self, path: str) -> Edit:
        """Replace path and subpath by a path."""
        return self._edit(self.path, path)._replace(end=self.subpath.bounds[-1])

    def _edit(self, place: Spelled, written: str) -> Edit:
        return Edit(place.bounds[0], place.bounds[-1], self.encoded(written))

    def encoded(self, written: str) -> str:
        """`written` as it must stand in the text."""
        if self.markdown:
            written = destination(written, self.pointed)
        return self.in_value(written)

    def in_value(self, written: str) -> str:
        """`written` as words in a property's value, in its quotes."""
        return in_quotes(written, self.quote)


def place_of(text: str, link: Link) -> Place | None:
    """Where `link` is written in `text`; None for a link that a YAML alias stands for: its anchor is written.

    MisplacedError where that cannot be told.
    """
    if link.key and text[link.start : link.start + 1] == "*":
        return None
    place = _property_place(text, link) if link.key else _body_place(text, link)
    if place is None or (place.path.text, place.subpath.text) != (link.path, link.subpath):
        raise MisplacedError(f"line {link.line}: where `{text[link.start : link.end]}` is written cannot be told")
    return place


def _body_place(text: str, link: Link) -> Place:
    written = as_written(text, link.target_start, link.target_end)
    if link.form == "wiki":
        return Place(*_split(written), markdown=False)
    pointed = text[link.target_start - 1 : link.target_start] == "<"
    return Place(*_split(percent_decoded(unescaped(written))), markdown=True, pointed=pointed)


def _property_place(text: str, link: Link) -> Place | None:
    value = yaml_value(text, link.start, link.end)
    if value is None:
        return None
    value, quote = value.stripped(), text[link.start]
    value = value.part(1, len(value.text)) if value.text.startswith("!") else value
    match = WIKI.fullmatch(value.text)
    if match:
        _, length, display = wiki_parts(match[1])
        shown = None if display is None else value.part(match.end(1) - len(display), match.end(1))
        return Place(*_split(value.part(match.start(1), match.start(1) + length)), False, False, quote, shown)
    match = PROPERTY_LINK.fullmatch(value.text)
    if match is None:
        return None
    low, high = match.span(3)
    pointed = value.text[low] == "<"
    target = percent_decoded(value.part(low + pointed, high - pointed))
    return Place(*_split(target), True, pointed, quote, value.part(*match.span(2)))


def definition_place(text: str, definition: Definition) -> Place:
    """Where a link reference definition has its destination."""
    start, end = definition.target_start, definition.target_end
    pointed = text[start : start + 1] == "<"
    written = as_written(text, start + pointed, end - pointed)
    return Place(*_split(percent_decoded(unescaped(written))), markdown=True, pointed=pointed)


def _split(target: Spelled) -> tuple[Spelled, Spelled]:
    """Path and subpath, without the white space around them."""
    cut = target.text.find("#")
    if cut < 0:
        end = len(target.text)
        return target.stripped(), target.part(end, end)
    return target.part(0, cut).stripped(), target.part(cut + 1, len(target.text)).stripped()


def display_edits(text: str, link: Link, place: Place, old: str, new: str) -> list[Edit]:
    """Where the display text is the old file name, it becomes the new one."""
    if link.display is None or link.display.strip() != old or old == new:
        return []
    if link.key:
        shown = place.display.stripped() if place.display else None
        if shown is None or shown.text != old:
            return []
        return [Edit(shown.bounds[0], shown.bounds[-1], in_quotes(new, place.quote))]
    start = link.end - 2 - len(link.display) if link.form == "wiki" else link.start + 1 + link.embed
    if text[start : start + len(link.display)] != link.display:
        return []
    start += len(link.display) - len(link.display.lstrip())
    return [Edit(start, start + len(old), new)]


def in_quotes(written: str, quote: str) -> str:
    """Text as it stands in a YAML value in these quotes."""
    if quote == '"':
        return written.replace("\\", "\\\\").replace('"', '\\"')
    return written.replace("'", "''") if quote == "'" else written


def destination(written: str, pointed: bool) -> str:
    """The destination of a Markdown link, in `<…>` where `pointed`; only what would be read otherwise is encoded."""
    written = _LOOKS_LIKE_ENTITY.sub("%26", _LOOKS_ENCODED.sub("%25", written))
    written = written.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")
    if pointed:
        return written
    written = written.replace(" ", "%20").replace("\t", "%09")
    return written if _is_balanced(written) else written.replace("(", "%28").replace(")", "%29")


def _is_balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0
