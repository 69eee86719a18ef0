"""glued-url."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.bare_urls import BareUrl, glued_urls
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_HOST = lazy_regex(r"(?:[a-z]+://)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?\Z", re.ASCII | re.IGNORECASE)
_OPENING = "（《【「『“‘〈〔［｛"
_MARKS = "*_~="
# Typography inside of an address: an apostrophe between letters, quotes in the middle of a name.
_IN_ADDRESS = lazy_regex(r"(?<=[A-Za-z])[’ʼ′](?=[^\W\d_])|“[^”]{1,80}”[A-Za-z0-9_/-]|‘[^’]{1,80}’[A-Za-z0-9_/-]")


@note_rule("links", fix=Applicability.SAFE, triggers=("://", "www."))
def glued_url(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A bare web address with full-width punctuation or Chinese text directly behind it.

    GitHub and most other renderers end an address only at a space: in `见 https://example.org。后文` the link takes the
    full stop and all that follows along, and does not open. An apostrophe between letters (`/it’s`) belongs to the
    address.

    ## Fix

    Puts the address in angle brackets, which are not shown: `<https://example.org>。` Safe; unsafe in front of an
    opening bracket, which might belong to the address.

    ## Bad

    ```md
    见 https://example.org/tea。后文。
    ```

    ## Good

    ```md
    见 <https://example.org/tea>。后文。
    ```
    """
    for url in glued_urls(note):
        text = note.text
        if url.end <= url.url_end or text[url.url_end - 1] in _MARKS or text[url.url_end] in _MARKS:
            continue
        behind = next(character for character in text[url.url_end : url.end] if not character.isascii())
        if not _ends_address(text, url, behind):
            continue
        level = Applicability.UNSAFE if behind in _OPENING else Applicability.SAFE
        fix = _fix(url, level) if text[url.start] not in "wW" else None  # `<www.…>` is no link
        rest = _short(text[url.url_end : url.end])
        message = say("renderers take `{rest}` for a part of this address: write `<…>` around the address", rest=rest)
        yield Problem(url.start, url.end, message, fix)


def _fix(url: BareUrl, level: Applicability) -> Fix:
    edits = (Edit(url.start, url.start, "<"), Edit(url.url_end, url.url_end, ">"))
    return Fix(say("put the address in `<…>`"), edits, level, frozenset({"links", "text"}))


def _ends_address(text: str, url: BareUrl, behind: str) -> bool:
    """Whether what follows cannot belong to the address: punctuation, or letters directly behind the host."""
    host = text[url.start : url.url_end]
    if len(host) < 5 or host.endswith("://"):
        return False
    if unicodedata.category(behind)[0] in "PS":
        goes_on = _IN_ADDRESS.match(text, url.url_end, url.end) is not None
        return behind not in "—–-·•…" and "." in host and not goes_on
    return behind.isalpha() and _HOST.match(host) is not None and not host.startswith("www.")


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:19] + "…"
