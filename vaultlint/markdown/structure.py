"""pyromark's elements → the spans, headings, list items and Markdown links of a note."""

from __future__ import annotations

from typing import Any

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.destinations import markdown_link
from vaultlint.markdown.elements import Heading, Item, Link, Span, Url
from vaultlint.values import NamedTuple

# Kind (see `Span`), start and end, and pyromark's data.
Element = tuple[str, int, int, Any]

_LEVELS = {f"H{level}": level for level in range(1, 7)}
_ATX_END = lazy_regex(r"(?:(?<=[ \t])|^)#+[ \t]*$")
_SETEXT_END = lazy_regex(r"[\r\n]+[ \t]*[=-]+[ \t]*$")
_CONTENT = lazy_regex(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]+(?=\S))?")
_PLAIN = frozenset({"strong", "code", "emphasis", "strikethrough"})
_WHITE = " \t\r\n"
_new = tuple.__new__  # what `Span(…)` does, at a third of the cost


class Structure(NamedTuple):
    """The fields of a `Note` that come from pyromark, in their order."""

    headings: tuple[Heading, ...]
    markdown_links: tuple[Link, ...]
    urls: tuple[Url, ...]
    items: tuple[Item, ...]
    spans: tuple[Span, ...]


def read_structure(text: str, elements: list[Element]) -> Structure:
    """The structure of a note."""
    reader = _Reader(text)
    spans: list[Span] = []
    for kind, start, end, data in elements:
        if kind == "item":
            start = reader.item(start, end)
        elif kind in _PLAIN:
            pass
        elif kind == "heading":
            reader.heading(start, end, _LEVELS[data["level"]])
        elif kind == "list":
            kind = "list" if data is None else "ordered-list"
            start = reader.list(start, end)
        elif kind == "link" or kind == "image":
            kind = reader.link(start, end, kind, data)
        elif kind == "quote" or kind == "footnote":
            reader.container_end = max(reader.container_end, end)
        elif kind == "fence" and data == "Indented":
            kind = "indented-code"
        elif kind == "math" and text[end : end + 1].isdigit():  # `$5 … $25`: Obsidian does not close it there
            continue
        spans.append(_new(Span, (kind, start, end)))
    return Structure(tuple(reader.headings), tuple(reader.links), tuple(reader.urls), tuple(reader.items), tuple(spans))


class _Reader:
    """Collects what is more than a span, and knows which containers are open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.urls: list[Url] = []
        self.items: list[Item] = []
        self.container_end = 0
        self._item_ends: list[int] = []
        self._trimmed_from = self._trimmed_to = -1

    def item(self, start: int, end: int) -> int:
        """Adds a list item; gives its real start, for pyromark begins some nested items and lists at their line."""
        text, ends = self.text, self._item_ends
        marker = text[start]
        while marker in _WHITE:
            start += 1
            marker = text[start]
        while ends and ends[-1] <= start:
            ends.pop()
        ordered = marker not in "-*+"
        if end - start > 2 and not ordered and text[start + 1] == " " and text[start + 2] not in _WHITE:
            content = start + 2
        else:
            match = _CONTENT.match(text, start)
            content = match.end() if match else start
        if end != self._trimmed_from:  # nested items often end at the same place
            last = end
            while last > start and text[last - 1] in _WHITE:
                last -= 1
            self._trimmed_from, self._trimmed_to = end, last
        last = max(self._trimmed_to, content)
        self.items.append(_new(Item, (start, last, content, len(ends), ordered)))
        ends.append(end)
        return start

    def list(self, start: int, end: int) -> int:
        """Opens a list; gives its real start."""
        while self.text[start] in _WHITE:
            start += 1
        if end > self.container_end:
            self.container_end = end
        return start

    def heading(self, start: int, end: int, level: int) -> None:
        """Adds a heading."""
        self.headings.append(_heading(self.text, start, end, level, start < self.container_end))

    def link(self, start: int, end: int, kind: str, data: Any) -> str:
        """Adds a Markdown link or an address; gives its kind."""
        link_type = data["link_type"]
        if link_type == "Autolink" or link_type == "Email":
            kind = "autolink"
        found = markdown_link(self.text, start, end, kind, link_type, data["dest_url"])
        if isinstance(found, Link):
            self.links.append(found)
        else:
            self.urls.append(found)
        return kind


def _heading(text: str, start: int, end: int, level: int, nested: bool) -> Heading:
    written = text[start:end].rstrip("\r\n")
    end = start + len(written)
    if written[0] != "#":
        content = _SETEXT_END.sub("", written)
        return Heading(level, start, end, content.strip(), start, nested)
    inner = written[level:].lstrip(" \t")
    content = inner.rstrip(" \t")
    if content[-1:] == "#":
        content = _ATX_END.sub("", content).rstrip(" \t")
    return _new(Heading, (level, start, end, content, end - len(inner), nested))
