"""What a renderer would show of a note's body, reduced to what a safe fix must leave as it is.

White space and invisible characters are left out, but not between Latin words, in code and in HTML: equal renderings
mean the same words, structure, emphasis, links, code, math and HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyromark

from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.misplaced import find_misplaced
from vaultlint.markdown.parse import OPTIONS, with_line_feeds
from vaultlint.markdown.verbatim import NO_LINK, find_verbatim, shallow, shortened, with_misplaced, without_open_links
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_INVISIBLE: dict[int, str | None] = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))
_INVISIBLE[ord(NO_LINK[1])] = "]"
MARKS = str.maketrans("", "", "*_~")  # of emphasis; literal ones are visible
_EMPHASIS = {"Strong": "strong", "Emphasis": "emphasis", "Strikethrough": "strikethrough"}
_BARE_URL = lazy_regex(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>]+")
_WORD_GAP = lazy_regex(r"(?<=[A-Za-z0-9])\s+(?=[A-Za-z0-9])")
GAP = "\x02"  # a space that keeps two words apart is not nothing
_MARK = "\x00"  # stands in front of what is not text in `Rendering.flow`; notes have no NUL behind `events`


class Rendering(NamedTuple):
    """What is seen of a body.

    `flow` is everything in its order, `structure` the blocks and line breaks, `emphasis` kind and text, `links` what
    CommonMark reads as links (type, destination, title), `urls` those in running text, `code` language and content;
    `unlinked` is `text` without the words in links.
    """

    flow: str
    text: str
    structure: tuple[str, ...]
    emphasis: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str, str], ...]
    urls: tuple[str, ...]
    code: tuple[tuple[str, str], ...]
    math: tuple[str, ...]
    html: str
    unlinked: str


def events(body: str, *, of_note: bool = False) -> Sequence[Any]:
    """pyromark's events for a body, or a part of one; equal events mean the same rendering.

    `of_note`: it is the body of a note without properties, where a block of them may be misplaced.
    """
    body = with_line_feeds(body.replace("\0", "\x01"))
    passages = find_verbatim(body)
    misplaced = find_misplaced(body) if of_note else None
    if misplaced:
        passages = with_misplaced(passages, misplaced)
    seen = shallow(without_open_links(shortened(body, passages) if passages else body))
    found: list[Any] = list(pyromark.events(seen, options=OPTIONS))
    return found + [{"Verbatim": (kind, body[start:end])} for kind, start, end in passages]


def visible(text: str) -> str:
    """`text` without white space and without characters that are not seen."""
    return _without_invisible("".join(text.split()))


def _without_invisible(text: str) -> str:
    return text if text.isascii() else text.translate(_INVISIBLE)


def shown(text: str) -> str:
    """`text` as a rendering has it: what is visible, and a stand-in for what keeps two Latin words apart."""
    return "".join(_WORD_GAP.sub(GAP, _without_invisible(text)).split())


def render(body_events: Sequence[Any]) -> Rendering:
    """The rendering of a note's body, from its events."""
    reader = _Reader()
    for event in body_events:
        reader.read(event)
    return reader.rendering()


class _Reader:
    """Collects a rendering, event by event."""

    def __init__(self) -> None:
        self.flow: list[str] = []
        self.text: list[str] = []
        self.unlinked: list[str] = []
        self.structure: list[str] = []
        self.emphasis: list[tuple[str, str]] = []
        self.open: list[tuple[str, int]] = []
        self.links: list[tuple[str, str, str]] = []
        self.urls: list[str] = []
        self.code: list[tuple[str, str]] = []
        self.math: list[str] = []
        self.html: list[str] = []
        self.verbatim: list[str] = []
        self.block: tuple[str, list[str]] | None = None
        self.depth = 0

    def read(self, event: Any) -> None:
        if type(event) is str:  # SoftBreak, HardBreak, Rule
            self.add_structure(event)
            return
        for kind, data in event.items():
            handler: Callable[[_Reader, Any], None] = _HANDLERS.get(kind, _Reader.other)
            handler(self, data if kind in _HANDLERS else event)

    def add_structure(self, token: str) -> None:
        self.structure.append(token)
        self.flow.append(f"{_MARK}{token}{_MARK}")

    def start(self, tag: Any) -> None:
        kind: str
        data: Any
        kind, data = (tag, None) if type(tag) is str else next(iter(tag.items()))
        if kind in _EMPHASIS:
            self.open.append((_EMPHASIS[kind], len(self.text)))
            self.flow.append(f"{_MARK}{kind}{_MARK}")
        elif kind in ("Link", "Image"):
            self.depth += 1
            self.links.append((f"{kind} {data['link_type']}", data["dest_url"], data["title"]))
            self.flow.append(f"{_MARK}{kind}{_MARK}")
        elif kind == "CodeBlock":
            self.block = (data if type(data) is str else data["Fenced"].strip(), [])
            self.add_structure("code")
        elif kind == "Heading":
            self.add_structure(f"heading {data['level']}")
        else:
            self.add_structure(f"{kind} {data}")

    def end(self, tag: Any) -> None:
        kind = tag if type(tag) is str else next(iter(tag))
        self.flow.append(f"{_MARK}/{kind}{_MARK}")
        if kind in _EMPHASIS:
            name, start = self.open.pop()
            self.emphasis.append((name, "".join(self.text[start:])))
        elif kind in ("Link", "Image"):
            self.depth -= 1
        elif kind == "CodeBlock" and self.block is not None:
            language, lines = self.block
            self.code.append((language, "".join(lines).rstrip("\n")))
            self.block = None
        else:
            self.structure.append(f"/{kind}")

    def add_text(self, text: str) -> None:
        if self.block is not None:
            self.block[1].append(text)
            return
        if "://" in text:
            self.urls.extend(_BARE_URL.findall(text))
        text = shown(text)
        self.text.append(text)
        self.flow.append(text)
        if not self.depth:
            self.unlinked.append(text)

    def add_code(self, text: str) -> None:
        self.code.append(("", text))
        self.flow.append(f"{_MARK}code{_MARK}")

    def add_math(self, text: str) -> None:
        self.math.append(" ".join(text.split()))
        self.flow.append(f"{_MARK}math{_MARK}")

    def add_verbatim(self, passage: tuple[str, str]) -> None:
        kind, text = passage
        if kind == "display-math":
            self.add_math(text)
        else:
            self.verbatim.append(text)

    def add_html(self, text: str) -> None:
        self.html.append(text)
        self.flow.append(f"{_MARK}html{_MARK}")

    def other(self, event: Any) -> None:
        self.add_structure(str(event))

    def rendering(self) -> Rendering:
        return Rendering(
            "".join(self.flow),
            "".join(self.text),
            tuple(self.structure),
            tuple(self.emphasis),
            tuple(self.links),
            tuple(self.urls),
            tuple(self.code),
            tuple(self.math),
            "\0".join(["".join(self.html).rstrip("\n"), *self.verbatim]),
            "".join(self.unlinked),
        )


_HANDLERS: dict[str, Callable[[_Reader, Any], None]] = {
    "Start": _Reader.start,
    "End": _Reader.end,
    "Text": _Reader.add_text,
    "Code": _Reader.add_code,
    "InlineMath": _Reader.add_math,
    "DisplayMath": _Reader.add_math,
    "Html": _Reader.add_html,
    "InlineHtml": _Reader.add_html,
    "Verbatim": _Reader.add_verbatim,
}
