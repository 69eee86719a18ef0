"""Bytes or text → `Note`: one pyromark pass, then what Obsidian adds to CommonMark.

pyromark's ranges are UTF-8 byte offsets of the body. It is shown the body in ASCII (`markdown.in_ascii`), so that they
are code points; of the few bodies for which that cannot be, they are turned into these here, once.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import pyromark

from vaultlint.markdown.frontmatter import read_frontmatter
from vaultlint.markdown.in_ascii import in_ascii, written_address
from vaultlint.markdown.misplaced import find_misplaced
from vaultlint.markdown.note import Note
from vaultlint.markdown.structure import Element, read_structure
from vaultlint.markdown.verbatim import Verbatim, find_verbatim, hidden, shallow, with_misplaced, without_open_links

if TYPE_CHECKING:
    from vaultlint.markdown.elements import Frontmatter

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_WIKILINKS
)
_NAMES = {
    "Item": "item",
    "Strong": "strong",
    "Emphasis": "emphasis",
    "Strikethrough": "strikethrough",
    "BlockQuote": "quote",
    "Table": "table",
    "HtmlBlock": "html",
    "FootnoteDefinition": "footnote",
    "Code": "code",
    "InlineMath": "math",
    "DisplayMath": "display-math",
    "InlineHtml": "inline-html",
    "Rule": "rule",
    "TaskListMarker": "task",
    "Link": "link",
    "Image": "image",
    "Heading": "heading",
    "List": "list",
    "CodeBlock": "fence",
}


_STAND_INS = ("display-math", "inline-html", "rule")  # what the parser sees in place of a passage


def decode(data: bytes) -> tuple[str, bool]:
    """The text of a note and whether it was valid UTF-8; invalid bytes become U+FFFD.

    What is zero bytes to a fourth or more is UTF-16 without a byte order mark, or what a crash left: no text to edit.
    """
    try:
        return data.decode(), b"\0" not in data or data.count(b"\0") * 4 <= len(data)
    except UnicodeDecodeError:
        return data.decode(errors="replace"), False


def parse_note(path: str, data: bytes) -> Note:
    """Parse the bytes of the note at `path` (vault-relative)."""
    text, decodable = decode(data)
    return parse_text(path, text, decodable=decodable)


def parse_text(path: str, text: str, *, decodable: bool = True) -> Note:
    """Parse `text` as the note at `path`."""
    draft = Draft(path, text, decodable=decodable)
    for step in STEPS:
        step(draft)
    return draft.note


class Draft:
    """A note while it is parsed. Who parses several does each of the `STEPS` for all of them before the next one."""

    __slots__ = (
        "body",
        "body_start",
        "decodable",
        "elements",
        "frontmatter",
        "note",
        "passages",
        "path",
        "seen",
        "text",
    )
    frontmatter: Frontmatter | None
    body_start: int
    body: str
    passages: list[Verbatim]
    seen: str
    elements: list[Element]
    note: Note

    def __init__(self, path: str, text: str, *, decodable: bool = True) -> None:
        self.path, self.text, self.decodable = path, text, decodable

    def read_properties(self) -> None:
        """Find where the body begins."""
        self.frontmatter = found = read_frontmatter(self.text)
        self.body_start = found.end if found else int(self.text.startswith("\ufeff"))
        body = self.text[self.body_start :]
        self.body = body.replace("\0", "\x01") if "\0" in body else body

    def hide(self) -> None:
        """Hide from the parser what is not for it."""
        unified = with_line_feeds(self.body)
        self.passages = find_verbatim(unified)
        misplaced = find_misplaced(unified) if self.frontmatter is None else None
        if misplaced:
            self.passages = with_misplaced(self.passages, misplaced)
        shown = hidden(unified, self.passages) if self.passages else unified
        self.seen = shallow(without_open_links(shown))

    def read_elements(self) -> None:
        """Let the parser find the elements, and tell where they are in the text."""
        body, base, seen = self.body, self.body_start, self.seen
        elements = _elements_of(seen, self.passages, base)
        self.elements = _with_returns(elements, body, base) if len(seen) < len(body) else elements

    def finish(self) -> None:
        """Make the note."""
        found = read_structure(self.text, self.elements)
        self.note = Note(self.path, self.text, self.body_start, self.frontmatter, *found, self.decodable)


STEPS = (Draft.read_properties, Draft.hide, Draft.read_elements, Draft.finish)


def with_line_feeds(body: str) -> str:
    """`body` with `\\n` for every line end, so that no note is read otherwise because of its line ends."""
    return body.replace("\r\n", "\n").replace("\r", "\n") if "\r" in body else body


def _elements_of(body: str, passages: list[Verbatim], base: int) -> list[Element]:
    """The elements of a body whose line ends are `\n`, at their code points, plus `base`."""
    plain = in_ascii(body)
    if plain is not None:
        elements, links = _elements(plain, base)
        if plain is body or all(_has_written_address(link, plain, body, base) for link in links):
            return _with_passages(elements, passages, plain, base) if passages else elements
    elements = _elements(body, 0)[0]
    return _at_code_points(_with_passages(elements, passages, body, 0) if passages else elements, body, base)


def _with_passages(elements: list[Element], passages: list[Verbatim], seen: str, base: int) -> list[Element]:
    """The elements with those that the parser was not shown, in their order."""
    if seen.isascii():
        places = [(kind, base + start, base + end) for kind, start, end in passages]
    else:
        offsets = sorted({offset for _, *bounds in passages for offset in bounds})
        lengths = [len(seen[low:high].encode()) for low, high in pairwise((0, *offsets))]
        at = dict(zip(offsets, [base + length for length in accumulate(lengths)], strict=True))
        places = [(kind, at[start], at[end]) for kind, start, end in passages]
    starts = {start for _, start, _ in places}
    kept = [each for each in elements if each[1] not in starts or each[0] not in _STAND_INS]
    added: list[Element] = [(kind, start, end, None) for kind, start, end in places]
    return sorted([*kept, *added], key=lambda element: (element[1], -element[2]))


def _with_returns(elements: list[Element], body: str, base: int) -> list[Element]:
    """The elements of a body with line feeds only, in the one that has carriage returns in front of them."""
    shifted, count = [], 0
    position = body.find("\r\n")
    while position >= 0:
        shifted.append(position - count + base)
        count += 1
        position = body.find("\r\n", position + 2)
    return [
        (kind, start + bisect_left(shifted, start), end + bisect_left(shifted, end), data)
        for kind, start, end, data in elements
    ]


def _has_written_address(link: Element, plain: str, body: str, base: int) -> bool:
    """Give a link that was found in `plain` its address as it is in `body`; whether that could be done."""
    _, start, end, data = link
    address = written_address(body, plain, start - base, end - base, data["dest_url"])
    if address is not None:
        data["dest_url"] = address
    return address is not None


def _elements(body: str, base: int) -> tuple[list[Element], list[Element]]:
    """All elements but text, paragraphs, table cells and wiki links, and the links among them.

    They stand at byte offsets of `body`, plus `base`.
    """
    links: list[Element] = []
    elements: list[Element] = []
    keep = elements.append
    names = _NAMES
    for event, place in pyromark.events_with_range(body, options=OPTIONS):
        if "Start" in event:
            tag: Any = event["Start"]  # type: ignore[index]
            if type(tag) is str:
                if tag in names:
                    keep((names[tag], place["start"] + base, place["end"] + base, None))
                continue
        elif "Text" in event or "End" in event:
            continue
        elif type(event) is str:
            if event in names:
                keep((names[event], place["start"] + base, place["end"] + base, None))
            continue
        else:
            tag = event
        ((key, data),) = tag.items()
        kind = names.get(key)
        if kind == "link" or kind == "image":
            if type(data["link_type"]) is dict:
                continue  # a wiki link: read by `markdown.links` as Obsidian does
            links.append((kind, place["start"] + base, place["end"] + base, data))
        if kind is not None:
            keep((kind, place["start"] + base, place["end"] + base, data))
    return elements, links


def _at_code_points(elements: list[Element], body: str, base: int) -> list[Element]:
    """Elements at byte offsets as those at code points, plus `base`."""
    offsets = {start for _, start, _, _ in elements}
    offsets.update([end for _, _, end, _ in elements])
    cuts = sorted(offsets)
    data, count = body.encode(), base
    pieces = zip([0, *cuts], cuts, strict=False)
    points = dict(zip(cuts, [count := count + len(data[start:end].decode()) for start, end in pieces], strict=True))
    return [(kind, points[start], points[end], data) for kind, start, end, data in elements]
