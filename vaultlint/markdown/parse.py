"""Bytes or text → `Note`: one pyromark pass, then what Obsidian adds to CommonMark.

pyromark's ranges are UTF-8 byte offsets of the body. It is shown the body in ASCII (`markdown.in_ascii`), so that they
are code points; of the few bodies for which that cannot be, they are turned into these here, once.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyromark

from vaultlint.markdown.elements import Span
from vaultlint.markdown.frontmatter import read_frontmatter
from vaultlint.markdown.in_ascii import in_ascii, written_address
from vaultlint.markdown.misplaced import find_misplaced
from vaultlint.markdown.note import Note
from vaultlint.markdown.verbatim import Verbatim, find_verbatim, hidden, shallow, with_misplaced, without_open_links

if TYPE_CHECKING:
    from vaultlint.markdown.elements import Address, Frontmatter

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


_MARKED = frozenset({"item", "list", "ordered-list"})
_VARIED = frozenset({"list", "fence", "link", "image"})
_LINKS = frozenset({"link", "image", "autolink"})
_WHITE = b" \t\n"
_Link = tuple[int, int, str, str]  # its place, its form, and its address
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
        "addresses",
        "body",
        "body_start",
        "decodable",
        "frontmatter",
        "note",
        "passages",
        "path",
        "seen",
        "spans",
        "text",
    )
    frontmatter: Frontmatter | None
    body_start: int
    body: str
    passages: list[Verbatim]
    seen: str
    spans: list[Span]
    addresses: list[Address]
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
        """Hide from the parser what is not for it; a blank line stands for what is above the body."""
        unified, base = with_line_feeds(self.body), self.body_start
        passages = find_verbatim(unified)
        misplaced = find_misplaced(unified) if self.frontmatter is None else None
        if misplaced:
            passages = with_misplaced(passages, misplaced)
        shown = hidden(unified, passages) if passages else unified
        self.passages = [Verbatim(kind, base + start, base + end) for kind, start, end in passages]
        self.seen = "\n".rjust(base)[:base] + shallow(without_open_links(shown))

    def read_elements(self) -> None:
        """Let the parser find the elements, and tell where they are in the text."""
        spans, self.addresses = _elements_of(self.seen, self.passages)
        text = self.text
        if len(self.seen) < len(text):
            spans = _with_returns(spans, text, self.body_start)
        if "math" in map(itemgetter(0), spans):  # `$5 … $25`: Obsidian does not close it there
            spans = [span for span in spans if span[0] != "math" or not text[span[2] : span[2] + 1].isdigit()]
        self.spans = spans

    def finish(self) -> None:
        """Make the note."""
        self.note = Note(
            self.path, self.text, self.body_start, self.frontmatter, self.spans, self.addresses, self.decodable
        )


STEPS = (Draft.read_properties, Draft.hide, Draft.read_elements, Draft.finish)


def with_line_feeds(body: str) -> str:
    """`body` with `\\n` for every line end, so that no note is read otherwise because of its line ends."""
    return body.replace("\r\n", "\n").replace("\r", "\n") if "\r" in body else body


def _elements_of(body: str, passages: list[Verbatim]) -> tuple[list[Span], list[Address]]:
    """The elements of a text whose line ends are `\n`, at their code points, and the addresses of its links."""
    plain = in_ascii(body)
    if plain is not None:
        spans, links = _elements(plain)
        addresses = _addresses(links, plain, body)
        if addresses is not None:
            return _with_passages(spans, passages, plain) if passages else spans, addresses
    spans, links = _elements(body)
    spans = _at_code_points(_with_passages(spans, passages, body) if passages else spans, body)
    return spans, [(form, address) for _, _, form, address in links]


def _with_passages(spans: list[Span], passages: list[Verbatim], seen: str) -> list[Span]:
    """The elements with those that the parser was not shown, in their order."""
    added = [Span(*passage) for passage in passages]
    if not seen.isascii():
        offsets = sorted({offset for _, *bounds in passages for offset in bounds})
        lengths = [len(seen[low:high].encode()) for low, high in pairwise((0, *offsets))]
        at = dict(zip(offsets, accumulate(lengths), strict=True))
        added = [Span(kind, at[start], at[end]) for kind, start, end in passages]
    starts = {start for _, start, _ in added}
    kept = [span for span in spans if span[1] not in starts or span[0] not in _STAND_INS]
    return sorted([*kept, *added], key=lambda span: (span[1], -span[2]))


def _with_returns(spans: list[Span], text: str, body_start: int) -> list[Span]:
    """The elements of a text with line feeds only, in the one that has carriage returns in front of them."""
    shifted: list[int] = []
    position = text.find("\r\n", body_start)
    while position >= 0:
        shifted.append(position - len(shifted))
        position = text.find("\r\n", position + 2)
    return [
        Span(kind, start + bisect_left(shifted, start), end + bisect_left(shifted, end)) for kind, start, end in spans
    ]


def _addresses(links: list[_Link], plain: str, body: str) -> list[Address] | None:
    """The addresses, as they are in `body`, of links that were found in `plain`; None where one cannot be told."""
    if plain is body:
        return [(form, address) for _, _, form, address in links]
    found: list[Address] = []
    for start, end, form, address in links:
        written = written_address(body, plain, start, end, address)
        if written is None:
            return None
        found.append((form, written))
    return found


def _elements(body: str) -> tuple[list[Span], list[_Link]]:
    """All elements but text, paragraphs, table cells and wiki links, and the links among them.

    They stand at byte offsets of `body`. The parser begins some lists and items at their line: that is put right.
    """
    links: list[_Link] = []
    spans: list[Span] = []
    keep, names, written = spans.append, _NAMES, body.encode()
    new = tuple.__new__  # what `Span(…)` does, at a third of the cost
    for event, place in pyromark.events_with_range(body, options=OPTIONS):
        if "Start" in event:
            tag: Any = event["Start"]  # type: ignore[index]
        elif "Text" in event or "End" in event:
            continue
        else:
            tag = event
        if type(tag) is str:
            if tag not in names:
                continue
            kind = names[tag]
        else:
            [key] = tag
            if key not in names:
                continue
            kind = names[key]
            if kind in _VARIED:
                data = tag[key]
                kind = _variant(kind, data)
                if kind in _LINKS:
                    links.append((place["start"], place["end"], data["link_type"], data["dest_url"]))
                elif not kind:
                    continue
        start = place["start"]
        if kind in _MARKED:
            while written[start] in _WHITE:
                start += 1
        keep(new(Span, (kind, start, place["end"])))
    return spans, links


def _variant(kind: str, data: Any) -> str:
    """The kind of an element of which there are several; "" for a wiki link."""
    if kind == "list":
        return kind if data is None else "ordered-list"
    if kind == "fence":
        return "indented-code" if data == "Indented" else kind
    form = data["link_type"]
    if type(form) is dict:
        return ""  # read by `markdown.links` as Obsidian does
    return "autolink" if form == "Autolink" or form == "Email" else kind


def _at_code_points(spans: list[Span], body: str) -> list[Span]:
    """Elements at byte offsets as those at code points."""
    offsets = {start for _, start, _ in spans}
    offsets.update([end for _, _, end in spans])
    cuts = sorted(offsets)
    data, count = body.encode(), 0
    pieces = zip([0, *cuts], cuts, strict=False)
    points = dict(zip(cuts, [count := count + len(data[start:end].decode()) for start, end in pieces], strict=True))
    return [Span(kind, points[start], points[end]) for kind, start, end in spans]
