"""The parser's elements → the headings, list items and Markdown links of a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.elements import Heading, Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.markdown.elements import Span

_ATX_END = lazy_regex(r"(?:(?<=[ \t])|^)#+[ \t]*$")
_SETEXT_END = lazy_regex(r"[\r\n]+[ \t]*[=-]+[ \t]*$")
_CONTENT = lazy_regex(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]+(?=\S))?")
_WHITE = " \t\r\n"
_new = tuple.__new__  # what `Item(…)` does, at a third of the cost


def find_items(text: str, spans: Iterable[Span]) -> Iterator[Item]:
    """The list items among the elements of a text."""
    open_ends: list[int] = []
    trimmed_from = trimmed = -1
    for _, start, end in spans:
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        ordered = text[start] not in "-*+"
        if end - start > 2 and not ordered and text[start + 1] == " " and text[start + 2] not in _WHITE:
            content = start + 2
        else:
            match = _CONTENT.match(text, start)
            content = match.end() if match else start
        if end != trimmed_from:  # nested items often end at the same place
            trimmed_from = trimmed = end
            while text[trimmed - 1] in _WHITE:
                trimmed -= 1
        last = trimmed if trimmed > content else content
        yield _new(Item, (start, last, content, len(open_ends), ordered))
        open_ends.append(end)


def heading_at(text: str, start: int, end: int, nested: bool) -> Heading:
    """The heading that the parser found between two offsets of a text."""
    written = text[start:end].rstrip("\r\n")
    end = start + len(written)
    inner = written.lstrip("#")
    level = len(written) - len(inner)
    if not 0 < level <= 6 or inner[:1] not in " \t":
        level = 1 if written.rstrip(" \t")[-1] == "=" else 2
        return Heading(level, start, end, _SETEXT_END.sub("", written).strip(), start, nested)
    inner = inner.lstrip(" \t")
    content = inner.rstrip(" \t")
    if content[-1:] == "#":
        content = _ATX_END.sub("", content).rstrip(" \t")
    return _new(Heading, (level, start, end, content, end - len(inner), nested))
