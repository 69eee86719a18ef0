"""Links as Obsidian reads them: wiki links, embeds, Markdown links, links in properties (`obsidian.md` 10–24, 41)."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from sys import intern
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.destinations import SCHEME, decoded, split_subpath
from vaultlint.markdown.elements import Link

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultlint.markdown.elements import Scalar
    from vaultlint.markdown.parsed_text import ParsedText

# The innermost `[[…]]` on one line; only `]]` closes it (Obsidian 10). Beginning with a literal makes it fast.
WIKI = lazy_regex(r"\[\[(?!\[|\]\])([^\[\]\r\n]*+(?:(?:\[(?!\[)|\](?!\]))[^\[\]\r\n]*+)*)\]\]")
PROPERTY_LINK = lazy_regex(r"(!?)\[([^\[\]]*)\]\((<[^<>]+>|[^\s<>]+)\)")
_FOOTNOTE_TARGET = lazy_regex(r"[^|]*#\[\^[^\[\]|]+")
_ADDRESS = lazy_regex(r"\((?:<|#|/|\.\.?/|www\.|[A-Za-z][A-Za-z0-9+.-]*:)[^\s()]*")
_BARE_REST = lazy_regex(r"://[!#-;=?-Z\\^_a-{}~]*")  # no `"`, `<`, `>`, brackets, backticks, pipes
_URL_REST = lazy_regex(r"://[!-~]*")
_HTML_CODE = lazy_regex(r"<(code|pre|kbd|samp|tt)\b[^<>\n]{0,200}>[^\n]{0,400}?</\1>", re.IGNORECASE)
_INDEX = lazy_regex(r"\d{1,3}|\"[^\"]*\"|'[^']*'")
_BLANK = " \t\r\n"
_MAX_URL = 2000
_new = tuple.__new__  # what `Link(…)` does, at a third of the cost


def wiki_parts(inner: str) -> tuple[str, int, str | None]:
    """The target of the text between `[[` and `]]`, its length as written, and the display text or None.

    The first `|` splits; in tables it is written `\\|` (Obsidian 12, 13). A leading `|` belongs to the target (11).
    """
    cut = inner.find("|", 1)
    if cut < 0:
        return inner, len(inner), None
    end = cut - 1 if inner[cut - 1] == "\\" and cut > 1 else cut
    return inner[:end], end, inner[cut + 1 :]


def find_links(note: ParsedText) -> tuple[Link, ...]:
    """All internal links of a note with their section and line, in the order of their starts."""
    first = note.text.find("[", note.body_start)
    links = _wiki_links(note, first) if first >= 0 else []
    if note.frontmatter and note.text.find("[", 0, note.body_start) >= 0:
        links = [*_property_links(note), *links]
    if note.markdown_links:
        in_table = _table_test(note)
        for link in note.markdown_links:
            start, place = link.start, "table" if in_table(link.start) else ""
            section, path = intern(note.section_at(start)), intern(link.path)
            links.append(link._replace(path=path, section=section, line=note.line_of(start), place=place))
        links.sort(key=itemgetter(2))
    return tuple(links)


def _wiki_links(note: ParsedText, first: int) -> list[Link]:
    """All wiki links and embeds from `first` on, comments included, in the order of their starts.

    Texts that many links have in common are kept once in a process, and by `marshal` between processes.
    """
    links = []
    text, line_starts, section_at = note.text, note.line_starts, note.section_at
    is_in_table, is_opaque = _table_test(note), note.is_opaque
    reach = note.opaque[-1][1] if note.opaque else 0
    is_address = is_code = None
    for match in WIKI.finditer(text, first):
        start, end = match.span()
        inner = match[1]
        if (start < reach and (is_opaque(start) or is_opaque(end - 1))) or inner.isspace():
            continue
        embed = indexes = False
        before = text[start - 1] if start else "\n"
        if before not in _BLANK:
            if before == "!":
                embed, start, before = True, start - 1, text[start - 2 : start - 1]
            if before == "\\" and _is_escaped(text, start):
                if not embed:
                    continue
                embed, start = False, start + 1
            is_address = is_address or address_test(note)
            if is_address(start):
                continue
            indexes = _indexes(before) and _INDEX.fullmatch(inner) is not None
        is_code = is_code or _html_code_test(text)
        place = "code" if indexes or is_code(start) else "table" if is_in_table(start) else ""
        after = text[end : end + 1]
        if after == "]" and _FOOTNOTE_TARGET.fullmatch(inner):  # [[Note#[^1]]] (49)
            inner, end = inner + "]", end + 1
            after = text[end : end + 1]
        address = _ADDRESS.match(text, end) if after == "(" and not embed else None
        if address:
            place = "url" if address[0].isascii() else "iri"
        length, path, subpath, display = _named(inner)
        low = match.start(1)
        section, line = intern(section_at(start)), bisect_right(line_starts, start)
        link = ("wiki", embed, start, end, low, low + length, path, subpath, display, section, line, "", place)
        links.append(_new(Link, link))
    return links


@lru_cache(4096)  # many links have the same target
def _named(inner: str) -> tuple[int, str, str, str | None]:
    """The length of a wiki link's target as written, its path and subpath, and the display text or None."""
    target, length, display = wiki_parts(inner)
    path, subpath = split_subpath(target)
    return length, intern(path), subpath, display


