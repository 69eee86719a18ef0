"""Keys that a full-width colon follows: `标题：x`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.finding import Edit
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.frontmatter._blocks import parses
from vaultlint.rules.frontmatter._values import as_value

if TYPE_CHECKING:
    from vaultlint.markdown.note import Note

_KEY = lazy_regex(r"(?:\A|(?<=\n)|(?<=\r))(\w[\w -]{0,40})[ \t]*：[ \t]*([^\r\n]*)")


def full_width_keys(note: Note) -> tuple[Edit, ...]:
    """For each such key of a block that does not parse, the edit of its line; empty unless together they make it parse.

    An edit reaches from the key to the end of its line.
    """
    block = note.frontmatter
    if block is None or block.error is None:
        return ()
    return _edits(note.text[block.text_start : block.text_end], block.text_start)


@lru_cache(maxsize=4)
def _edits(yaml: str, offset: int) -> tuple[Edit, ...]:
    found = list(_KEY.finditer(yaml)) if "：" in yaml else []
    if not found or not parses(_KEY.sub(lambda match: _line(match), yaml)):
        return ()
    return tuple(Edit(match.start() + offset, match.end() + offset, _line(match)) for match in found)


def _line(match: re.Match[str]) -> str:
    value = match[2].rstrip()
    if not value:
        return f"{match[1].rstrip()}:"
    written = value if value[0] in "\"'[" and parses(f"a: {value}") else as_value(value)
    return f"{match[1].rstrip()}: {written}"
