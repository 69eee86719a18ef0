"""Values of properties: writing them, and telling what the rules leave alone."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from vaultlint.finding import Edit
from vaultlint.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from collections.abc import Collection

    from vaultlint.markdown.elements import Property, Scalar
    from vaultlint.markdown.note import Note

PROPERTIES = frozenset({"properties"})
LINKED = frozenset({"properties", "links", "embeds"})  # quotes that are missing hide links from YAML
TEMPLATES = ("**/Templates/**", "**/templates/**", "**/Template/**", "**/template/**", "**/模板/**", "**/模版/**")
_PLAIN = lazy_regex(r"[^\W\d_][^:#\n\r]*(?::[^\s:#][^:#\n\r]*)*")
_MAX_WORD = 100


def quoted(text: str) -> str:
    """`text` as a YAML value in quotes."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def as_value(text: str) -> str:
    """`text` as a YAML value: without quotes where it needs none."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in ("true", "false", "null") else quoted(text)


def rewrite(value: Scalar, text: str) -> Edit | None:
    """The edit that makes the value `text` and keeps its quotes; None for values that are written in another way.

    `text` holds no quotes and no backslashes and may stand without quotes.
    """
    if value.style == "":
        return Edit(value.start, value.end, text)
    if value.style in ('"', "'"):
        return Edit(value.start + 1, value.end - 1, text)
    return None


def line_end(note: Note) -> str:
    """The line end of the note's first line."""
    stop = note.text.find("\n")
    if stop < 0:
        return "\r" if "\r" in note.text else "\n"
    return "\r\n" if note.text[stop - 1 : stop] == "\r" else "\n"


def is_empty(prop: Property) -> bool:
    """Whether a property has no value, an empty list, or a text of white space only."""
    return prop.shape != "map" and not prop.nested and not any(text.strip() for text in prop.texts)


def shown(text: str, limit: int = 80) -> str:
    """`text` for a message: on one line, and cut off where it is long."""
    line = " ".join(text[: limit * 4].split())
    return line if len(line) <= limit and len(text) <= limit * 4 else line[:limit] + "…"


def nearest(key: str, known: Collection[str]) -> str | None:
    """The known word that `key` is a slip of: other case or width, or a character or two off."""
    if len(key) > _MAX_WORD:
        return None
    folded = {_fold(name): name for name in known}
    if _fold(key) in folded:
        return folded[_fold(key)]
    from difflib import get_close_matches

    close = get_close_matches(_fold(key), folded, n=1, cutoff=0.7)
    return folded[close[0]] if close else None


def _fold(key: str) -> str:
    return unicodedata.normalize("NFKC", key).casefold().strip()
