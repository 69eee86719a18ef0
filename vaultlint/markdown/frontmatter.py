"""The properties block of a note, with strict fences as in Obsidian (51).

python-frontmatter's YAML handler is the way in; its `split` and `load` are replaced, because the library is lax about
fences, drops duplicate keys and places, and lets YAML's implicit types raise (`2026-13-40`). Nothing here ever writes.
"""

from __future__ import annotations

import re
from typing import Any

from frontmatter.default_handlers import YAMLHandler

from vaultlint.markdown.note import Frontmatter, YamlError
from vaultlint.markdown.plain_properties import read_plain
from vaultlint.markdown.yaml_properties import read_yaml

_OPENING = re.compile(r"\ufeff?---[ \t]*(?:\r\n?|\n)")
_CLOSING = re.compile(r"---[ \t]*(?=[\r\n]|\Z)")


class PropertiesHandler(YAMLHandler):
    """python-frontmatter's YAML handler with Obsidian's fences, and values that keep their places."""

    def detect(self, text: str) -> bool:
        """Whether the text opens with properties."""
        return find_block(text) is not None

    def split(self, text: str) -> tuple[str, str]:
        """The YAML text, and what follows the closing `---`."""
        block = find_block(text)
        if block is None:
            raise ValueError("the text does not open with properties")
        return text[block[1] : block[2]], text[block[3] :]

    def load(self, fm: str, **kwargs: Any) -> Any:
        """The properties of a YAML text as a tuple, or a `YamlError`; offsets are those of `fm` plus `offset`."""
        return read_yaml(fm, kwargs.get("offset", 0))


_HANDLER = PropertiesHandler()


def read_frontmatter(text: str) -> Frontmatter | None:
    """The frontmatter that opens `text`, or None; a byte order mark in front of it is passed over."""
    block = find_block(text) if text.startswith(("---", "\ufeff---")) else None
    if block is None:
        return None
    opening, start, end, close = block
    loaded = read_plain(text, start, end)
    if loaded is None:
        loaded = _HANDLER.load(text[start:end], offset=start)
    if isinstance(loaded, YamlError):
        return Frontmatter(opening, close, start, end, (), loaded)
    return Frontmatter(opening, close, start, end, loaded)


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
