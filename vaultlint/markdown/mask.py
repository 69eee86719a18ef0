"""Which parts of a note are prose.

`Note.prose` is a string of the note's own length in which everything that is not prose is replaced by stand-ins, so that
a pattern's match positions are positions in the note. Line ends stay. The stand-ins are private-use characters:

- `OPAQUE`: code, math, HTML, frontmatter, link destinations and wiki link targets, URLs, tags, block ids, comments, fields;
- `OPEN` and `CLOSE`: the marks of emphasis, strong, strikethrough and highlights;
- `EDGE`: the brackets of a link whose text is prose.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultlint.markdown.note import Note

OPAQUE, OPEN, CLOSE, EDGE = "\ue000", "\ue001", "\ue002", "\ue003"
_OPAQUE_KINDS = frozenset({"fence", "indented-code", "html", "code", "math", "display-math", "inline-html"})
_MARKS = {"strong": 2, "emphasis": 1, "strikethrough": 2}
# What CommonMark does not know and no typographic rule may touch.
_EXTRA = re.compile(
    r"""\b(?:https?|ftp|file|obsidian)://[^\s<>]+      # bare URLs, with whatever Han they contain
      | (?<![\w@])[\w.+-]+@[\w-]+(?:\.[\w-]+)+          # mail addresses
      | (?:(?<=\s)|^)\#[^\s#]+                          # tags, the whole run
      | (?:(?<=\s)|^)\^[A-Za-z0-9-]+[ \t]*$             # block ids
      | \{\{.*?\}\} | <%.*?%>                           # templates
      | ^[ \t>]*(?:[-*+][ \t]+)?[^\s:：]+::             # Dataview fields
      | \[[^\[\]\n]*?::                                 # inline fields
      | ^[ \t>]*\[![^\]\n]*\][+-]?                      # callout heads
      | \[\^[^\]\n]+\]                                  # footnotes
      | \\\(.*?\\\) | \\\[.*?\\\]                       # TeX delimiters
      | ^[ ]{0,3}\[[^\]\n]+\]:[^\n]*                    # reference definitions
    """,
    re.VERBOSE | re.MULTILINE,
)
_EXTRA_TRIGGERS = ("://", "@", "#", "^", "{{", "<%", "::", "[!", "\\(", "\\[", "]:")


def opaque_ranges(note: Note) -> tuple[tuple[int, int], ...]:
    """Merged ranges of code, math, HTML and frontmatter."""
    merged: list[tuple[int, int]] = []
    if note.body_start:
        merged.append((0, note.body_start))
    reach = note.body_start
    for kind, start, end in note.spans:
        if kind in _OPAQUE_KINDS and end > reach:
            merged.append((max(start, reach), end))
            reach = end
    return tuple(merged)


def prose_mask(note: Note) -> str:
    """The note's text with stand-ins for everything that is not prose, at the same length."""
    text = note.text
    pieces = [(start, end, OPAQUE) for start, end in note.opaque]
    pieces += [(start, end, OPAQUE) for start, end in note.comments]
    for link in note.links:
        if not link.key:
            pieces.append((link.start, link.end, OPAQUE))
    for url in note.urls:
        if url.form == "markdown" and not url.embed and url.text_end > url.text_start:
            pieces.append((url.start, url.text_start, EDGE))
            pieces.append((url.text_end, url.end, OPAQUE))
        else:
            pieces.append((url.start, url.end, OPAQUE))
    for kind, start, end in note.spans:
        width = _MARKS.get(kind)
        if width:
            if kind == "strikethrough" and text[start + 1 : start + 2] != "~":
                width = 1
            pieces.append((start, start + width, OPEN))
            pieces.append((end - width, end, CLOSE))
    masked = _spliced(text, sorted(pieces))
    if any(trigger in masked for trigger in _EXTRA_TRIGGERS):
        extra = [(match.start(), match.end(), OPAQUE) for match in _EXTRA.finditer(masked)]
        if extra:
            masked = _spliced(masked, extra)
    return masked


def _spliced(text: str, pieces: list[tuple[int, int, str]]) -> str:
    """`text` with each range replaced by its stand-in; where ranges overlap, the first one wins."""
    parts = []
    position = 0
    for start, end, stand_in in pieces:
        if end <= position:
            continue
        if start < position:
            start = position
        parts.append(text[position:start])
        replaced = text[start:end]
        if "\n" in replaced:
            parts.append("\n".join(stand_in * len(line) for line in replaced.split("\n")))
        else:
            parts.append(stand_in * (end - start))
        position = end
    parts.append(text[position:])
    return "".join(parts)
