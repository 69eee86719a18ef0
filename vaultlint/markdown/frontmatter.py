"""The properties block of a note, with strict fences as in Obsidian (51)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.markdown.elements import Frontmatter, YamlError
from vaultlint.markdown.plain_properties import read_plain
from vaultlint.markdown.properties_block import find_block

if TYPE_CHECKING:
    from vaultlint.markdown.elements import Property


def read_frontmatter(text: str) -> Frontmatter | None:
    """The frontmatter that opens `text`, or None; a byte order mark in front of it is passed over."""
    block = find_block(text) if text.startswith(("---", "\ufeff---")) else None
    if block is None:
        return None
    opening, start, end, close = block
    loaded = _load(text, start, end)
    if isinstance(loaded, YamlError):
        return Frontmatter(opening, close, start, end, (), loaded)
    return Frontmatter(opening, close, start, end, loaded)


def _load(text: str, start: int, end: int) -> tuple[Property, ...] | YamlError:
    plain = read_plain(text, start, end)
    if plain is not None:
        return plain
    from vaultlint.markdown.properties_handler import HANDLER  # YAML takes longer to import than a note to lint

    loaded: tuple[Property, ...] | YamlError = HANDLER.load(text[start:end], offset=start)
    return loaded
