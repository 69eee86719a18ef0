"""Spaces beside full-width punctuation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.cjk._text import HAN, changes, line_bounds
from vaultlint.rules.rule import Context, StrictOptions, Style, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_PUNCTUATION = "，。；：！？、"
_ANY = lazy_regex(f"[{_PUNCTUATION}]")
_WORD = rf"{HAN}A-Za-z0-9"
# A space that stands between a word and punctuation. Marks of emphasis, links and code are no words: a space beside
# `**` is what makes it bold, and one beside a URL ends it.
_IN_FRONT = rf"(?=[{_PUNCTUATION}])(?<=[{_WORD}%）】》」』”] )"
_BEHIND = rf"(?=[{_WORD}（【《「『“])(?<=[{_PUNCTUATION}] )(?!\d+[.，、)）])"
_CHINESE = lazy_regex(f"[{HAN}]")
_SPACE = lazy_regex(f" (?:{_IN_FRONT}|{_BEHIND})")


@note_rule(
    "cjk",
    fix=Applicability.SAFE,
    triggers=(" ",),
    options=StrictOptions,
    styles=(Style(shows=lambda note: _ANY.search(note.text) is not None),),
)
def space_around_punctuation(note: Note, context: Context, options: StrictOptions) -> Iterator[Problem]:
    """A space in front of or behind full-width punctuation: `中文 ，` or `， 中文`.

    Full-width punctuation brings its own space. In a line that is not Chinese (`Part 4： Notes`) the mark stands in for
    the ordinary one, and its space is meant; Japanese and Korean text has its own habits. Spaces beside `**`, links,
    code and URLs are not reported: the first ones carry the bold, the others end the URL.

    ## Fix

    Removes the space, outside code and links. Safe: only white space changes.

    ## Bad

    ```md
    第一 ，第二。 第三。
    ```

    ## Good

    ```md
    第一，第二。第三。
    ```
    """
    for match in _SPACE.finditer(note.prose, note.body_start):
        start, end = match.span()
        before = note.text[start - 1]
        if not (_is_in_chinese(note, start) and note.is_chinese(start)):
            continue
        message = (
            say("a space behind the full-width `{mark}`: remove it", mark=before)
            if before in _PUNCTUATION
            else say("a space in front of the full-width `{mark}`: remove it", mark=note.text[end])
        )
        fix = Fix(say("remove the space"), (Edit(start, end, ""),), changes=changes(note, start))
        yield Problem(start, end, message, fix)


def _is_in_chinese(note: Note, offset: int) -> bool:
    """Whether the line has something Chinese besides its punctuation."""
    low, high = line_bounds(note, offset)
    return _CHINESE.search(note.text, low, high) is not None
