"""Punctuation that is written twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.cjk._text import TEXT, changes
from vaultlint.rules.rule import Context, StrictOptions, Style, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_REPEATED = lazy_regex(r"([，、；：])\1+")
_ANY = lazy_regex("[，、；：]")
_DOUBLES = {mark: re.compile(mark * 2) for mark in "，、；："}  # patterns find them faster than `in` does


@note_rule(
    "cjk",
    fix=Applicability.SAFE,
    options=StrictOptions,
    styles=(Style(shows=lambda note: _ANY.search(note.text) is not None),),
)
def repeated_punctuation(note: Note, context: Context, options: StrictOptions) -> Iterator[Problem]:
    """A full-width comma, enumeration comma, semicolon or colon that is written more than once: `，，`.

    `！！！` and `。。。` are a writer's voice and are not reported.

    ## Fix

    Keeps one. Safe: the sentence says the same.

    ## Bad

    ```md
    苹果、、梨，，都好吃。
    ```

    ## Good

    ```md
    苹果、梨，都好吃。
    ```
    """
    text, start = note.text, note.body_start
    if text.isascii() or not any(mark in text and double.search(text, start) for mark, double in _DOUBLES.items()):
        return
    for match in _REPEATED.finditer(note.prose):
        start, end = match.span()
        fix = Fix(
            say("keep one `{mark}`", mark=match[1]),
            (Edit(start, end, match[1]),),
            changes=changes(note, start, TEXT),
        )
        yield Problem(start, end, say("`{written}`: write `{mark}` once", written=match[0], mark=match[1]), fix)
