"""Text as it is read, and where each of its characters is written: through YAML, Markdown and percent encoding.

An edit of what is read can so be placed exactly in what is written; where that is not possible there is no `Spelled`.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from vaultlint.lazy_regex import lazy_regex
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A character or more as they are read, and the bounds of what they are written as.
_Piece = tuple[str, int, int]
_YAML_ESCAPE = lazy_regex(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_YAML_SHORT = {
    **{"0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b"},
    **{" ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"},
}
_FOLD = lazy_regex(r"[ \t]*(?:\r\n?|\n)(?:[ \t]*(?:\r\n?|\n))*[ \t]*")
_LINE_END = lazy_regex(r"\r\n?|\n")
_MARKDOWN = lazy_regex(r"\\([!-/:-@\[-`{-~])|(&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_PERCENT = lazy_regex(r"(?:%[0-9A-Fa-f]{2})+")


class Spelled(NamedTuple):
    """`text` as it is read; `bounds` are the offsets at which each character and, last, the end is written."""

    text: str
    bounds: tuple[int, ...]

    def part(self, start: int, end: int) -> Spelled:
        """The characters `start:end` of what is read."""
        return Spelled(self.text[start:end], self.bounds[start : end + 1])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters `start:end` are written."""
        return self.bounds[start], self.bounds[end]

    def stripped(self) -> Spelled:
        """Without white space around it."""
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, max(start, len(self.text.rstrip())))


def as_written(text: str, start: int, end: int) -> Spelled:
    """What stands in `text[start:end]`, as it stands there."""
    return Spelled(text[start:end], tuple(range(start, end + 1)))


def _spelled(pieces: Iterable[_Piece], end: int) -> Spelled:
    text: list[str] = []
    bounds: list[int] = []
    for read, start, _ in pieces:
        text.append(read)
        bounds += [start] * len(read)
    return Spelled("".join(text), (*bounds, end))


def yaml_value(text: str, start: int, end: int) -> Spelled | None:
    """The quoted YAML value at `text[start:end]`, quotes included; a block value as it stands; None for others."""
    quote = text[start : start + 1]
    if quote in ("|", ">"):
        return as_written(text, *_block_line(text, start, end))
    if quote not in ('"', "'") or end - start < 2 or text[end - 1] != quote:
        return None
    pieces = _double(text, start + 1, end - 1) if quote == '"' else _single(text, start + 1, end - 1)
    return _spelled(pieces, end - 1)


def _block_line(text: str, start: int, end: int) -> tuple[int, int]:
    """The one line of a block value that has one."""
    first = _LINE_END.search(text, start, end)
    low = first.end() if first else end
    stripped = text[low:end].strip()
    low = text.find(stripped, low, end)
    return low, low + len(stripped)


def _single(text: str, position: int, end: int) -> Iterator[_Piece]:
    while position < end:
        fold = _FOLD.match(text, position, end)
        if fold:
            yield from _folded(fold)
            position = fold.end()
            continue
        length = 2 if text.startswith("''", position) else 1
        yield text[position], position, position + length
        position += length


def _double(text: str, position: int, end: int) -> Iterator[_Piece]:
    while position < end:
        fold = _FOLD.match(text, position, end)
        escape = _YAML_ESCAPE.match(text, position, end)
        if fold:
            yield from _folded(fold)
            position = fold.end()
        elif escape and escape[4] in ("\r", "\n"):  # the line end is left out, and what the next line begins with
            rest = re.compile(r"[ \t]*").match(text, escape.end() + text.startswith("\r\n", position + 1), end)
            position = rest.end() if rest else escape.end()
        elif escape:
            yield _yaml_character(escape), *escape.span()
            position = escape.end()
        else:
            yield text[position], position, position + 1
            position += 1


def _folded(fold: re.Match[str]) -> Iterator[_Piece]:
    """A line end in a quoted value is a space; more than one are as many less one."""
    count = len(_LINE_END.findall(fold[0]))
    yield (" " if count == 1 else "\n" * (count - 1)), *fold.span()


def _yaml_character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    return _YAML_SHORT.get(escape[4], escape[0])


def unescaped(spelled: Spelled) -> Spelled:
    """With the backslashes and entities of Markdown read."""
    return _replaced(spelled, _MARKDOWN, lambda match: match[1] or unescape(match[2]))


def percent_decoded(spelled: Spelled) -> Spelled:
    """With percent encoding read; as it stands where that is not UTF-8."""
    from urllib.parse import unquote

    try:
        unquote(spelled.text, errors="strict")
    except UnicodeDecodeError:
        return spelled
    pieces: list[_Piece] = []
    position = 0
    for match in _PERCENT.finditer(spelled.text):
        pieces += _plain(spelled, position, match.start())
        at = match.start()
        for character in unquote(match[0]):
            length = 3 * len(character.encode())
            pieces.append((character, *spelled.span(at, at + length)))
            at += length
        position = match.end()
    pieces += _plain(spelled, position, len(spelled.text))
    return _spelled(pieces, spelled.bounds[-1])


def _plain(spelled: Spelled, start: int, end: int) -> Iterator[_Piece]:
    for index in range(start, end):
        yield spelled.text[index], spelled.bounds[index], spelled.bounds[index + 1]


def _replaced(spelled: Spelled, pattern: re.Pattern[str], read: object) -> Spelled:
    pieces: list[_Piece] = []
    position = 0
    for match in pattern.finditer(spelled.text):
        pieces += _plain(spelled, position, match.start())
        pieces.append((read(match), *spelled.span(*match.span())))  # type: ignore[operator]
        position = match.end()
    pieces += _plain(spelled, position, len(spelled.text))
    return _spelled(pieces, spelled.bounds[-1])