def _is_escaped(text: str, offset: int) -> bool:
    """Whether an odd number of backslashes stands in front of `offset`."""
    count = 0
    while offset > count and text[offset - count - 1] == "\\":
        count += 1
    return count % 2 == 1


def _table_test(note: ParsedText) -> Callable[[int], bool]:
    return range_test([(start, end) for _, start, end in note.by_kind.get("table", ())])


def _indexes(before: str) -> bool:
    """Whether brackets behind this character may choose an element, as `x[[1]]` does in R."""
    return before.isascii() and (before.isalnum() or before in ("_", ")", "]"))


def _html_code_test(text: str) -> Callable[[int], bool]:
    """Whether an offset stands in `<code>…</code>` and the like on one line, which shows what links look like."""
    return range_test([match.span() for match in _HTML_CODE.finditer(text)] if "<" in text and "</" in text else [])


def address_test(note: ParsedText) -> Callable[[int], bool]:
    """Whether an offset lies in a URL or in the destination of a Markdown link, where Obsidian reads no wiki link."""
    ranges = [(url.start if url.form == "auto" else url.text_end, url.end) for url in note.urls]
    ranges += [(link.target_start, link.target_end) for link in note.markdown_links]
    is_destination = range_test(sorted(ranges))
    text = note.text

    def test(offset: int) -> bool:
        before = text[offset - 1 : offset]
        if not before.isascii() or before in _BLANK:
            return False
        if is_destination(offset):
            return True
        scheme_end = text.rfind("://", max(offset - _MAX_URL, 0), offset)
        return scheme_end > 0 and text[scheme_end - 1].isalpha() and bool(_URL_REST.fullmatch(text, scheme_end, offset))

    return test


def in_bare_address(text: str, offset: int) -> bool:
    """Whether what stands in front of `offset` is an address in running text that may go on there."""
    if not "!" <= text[offset - 1 : offset] <= "~":
        return False
    scheme_end = text.rfind("://", max(offset - _MAX_URL, 0), offset)
    if scheme_end <= 0 or not text[scheme_end - 1].isalpha() or not _BARE_REST.fullmatch(text, scheme_end, offset):
        return False
    return text.count("(", scheme_end, offset) >= text.count(")", scheme_end, offset)  # else a link's end


def range_test(ranges: list[tuple[int, int]]) -> Callable[[int], bool]:
    """Whether an offset lies in one of the ranges, which are in order; of nested ones only the outer counts."""
    if not ranges:
        return lambda _: False
    reaches = list(accumulate((end for _, end in ranges), max))

    def test(offset: int) -> bool:
        index = bisect_right(ranges, (offset, len_of_everything)) - 1
        return index >= 0 and offset < reaches[index]

    len_of_everything = reaches[-1] + 1
    return test


def _property_links(note: ParsedText) -> list[Link]:
    """Links in properties: a text or list value that is one quoted wiki link or Markdown link (Obsidian 41)."""
    links: list[Link] = []
    for prop in note.frontmatter.properties if note.frontmatter else ():
        for value in prop.values:
            link = _property_link(note, prop.key, value) if value.style else None
            if link:
                links.append(link)
    return links


def _property_link(note: ParsedText, key: str, value: Scalar) -> Link | None:
    written = value.text.strip()
    indent = (
        len(value.text) - len(value.text.lstrip()) + (written[:1] == "!" and WIKI.fullmatch(written[1:]) is not None)
    )
    wiki = WIKI.fullmatch(written.removeprefix("!"))
    match = wiki or PROPERTY_LINK.fullmatch(written)
    if match is None:
        return None
    form = "wiki" if wiki else "markdown"
    if form == "wiki":
        target, length, display = wiki_parts(match[1])
        path, subpath = split_subpath(target)
    else:
        target, display = match[3].strip("<>"), match[2]
        if SCHEME.match(target) or target.startswith("//"):
            return None
        length = len(target)
        path, subpath = split_subpath(decoded(target))
    if note.text[value.start + 1 : value.end - 1] == value.text:  # quotes around it, and no escapes in it
        offset = (
            value.start + 1 + indent + (match.start(1) if form == "wiki" else match.start(3) + (match[3][0] == "<"))
        )
    else:
        offset = note.text.find(target, value.start, value.end)
    low = offset if offset >= 0 else value.start
    high = low + length if offset >= 0 else value.end
    line, embed, path = note.line_of(value.start), written[0] == "!", intern(path)
    return Link(form, embed, value.start, value.end, low, high, path, subpath, display, "", line, key)
