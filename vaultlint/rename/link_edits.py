"""The edits that give a link another path, subpath or display text; all else in it stays as it is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Edit

if TYPE_CHECKING:
    from vaultlint.markdown.note import Link

_LOOKS_ENCODED = re.compile(r"%(?=[0-9A-Fa-f]{2})")
_QUOTED_TARGET = re.compile(r"\[\[([^|\]]*)")


def target_edit(text: str, link: Link, path: str) -> Edit:
    """Replace the path of a link; its subpath stays."""
    start, end = _target(text, link)
    cut = text.find("#", start, end)
    return Edit(start, cut if cut >= 0 else end, encoded(text, link, path))


def subpath_edit(text: str, link: Link, subpath: str) -> Edit:
    """Replace the subpath of a link, which has one; its path stays."""
    start, end = _target(text, link)
    return Edit(text.find("#", start, end) + 1, end, encoded(text, link, subpath))


def display_edits(text: str, link: Link, old: str, new: str) -> list[Edit]:
    """Where the display text is the old file name, it becomes the new one."""
    if link.display is None or link.display.strip() != old or old == new or link.key:
        return []
    start = link.end - 2 - len(link.display) if link.form == "wiki" else link.start + 1 + link.embed
    if text[start : start + len(link.display)] != link.display:
        return []
    start += len(link.display) - len(link.display.lstrip())
    return [Edit(start, start + len(old), new)]


def _target(text: str, link: Link) -> tuple[int, int]:
    """The bounds of path and subpath, in a quoted property, too, where escapes hide them."""
    if link.key and link.form == "wiki":
        match = _QUOTED_TARGET.search(text, link.start, link.end)
        if match:
            return match.span(1)
    return link.target_start, link.target_end


def encoded(text: str, link: Link, written: str) -> str:
    """`written` as it must stand in the text: percent-encoded in Markdown links, with escapes in quoted YAML."""
    if link.form != "wiki":
        return destination(written, text[link.target_start - 1 : link.target_start] == "<")
    if link.key:
        quote = text[link.start : link.start + 1]
        if quote == '"':
            return written.replace("\\", "\\\\").replace('"', '\\"')
        if quote == "'":
            return written.replace("'", "''")
    return written


def destination(written: str, pointed: bool) -> str:
    """The destination of a Markdown link, in `<…>` where `pointed`; only what would be read otherwise is encoded."""
    written = _LOOKS_ENCODED.sub("%25", written)
    if pointed:
        return written
    written = written.replace(" ", "%20")
    return written if _is_balanced(written) else written.replace("(", "%28").replace(")", "%29")


def _is_balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0
