"""What Obsidian and its plugins read in raw text besides Markdown: fields, callouts, highlights, what may be a tag."""

from __future__ import annotations

from typing import Any

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.inline import BLOCK_ID
from vaultlint.markdown.links import WIKI
from vaultlint.markdown.rendering import MARKS, events, render, visible

_TAG_LIKE = lazy_regex(r"(?<!\S)#[^\s#]\S*")
# A key of Dataview has no brackets: `[[Note]]:: x` is a link and two colons.
_FIELD = lazy_regex(
    r"(?m)^[ \t>]*+(?>(?:(?:[-*+]|\d{1,9}[.)])[ \t]++(?:\[.\][ \t]++)?)*)([^\s:\[\]【】［］][^\n:\[\]【】［］]*?)::"
    r"|[\[(]([^\n\[\]():]+?)::"
)
_CALLOUT = lazy_regex(r"(?m)^[ \t>]*>[ \t]*\[!([^\]\n]*)\]")
_HIGHLIGHT = lazy_regex(r"==(?![\s=])([^=\n]*)(?<!\s)==")
_ADDRESS = lazy_regex(r"://[!-~]*")
_AROUND = 300
_NO_MARKS: tuple[list[Any], ...] = ([], [], [], [], [], [])
_TRIGGERS = ("::", "==", "://", "^", "#", "[[", "[!")


def wiki_links(text: str) -> list[Any]:
    """What stands in `[[…]]`."""
    return WIKI.findall(text) if "[[" in text else []


def tag_like(text: str) -> list[str]:
    """What may be a tag."""
    return _TAG_LIKE.findall(text) if "#" in text else []


def fields(text: str, start: int = 0) -> list[Any]:
    """The keys of Dataview's inline fields, without marks of emphasis, and the kinds of callouts."""
    keys = [
        (one.translate(MARKS), other.translate(MARKS))
        for one, other in (_FIELD.findall(text, start) if "::" in text else ())
    ]
    return keys + (_CALLOUT.findall(text, start) if "[!" in text else [])


def highlights(text: str) -> list[str]:
    """The text of `==highlights==`, without marks of emphasis."""
    return [visible(inner).translate(MARKS) for inner in _HIGHLIGHT.findall(text)] if "==" in text else []


def addresses(text: str) -> list[str]:
    """What stands behind `://`, as far as it may belong to an address; marks of emphasis at its end do not."""
    return [found.rstrip("*_~.,;:!?)") for found in _ADDRESS.findall(text)] if "://" in text else []


def line_marks(line: str) -> tuple[list[Any], ...]:
    """All of these in one line, and the block id at its end."""
    if not any(trigger in line for trigger in _TRIGGERS):
        return ()
    return (
        wiki_links(line),
        tag_like(line),
        fields(line),
        highlights(line),
        addresses(line),
        BLOCK_ID.findall(line) if "^" in line else [],
    )


def keeps_marks(text: str, start: int, end: int, content: str) -> bool:
    """Whether fields, tags, block ids and emphasis beside `start:end` stay what they are with `content` in its place.

    Only the line, and some hundred characters of it, are looked at.
    """
    low = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    high = text.find("\n", end)
    high = min(len(text) if high < 0 else high, end + _AROUND)
    before, after = text[low:high], text[low:start] + content + text[end:high]
    if _without_links(before) != _without_links(after):
        return False
    if not any(mark in before for mark in "*_~"):
        return True
    kinds = [[kind for kind, _ in render(events(each.lstrip(" \t"))).emphasis] for each in (before, after)]
    return kinds[0] == kinds[1]


def _without_links(line: str) -> tuple[list[Any], ...]:
    _, tags, keys, marked, _, ids = line_marks(line) or _NO_MARKS
    return tags, keys, marked, ids


def reads_alike(before: str, after: str) -> bool:
    """Whether two states of a line show the same and hold the same marks."""
    return line_marks(before) == line_marks(after) and (
        before == after or render(events(before)) == render(events(after))
    )
