"""Bytes or text → `Note`: one pyromark pass, then what Obsidian adds to CommonMark.

pyromark's ranges are UTF-8 byte offsets of the body. It is shown the body in ASCII (`markdown.in_ascii`), so that they
are code points; of the few bodies for which that cannot be, they are turned into these here, once.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

import pyromark

from vaultlint.markdown.frontmatter import read_frontmatter
from vaultlint.markdown.in_ascii import in_ascii, written_address
from vaultlint.markdown.misplaced import find_misplaced
from vaultlint.markdown.note import Note
from vaultlint.markdown.structure import Element, read_structure
from vaultlint.markdown.verbatim import Verbatim, find_verbatim, hidden, shallow, with_misplaced, without_open_links

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    frontmatter = read_frontmatter(text)
    body_start = frontmatter.end if frontmatter else int(text.startswith("\ufeff"))
    body = text[body_start:]
    if "\0" in body:
        body = body.replace("\0", "\x01")
    unified = with_line_feeds(body)
    passages = find_verbatim(unified)
    misplaced = find_misplaced(unified) if frontmatter is None else None
    if misplaced:
        passages = with_misplaced(passages, misplaced)
    seen = shallow(without_open_links(hidden(unified, passages) if passages else unified))
    seen, elements = _read(seen)
    if passages:
        elements = _with_passages(elements, passages, seen)
    points = _code_points(seen, elements, body_start)
    if len(unified) < len(body):
        points = _with_returns(points, body, body_start)
    found = read_structure(text, elements, points)
    return Note(path, text, body_start, frontmatter, *found, decodable)


def with_line_feeds(body: str) -> str:
    """`body` with `\\n` for every line end, so that no note is read otherwise because of its line ends."""
    return body.replace("\r\n", "\n").replace("\r", "\n") if "\r" in body else body


def _with_passages(elements: list[Element], passages: list[Verbatim], seen: str) -> list[Element]:
    """The elements with those that the parser was not shown, in their order."""
    places = [(kind, len(seen[:start].encode()), len(seen[:end].encode())) for kind, start, end in passages]
    starts = {start for _, start, _ in places}
    kept = [each for each in elements if each[1] not in starts or each[0] not in _STAND_INS]
    added: list[Element] = [(kind, start, end, None) for kind, start, end in places]
    return sorted([*kept, *added], key=lambda element: (element[1], -element[2]))


def _with_returns(points: Mapping[int, int] | Sequence[int], body: str, base: int) -> Mapping[int, int]:
    """`points` of a body with line feeds only, as offsets in the one that has carriage returns in front of them."""
    shifted, count = [], 0
    position = body.find("\r\n")
    while position >= 0:
        shifted.append(position - count + base)
        count += 1
        position = body.find("\r\n", position + 2)
    pairs = points.items() if isinstance(points, dict) else enumerate(points)
    return {offset: point + bisect_left(shifted, point) for offset, point in pairs}


def _read(body: str) -> tuple[str, list[Element]]:
    """What the parser was shown of a body, and the elements that it found there, with byte offsets."""
    plain = in_ascii(body)
    if plain is not None:
        elements, links = _elements(plain)
        if plain is body or all(_has_written_address(link, plain, body) for link in links):
            return plain, elements
    return body, _elements(body)[0]


def _has_written_address(link: Element, plain: str, body: str) -> bool:
    """Give a link that was found in `plain` its address as it is in `body`; whether that could be done."""
    _, start, end, data = link
    address = written_address(body, plain, start, end, data["dest_url"])
    if address is not None:
        data["dest_url"] = address
    return address is not None


def _elements(body: str) -> tuple[list[Element], list[Element]]:
    """All elements but text, paragraphs, table cells and wiki links, with byte offsets; the links among them."""
    links: list[Element] = []
    elements: list[Element] = []
    keep = elements.append
    names = _NAMES
    for event, place in pyromark.events_with_range(body, options=OPTIONS):
        if "Start" in event:
            tag: Any = event["Start"]  # type: ignore[index]
            if type(tag) is str:
                if tag in names:
                    keep((names[tag], place["start"], place["end"], None))
                continue
        elif "Text" in event or "End" in event:
            continue
        elif type(event) is str:
            if event in names:
                keep((names[event], place["start"], place["end"], None))
            continue
        else:
            tag = event
        ((key, data),) = tag.items()
        kind = names.get(key)
        if kind == "link" or kind == "image":
            if type(data["link_type"]) is dict:
                continue  # a wiki link: read by `markdown.links` as Obsidian does
            links.append((kind, place["start"], place["end"], data))
        if kind is not None:
            keep((kind, place["start"], place["end"], data))
    return elements, links


def _code_points(body: str, elements: list[Element], base: int) -> Mapping[int, int] | Sequence[int]:
    """For each byte offset at which an element starts or ends, the code points in front of it, plus `base`."""
    if body.isascii():
        return range(base, base + len(body) + 1)
    offsets = {start for _, start, _, _ in elements}
    offsets.update([end for _, _, end, _ in elements])
    cuts = sorted(offsets)
    data, count = body.encode(), base
    pieces = zip([0, *cuts], cuts, strict=False)
    return dict(zip(cuts, [count := count + len(data[start:end].decode()) for start, end in pieces], strict=True))
