"""Bytes or text → `Note`: one pyromark pass, then what Obsidian adds to CommonMark.

pyromark's ranges are UTF-8 byte offsets of the body; they are turned into code points here, once.
"""

from __future__ import annotations

import re
from typing import Any

import pyromark

from vaultlint.markdown.destinations import markdown_link
from vaultlint.markdown.frontmatter import read_frontmatter
from vaultlint.markdown.note import Heading, Item, Link, Note, Span, Url

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
_CONTAINERS = frozenset({"quote", "list", "ordered-list", "footnote"})
_ATX_END = re.compile(r"(?:(?<=[ \t])|^)#+[ \t]*$")
_SETEXT_END = re.compile(r"[\r\n]+[ \t]*[=-]+[ \t]*$")
_BLANK = ("", " ", "\t", "\r", "\n")
_CONTENT = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]+(?=\S))?")


def decode(data: bytes) -> tuple[str, bool]:
    """The text of a note and whether it was valid UTF-8; invalid bytes become U+FFFD."""
    try:
        return data.decode(), True
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
    elements = _elements(text, body_start)
    spans, headings, items, links, urls = _structure(text, elements)
    return Note(path, text, body_start, frontmatter, headings, links, urls, items, spans, decodable)


def _elements(text: str, body_start: int) -> list[tuple[str, int, int, Any]]:
    """All elements but text, paragraphs and table cells: kind, start, end (code points of `text`), pyromark's event."""
    body = text[body_start:] if body_start else text
    if "\0" in body:
        body = body.replace("\0", "\x01")
    raw: list[tuple[str, int, int, Any]] = []
    offsets: set[int] = set()
    add, keep = offsets.add, raw.append
    names = _NAMES
    for event, place in pyromark.events_with_range(body, options=OPTIONS):
        if "Text" in event or "End" in event:
            continue
        tag: Any = event["Start"] if "Start" in event else event  # type: ignore[index]
        if type(tag) is str:
            kind = names.get(tag)
        else:
            (key,) = tag
            kind = names.get(key)
        if kind is not None:
            start, end = place["start"], place["end"]
            add(start)
            add(end)
            keep((kind, start, end, tag))
    if body.isascii():
        if not body_start:
            return raw
        return [(kind, start + body_start, end + body_start, tag) for kind, start, end, tag in raw]
    points = _code_points(body.encode(), offsets, body_start)
    return [(kind, points[start], points[end], tag) for kind, start, end, tag in raw]


def _code_points(data: bytes, offsets: set[int], base: int) -> dict[int, int]:
    """For each byte offset of `data`, the code points in front of it, plus `base`."""
    points, previous, count = {}, 0, base
    for offset in sorted(offsets):
        count += len(data[previous:offset].decode())
        points[offset] = count
        previous = offset
    return points


def _structure(
    text: str, elements: list[tuple[str, int, int, Any]]
) -> tuple[tuple[Span, ...], tuple[Heading, ...], tuple[Item, ...], tuple[Link, ...], tuple[Url, ...]]:
    spans: list[Span] = []
    headings: list[Heading] = []
    items: list[Item] = []
    links: list[Link] = []
    urls: list[Url] = []
    container_end = 0
    new = tuple.__new__  # what `Span(…)` does, at a third of the cost
    item_ends: list[int] = []
    list_ends: list[tuple[int, bool]] = []
    for kind, start, end, tag in elements:
        if kind == "item":
            while text[start] in " \t\r\n":  # pyromark begins some nested items and lists at their line
                start += 1
            while item_ends and item_ends[-1] <= start:
                item_ends.pop()
            while len(list_ends) > 1 and list_ends[-1][0] <= start:
                list_ends.pop()
            items.append(_item(text, start, end, len(item_ends), list_ends[-1][1] if list_ends else False))
            item_ends.append(end)
        elif kind == "heading":
            headings.append(_heading(text, start, end, int(tag["Heading"]["level"][1]), start < container_end))
        elif kind == "list":
            while text[start] in " \t\r\n":
                start += 1
            if tag["List"] is not None:
                kind = "ordered-list"
            list_ends.append((end, kind == "ordered-list"))
        elif kind == "fence":
            if tag["CodeBlock"] == "Indented":
                kind = "indented-code"
        elif kind == "math":
            if _is_price(text, end):
                continue
        elif kind == "link" or kind == "image":
            data = tag["Link" if kind == "link" else "Image"]
            link_type = data["link_type"]
            if type(link_type) is dict:  # a wiki link: read by `find_wiki_links` as Obsidian does
                continue
            if link_type == "Autolink" or link_type == "Email":
                kind = "autolink"
            found = markdown_link(text, start, end, kind, link_type, data["dest_url"])
            if type(found) is Link:
                links.append(found)
            else:
                urls.append(found)  # type: ignore[arg-type]
        if kind in _CONTAINERS and end > container_end:
            container_end = end
        spans.append(new(Span, (kind, start, end)))
    return tuple(spans), tuple(headings), tuple(items), tuple(links), tuple(urls)


def _is_price(text: str, end: int) -> bool:
    """`$5 … $25`: Obsidian does not close math in front of a digit."""
    return text[end : end + 1].isdigit()


def _item(text: str, start: int, end: int, depth: int, ordered: bool) -> Item:
    if not ordered and text[start + 1 : start + 2] == " " and text[start + 2 : start + 3] not in _BLANK:
        content = start + 2
    else:
        match = _CONTENT.match(text, start)
        content = match.end() if match else start
    while end > content and text[end - 1] in " \t\r\n":
        end -= 1
    return Item(start, end, content, depth, ordered)


def _heading(text: str, start: int, end: int, level: int, nested: bool) -> Heading:
    while end > start and text[end - 1] in "\r\n":
        end -= 1
    if text[start] != "#":
        content = _SETEXT_END.sub("", text[start:end])
        return Heading(level, start, end, content.strip(), start, nested)
    content_start = start + level
    while content_start < end and text[content_start] in " \t":
        content_start += 1
    content = text[content_start:end].rstrip(" \t")
    if content.endswith("#"):
        content = _ATX_END.sub("", content).rstrip(" \t")
    return Heading(level, start, end, content, content_start, nested)
