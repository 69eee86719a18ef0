"""empty-link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.marks import keeps_marks
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Link, Url
    from vaultlint.markdown.note import Note

_EMPTY_WIKI = lazy_regex(r"\[\[[ \t]*\]\]")
_NAMELESS = lazy_regex(r"\[\[\s*+[\]|\\#]")  # what they all begin with
_CHANGES = frozenset({"links", "embeds", "text", "headings", "structure"})


@note_rule("links", fix=Applicability.UNSAFE)
def empty_link(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A link without a text or without a target.

    `[](address)` cannot be seen or clicked; it is what remains of the anchors beside the headings of a web page.
    `[[]]`, `[[|text]]` and `[text]()` lead nowhere; in `a=[[]]` it is code. A picture without a description,
    `![](picture.png)`, is fine.

    ## Fix

    Removes the link and keeps its text, if it has one. Unsafe: the address is lost, and text or target may only have
    been forgotten.

    ## Bad

    ```md
    ## [](#water) Water

    Take [soft]() water, [[|cold]].
    ```

    ## Good

    ```md
    ## Water

    Take soft water, cold.
    ```
    """
    text = note.text
    if _NAMELESS.search(text, note.body_start):
        yield from _empty_wiki_links(note)
        for link in note.links:
            if _is_empty(link):
                yield _problem(text, link.start, link.end, _shown(link))
    for url in note.urls:
        if url.form == "markdown" and (not url.url or (not url.embed and _is_blank(text, url))):
            yield _problem(text, url.start, url.end, "" if url.embed else text[url.text_start : url.text_end].strip())
    for link in note.markdown_links:
        if link.form == "markdown" and not link.embed and not (link.display or "").strip():
            yield _problem(text, link.start, link.end, "")


def _is_blank(text: str, url: Url) -> bool:
    """Whether a link has no text; a place on the map, `[](geo:…)`, is drawn by Map View without one."""
    return not text[url.text_start : url.text_end].strip() and not url.url.startswith("geo:")


def _empty_wiki_links(note: Note) -> Iterator[Problem]:
    """`[[]]` and `![[ ]]`, which are no links."""
    for match in _EMPTY_WIKI.finditer(note.text, note.body_start):
        start = match.start()
        before = note.text[start - 1 : start]
        if not note.is_opaque(start) and not (
            before in ("\\", "[", "=", "(") or (before.isascii() and before.isalnum())
        ):
            yield _problem(note.text, start - (note.text[start - 1 : start] == "!"), match.end(), "")


def _is_empty(link: Link) -> bool:
    """`[[|text]]` and `[[#]]`."""
    if link.form != "wiki" or link.key:
        return False
    return link.path.startswith(("|", "\\|")) or not (link.subpath or link.path.strip("\\ "))


def _shown(link: Link) -> str:
    if link.display is not None:
        return link.display.strip()
    return (link.path.lstrip("|\\") + ("#" + link.subpath if link.subpath else "")).strip()


def _problem(text: str, start: int, end: int, shown: str) -> Problem:
    written = text[start:end]
    if shown:
        message = say("`{written}` has no target: name one, or keep the text only", written=_short(written))
    elif written.startswith("[["):
        message = say("`{written}` names no note: name one, or remove it", written=_short(written))
    elif written.startswith("["):
        message = say(
            "`{written}` has no text, so that nobody can see or click it: give it one, or remove it",
            written=_short(written),
        )
    else:
        message = say("`{written}` embeds nothing: name a file, or remove it", written=_short(written))
    if not shown and text[end : end + 1] == " ":
        end += text[start - 1 : start] in ("", " ", "\n")
    fix = None
    if keeps_marks(text, start, end, shown):
        action = say("keep the text only") if shown else say("remove it")
        fix = Fix(action, (Edit(start, end, shown),), Applicability.UNSAFE, _CHANGES)
    return Problem(start, start + len(written), message, fix)


def _short(written: str) -> str:
    return written if len(written) <= 80 else written[:79] + "…"
