"""Links as Obsidian reads them: wiki links and embeds, Markdown links, links in properties (`obsidian.md` 10–24, 41)."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from vaultlint.markdown.note import Link, Url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

# The innermost `[[…]]` on one line; only `]]` closes it (Obsidian 10).
WIKI = re.compile(r"!?\[\[((?:[^\[\]\r\n]|\[(?!\[)|\](?!\]))+)\]\]")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DESTINATION = re.compile(r"\]\([ \t\r\n]*(<[^<>\r\n]*>|[^\s]*?)(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)$")
_DEFINITION = r"^[ ]{0,3}\[%s\]:[ \t]*\n?[ \t]*(<[^<>\n]*>|\S+)"


def split_subpath(link: str) -> tuple[str, str]:
    """Link path and subpath, split at the first `#`, both trimmed (Obsidian 23)."""
    path, _, subpath = link.partition("#")
    return path.strip(), subpath.strip()


def wiki_parts(inner: str) -> tuple[str, int, str | None]:
    """The target of the text between `[[` and `]]`, its length as written, and the display text or None.

    The first `|` splits; in tables it is written `\\|` (Obsidian 12, 13). A leading `|` belongs to the target (11).
    """
    cut = inner.find("|", 1)
    if cut < 0:
        return inner, len(inner), None
    end = cut - 1 if inner[cut - 1] == "\\" and cut > 1 else cut
    return inner[:end], end, inner[cut + 1 :]


def find_links(note: Note) -> tuple[Link, ...]:
    """All internal links of a note with their section and line, in the order of their starts."""
    links: list[Link] = []
    if "[[" in note.text:
        links = find_wiki_links(note)
        if note.frontmatter and "[[" in note.text[: note.body_start]:
            links = property_links(note) + links
    if note.markdown_links:
        links = sorted([*links, *note.markdown_links], key=lambda link: link.start)
    return tuple(_placed(note, links)) if links else ()


def _placed(note: Note, links: list[Link]) -> Iterator[Link]:
    """The links with their section and line filled in; one walk forward through the note."""
    sections = iter(note.sections)
    upcoming, title, end = next(sections, None), "", 0
    carriage_returns = "\r" in note.text
    count = note.text.count
    line, seen = 1, 0
    for link in links:
        start = link.start
        while upcoming is not None and upcoming.heading.start <= start:
            title, end = upcoming.title, upcoming.end
            upcoming = next(sections, None)
        if carriage_returns:
            line = note.line_of(start)
        else:
            line += count("\n", seen, start)
            seen = start
        yield link._replace(section=title if start < end else "", line=line)


def find_wiki_links(note: Note) -> list[Link]:
    """All wiki links and embeds of the body, comments included, in the order of their starts."""
    links = []
    text, is_opaque = note.text, note.is_opaque
    has_opaque = bool(note.opaque)
    for match in WIKI.finditer(text, note.body_start):
        start, end = match.span()
        embed = text[start] == "!"
        if has_opaque and is_opaque(start + embed):
            continue
        if start and text[start - 1] == "\\" and _is_escaped(text, start):
            if not embed:
                continue
            start, embed = start + 1, False
        inner = match[1]
        if embed and _is_escaped(text, start + 1):
            continue
        target, length, display = wiki_parts(inner)
        inner_start = match.start(1)
        path, _, subpath = target.partition("#")
        links.append(
            Link("wiki", embed, start, end, inner_start, inner_start + length, path.strip(), subpath.strip(), display, "", 0)
        )
    return links


def _is_escaped(text: str, offset: int) -> bool:
    """Whether an odd number of backslashes stands in front of `offset`."""
    count = 0
    while offset > count and text[offset - count - 1] == "\\":
        count += 1
    return count % 2 == 1


def markdown_link(text: str, start: int, end: int, kind: str, link_type: str, destination: str) -> Link | Url:
    """The link behind a CommonMark link or image; `destination` is what pyromark read, escapes resolved."""
    embed = kind == "image"
    if kind == "autolink":
        return Url("auto", False, start, end, destination, start + 1, end - 1)
    form = "markdown" if link_type == "Inline" else "reference"
    if form == "markdown":
        middle = text.rfind("](", start, end)
        label_start = start + 1 + embed
        label_end = middle if middle >= label_start else label_start
    else:
        middle = text.find("]", start, end)
        label_start, label_end = start + 1 + embed, max(middle, start + 1 + embed)
    if SCHEME.match(destination) or destination.startswith("//") or not destination:
        return Url(form, embed, start, end, destination, label_start, label_end)
    if link_type not in ("Inline", "Reference", "Collapsed"):
        return Url(form, embed, start, end, destination, label_start, label_end)
    target_start, target_end = _destination_bounds(text, start, end) if form == "markdown" else (start, end)
    path, subpath = split_subpath(destination)
    display = text[label_start:label_end]
    return Link(form, embed, start, end, target_start, target_end, unquote(path), unquote(subpath), display, "", 0)


def _destination_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    match = _DESTINATION.search(text, start, end)
    if match is None:
        return start, end
    low, high = match.span(1)
    if text[low:high].startswith("<") and text[low:high].endswith(">"):
        return low + 1, high - 1
    return low, high


def property_links(note: Note) -> list[Link]:
    """Links in properties: a text or list value that is one quoted wiki link or Markdown link (Obsidian 41)."""
    links: list[Link] = []
    if note.frontmatter is None:
        return links
    for prop in note.frontmatter.properties:
        for value in prop.values:
            written = value.text.strip()
            match = WIKI.fullmatch(written)
            if match is None or not value.style:
                continue
            target, length, display = wiki_parts(match[1])
            path, subpath = split_subpath(target)
            raw = note.text[value.start : value.end]
            offset = raw.find(match[1])
            low = value.start + max(offset, 0)
            high = low + length if offset >= 0 else value.end
            links.append(
                Link("wiki", written[0] == "!", value.start, value.end, low, high, path, subpath, display, "", 0, prop.key)
            )
    return links


def decode_destination(written: str) -> str:
    """A Markdown destination as Obsidian looks it up: entities and percent encoding resolved."""
    return unquote(unescape(written))
