"""Where the properties of a text stand, with strict fences as in Obsidian (51)."""

from __future__ import annotations

from vaultlint.lazy_regex import lazy_regex

_OPENING = lazy_regex(r"\ufeff?---[ \t]*(?:\r\n?|\n)")
_CLOSING = lazy_regex(r"---[ \t]*(?=[\r\n]|\Z)")


def find_block(text: str, position: int = 0) -> tuple[int, int, int, int] | None:
    """The properties block that opens at `position`: the `---`, the bounds of the YAML, behind the closing `---`."""
    opening = _OPENING.match(text, position)
    if opening is None:
        return None
    start = opening.end()
    for closing in _CLOSING.finditer(text, start):
        if text[closing.start() - 1] in "\r\n":
            return opening.start() + (text[position] == "\ufeff"), start, closing.start(), closing.end()
    return None
