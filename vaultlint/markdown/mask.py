"""Which parts of a note are prose.

`Note.prose` is a string of the note's own length in which everything that is not prose is replaced by stand-ins, so
that a pattern's match positions are positions in the note. Line ends stay. The stand-ins are private-use characters:

- `OPAQUE`: code, math, HTML, frontmatter, comments, links with their destinations and wiki link targets, URLs, mail
  addresses, tags, block ids, footnote marks, callout heads, fields, templates, what may be the target of a link with
  a slip in it;
- `OPEN` and `CLOSE`: the marks of emphasis, strong and strikethrough;
- `EDGE`: the opening bracket of a link to the outside, whose text is prose.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.links import in_bare_address
from vaultlint.markdown.stand_ins import CLOSE, EDGE, OPAQUE, OPEN
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.markdown.elements import Link, Span
    from vaultlint.markdown.parsed_text import ParsedText

_VISIBLE = lazy_regex(r"[^\r\n]+")

Piece = tuple[int, int, str]


class _Extra(NamedTuple):
    """Something that CommonMark does not know and no typographic rule may touch.

    `pattern` is only tried where `character`, then `trigger` occur, and begins with a literal: that is what makes it
    fast. `before` is what has to stand in front of it, at most `reach` code points back, and is masked too. Without a
    pattern it goes from `trigger` to the next `closer` on the line.
    """

    character: str
    trigger: str
    pattern: re.Pattern[str] | None
    before: re.Pattern[str] | None = None
    reach: int = 0
    closer: str = ""


_BLOCK_MARKS = r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+(?:\[.\][ \t]+)?)?"
_FIELD = lazy_regex(rf"^{_BLOCK_MARKS}[^\s:：][^:：\r\n]*\Z|[\[(][^\[\]()\r\n:]+\Z|[^\s:：]+\Z", re.MULTILINE)
_NAME = r"[^\s\ue000-\ue003，。；：！？、（）“”‘’《》【】「」\"'`*<>|()\[\]]"
_EXTENSION = (
    r"\.(?:md|canvas|base|png|jpe?g|gif|svg|webp|pdf|docx?|xlsx?|pptx?|csv|txt|json|ya?ml|toml|html?|css|jsx?|tsx?|py|go|rs|"
    r"java|cpp|sh|sql|zip|mp[34]|exe)(?![A-Za-z0-9])"
)
_EXTRAS = (
    _Extra("#", "#", lazy_regex(r"#[^\s#]\S*"), lazy_regex(r"(?<!\S)\Z")),
    _Extra("@", "@", lazy_regex(r"@[\w-]+(?:\.[\w-]+)+"), lazy_regex(r"[\w.+-]+\Z"), 64),
    _Extra("^", "^", lazy_regex(r"\^[^\s^]+(?=[ \t]*(?:[\r\n]|\Z))"), lazy_regex(r"(?<![^\s\ue000])\Z")),
    _Extra(":", "://", lazy_regex(r"://[^\s<>\ue000-\ue003]+"), lazy_regex(r"[A-Za-z][A-Za-z0-9+.-]*\Z"), 16),
    _Extra(":", "::", lazy_regex(r"::"), _FIELD, 80),
    _Extra("{", "{{", None, closer="}}"),
    _Extra("<", "<%", None, closer="%>"),
    _Extra("\\", "\\(", None, closer="\\)"),
    _Extra("\\", "\\[", None, closer="\\]"),
    _Extra("[", "[!", lazy_regex(r"\[![^\[\]\r\n]*\][+-]?"), lazy_regex(r"(?<=>)[ \t]*\Z"), 4),
    _Extra("[", "[^", lazy_regex(r"\[\^[^\[\]\r\n]+\]")),
    _Extra("[", "[[", lazy_regex(r"\[\[[^\[\]\r\n]*\]?")),  # those that are no links
    _Extra("[", "]]", lazy_regex(r"\[[^\[\]\r\n\ue000]*\]\]")),
    _Extra("]", "](", lazy_regex(r"\]\([^()\r\n]*\)")),
    _Extra("]", "](<", lazy_regex(r"\]\(<[^<>\r\n]*>?")),
    _Extra("]", "]（", lazy_regex(r"\]（[^\s（）()]*[./][^\s（）()]*）")),
    _Extra("【", "【【", None, closer="】】"),
    _Extra("［", "［［", None, closer="］］"),
    _Extra("[", "]:", lazy_regex(r"\]:[^\r\n]*"), lazy_regex(rf"^{_BLOCK_MARKS}\[[^\[\]\r\n]+\Z", re.M), 80),
    _Extra(".", ".", lazy_regex(_EXTENSION), lazy_regex(rf"{_NAME}+\Z"), 64),
)
_BY_CHARACTER = {
    character: [extra for extra in _EXTRAS if extra.character == character]
    for character in {extra.character: None for extra in _EXTRAS}
}


def prose_mask(note: ParsedText, links: Iterable[Link], comments: Iterable[tuple[int, int]]) -> str:
    """The text with stand-ins for everything that is not prose, at the same length; it has these links and comments."""
    pieces = [(start, end, OPAQUE) for start, end in note.opaque]
    pieces += [(start, end, OPAQUE) for start, end in comments]
    pieces += [(link.start, link.end, OPAQUE) for link in links if not link.key]
    pieces += [(start, end, OPAQUE) for _, start, end in note.by_kind.get("misplaced-properties", ())]
    pieces += _outside_links(note)
    pieces += _emphasis_marks(note)
    pieces.sort()
    masked = _spliced(note.text, pieces)
    extras = _extras(masked)
    return _spliced(masked, extras) if extras else masked


def _outside_links(note: ParsedText) -> Iterator[Piece]:
    for form, embed, start, end, _, text_start, text_end in note.urls:
        if form == "markdown" and not embed and text_end > text_start:
            yield start, text_start, EDGE
            yield text_end, end, OPAQUE
        else:
            yield start, end, OPAQUE


def _emphasis_marks(note: ParsedText) -> list[Piece]:
    pieces: list[Piece] = []
    has_addresses = "://" in note.text
    for kind, width in (("strong", 2), ("emphasis", 1)):
        spans = note.by_kind.get(kind, [])
        if has_addresses and spans:
            spans = [span for span in spans if not _is_part_of_address(note.text, span)]
        pieces += [(start, start + width, OPEN) for _, start, _ in spans]
        pieces += [(end - width, end, CLOSE) for _, _, end in spans]
    for _, start, end in note.by_kind.get("strikethrough", ()):
        width = 1 if note.text[start + 1] != "~" else 2
        pieces += [(start, start + width, OPEN), (end - width, end, CLOSE)]
    return pieces


def _is_part_of_address(text: str, span: Span) -> bool:
    """Whether a mark of emphasis is a character of a bare address: `https://example.org/_a_/b`."""
    _, start, end = span
    if in_bare_address(text, start):
        return True
    behind = text[end : end + 1]
    return behind.isascii() and (behind.isalnum() or behind == "/") and in_bare_address(text, end - 1)


def _extras(masked: str) -> list[Piece]:
    """What `_EXTRAS` find, in order."""
    pieces: list[Piece] = []
    for character, extras in _BY_CHARACTER.items():
        if character in masked:
            for extra in extras:
                if extra.trigger in masked:
                    pieces += _found(extra, masked)
    pieces.sort()
    return pieces


def _found(extra: _Extra, masked: str) -> Iterator[Piece]:
    if extra.pattern is None:
        yield from _enclosed(masked, extra.trigger, extra.closer)
        return
    for match in extra.pattern.finditer(masked):
        start, end = match.span()
        if extra.before is not None:
            front = extra.before.search(masked, max(start - extra.reach, 0), start)
            if front is None:
                continue
            start = front.start()
        yield start, end, OPAQUE


def _enclosed(masked: str, opener: str, closer: str) -> Iterator[Piece]:
    """From each `opener` to the next `closer` on its line; each part of the text is looked at once."""
    start, end = masked.find(opener), -1
    while start >= 0:
        if end < start + len(opener):
            end = masked.find(closer, start + len(opener))
            if end < 0:
                return
        line_end = masked.find("\n", start, end)
        if line_end < 0:
            yield start, end + len(closer), OPAQUE
            start = masked.find(opener, end + len(closer))
        else:
            start = masked.find(opener, line_end)


def _spliced(text: str, pieces: list[Piece]) -> str:
    """`text` with each range replaced by its stand-in; where ranges overlap, the first one wins."""
    parts: list[str] = []
    position = 0
    add, find = parts.append, text.find
    carriage_returns = "\r" in text
    for start, end, stand_in in pieces:
        if start < position:
            if end <= position:
                continue
            start = position
        add(text[position:start])
        if stand_in == OPAQUE and (carriage_returns or find("\n", start, end) >= 0):
            add(_masked(text[start:end]))
        else:
            add(stand_in * (end - start))
        position = end
    add(text[position:])
    return "".join(parts)


def _masked(text: str) -> str:
    """`OPAQUE` for each code point; line ends stay."""
    if "\r" in text:
        return _VISIBLE.sub(lambda match: OPAQUE * len(match[0]), text)
    return "\n".join([OPAQUE * len(line) for line in text.split("\n")])
