"""Markdown links: which are internal, where their destination stands, what it means (`obsidian.md` 17, 21, 37)."""

from __future__ import annotations

import re

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.elements import Link, Url

SCHEME = lazy_regex(r"[A-Za-z][A-Za-z0-9+.-]*:")
# White space in a link; behind a line end the marks of the quotes that it stands in are no part of it.
_GAP = r"(?:[ \t]*(?:\r\n?|\n)[ \t>]*|[ \t]*)"
_DESTINATION = lazy_regex(
    rf"\]\({_GAP}(<[^<>\r\n]*>|[^\s]*+)"
    rf"(?:{_GAP}(?<=[\s>])(?:\"[^\"\\]*+(?:\\.[^\"\\]*+)*\"|'[^'\\]*+(?:\\.[^'\\]*+)*'|\((?>(?:[^()\\]|\\.)*)\)))?{_GAP}\Z",
    re.DOTALL,
)
_PLAIN = lazy_regex(r"[^\s<\])\"']+")
_ESCAPED = lazy_regex(r"\\([!-/:-@\[-`{-~])")
_MAX_TRIES = 8


def split_subpath(link: str) -> tuple[str, str]:
    """Link path and subpath, split at the first `#`, both trimmed (Obsidian 23)."""
    path, _, subpath = link.partition("#")
    return path.strip(), subpath.strip()


def markdown_link(text: str, kind: str, start: int, end: int, link_type: str, destination: str) -> Link | Url:
    """The link behind a CommonMark link or image; `destination` is what pyromark read, escapes resolved."""
    embed = kind == "image"
    label_start = start + 1 + embed
    if kind == "autolink":
        return Url("auto", False, start, end, destination, start + 1, end - 1)
    form = "markdown" if link_type == "Inline" else "reference"
    label_end, target_start, target_end = _bounds(text, label_start, end, form, destination)
    is_outside = not destination or destination.startswith("//") or SCHEME.match(destination)
    if is_outside or link_type not in ("Inline", "Reference", "Collapsed"):
        # What `Url(…)` does, at a third of the cost.
        return tuple.__new__(Url, (form, embed, start, end, destination, label_start, label_end))
    path, subpath = split_subpath(decoded(destination))
    display = text[label_start:label_end]
    return Link(form, embed, start, end, target_start, target_end, path, subpath, display, "", 0)


def decoded(destination: str) -> str:
    """A Markdown destination with its percent encoding resolved; as written where it is not UTF-8."""
    if "%" not in destination:
        return destination
    from urllib.parse import unquote

    try:
        return unquote(destination, errors="strict")
    except UnicodeDecodeError:
        return destination


def _bounds(text: str, label_start: int, end: int, form: str, destination: str) -> tuple[int, int, int]:
    """The end of a link's text, and the bounds of its destination as written, angle brackets left out."""
    if form != "markdown":
        middle = max(text.find("]", label_start, end), label_start)
        return middle, label_start - 1, end
    middle = end - 3 - len(destination)
    if middle >= label_start and _PLAIN.fullmatch(destination) and text.startswith(f"]({destination}", middle):
        return middle, middle + 2, end - 1
    first = None
    stop = end
    for _ in range(_MAX_TRIES):
        middle = text.rfind("](", label_start - 1, stop)
        if middle < 0:
            break
        match = _DESTINATION.match(text, middle, end - 1)
        if match:
            found = (max(middle, label_start), *_unbracketed(text, *match.span(1)))
            if _cleaned(text[found[1] : found[2]]) == destination:
                return found
            first = first or found
        stop = middle + 1
    return first or (label_start, label_start - 1, end)


def _unbracketed(text: str, low: int, high: int) -> tuple[int, int]:
    return (low + 1, high - 1) if text[low:high].startswith("<") and high - low > 1 else (low, high)


def _cleaned(destination: str) -> str:
    from html import unescape

    return unescape(_ESCAPED.sub(r"\1", destination))
