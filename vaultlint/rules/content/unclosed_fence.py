"""unclosed-fence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related, Severity
from vaultlint.language import Sentence, listed, say, say_number
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.fences import OpenFence, open_fences
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

# One `#` is a comment in many languages; `[[ -f … ]]` and `[[1, 2], …` are code.
_HEADING = lazy_regex(r"(?m)^[ \t>]{0,3}(?P<heading>#{2,6}[ \t]+[^\r\n]*?)[ \t]*\r?$")
_LINK = lazy_regex(r"!?\[\[[^\[\]\r\n\s$!-][^\[\]\r\n]*\]\]|\[[^\[\]\r\n]+\]\([^()\s]+\)")
_MOST_NAMED = 3


@note_rule("content", severity=Severity.ERROR, triggers=("```", "~~~"))
def unclosed_fence(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A code fence that is never closed and takes in headings or links.

    Without a closing fence everything up to the end of the note is code: its headings and links are gone from the
    outline and the graph, although they are there for all to see in the source. Often a fence further up is the one
    that is not matched: a block that itself shows code fences needs a longer fence around it. A block that runs to the
    end and holds nothing but code is not reported; where the fence names a language, only a heading shows
    that it is not code.

    Where the fence should end is for a person to say, so there is no fix.

    ## Bad

    ````md
    ## 正文

    ```python
    print("一")

    ## 关联主题

    - [[00-元语/Agent]]
    ````

    ## Good

    ````md
    ## 正文

    ```python
    print("一")
    ```

    ## 关联主题

    - [[00-元语/Agent]]
    ````
    """
    for fence in open_fences(note):
        headings = list(_HEADING.finditer(note.text, fence.opening_end, fence.end))
        is_code = note.text[fence.start : fence.opening_end].strip("`~ \t") != ""  # of a language that is named
        links = [] if is_code and not headings else list(_LINK.finditer(note.text, fence.opening_end, fence.end))
        if headings or links:
            yield _problem(note, fence, headings, links)


def _problem(note: Note, fence: OpenFence, headings: list[re.Match[str]], links: list[re.Match[str]]) -> Problem:
    first = (headings or links)[0]
    related = (Related(say("the first that it takes in"), note.path, *first.span("heading" if headings else 0)),)
    opening = note.text[fence.start : fence.opening_end].strip()
    message = say(
        'the code fence "{opening}" is never closed and takes in {swallowed}: close it where the code ends',
        opening=opening,
        swallowed=_swallowed([f"`{match['heading']}`" for match in headings], len(links)),
    )
    return Problem(fence.start, fence.opening_end, message, None, related)


def _swallowed(headings: list[str], links: int) -> Sentence:
    """What a fence takes in: some of the headings, how many more, and how many links."""
    names, more = listed(headings[:_MOST_NAMED]), len(headings) - _MOST_NAMED
    if more > 0:
        names = say_number(more, "{names} and {n} more heading", "{names} and {n} more headings", names=names)
    if not links:
        return names
    if not headings:
        return say_number(links, "{n} link", "{n} links")
    return say_number(links, "{names} and {n} link", "{names} and {n} links", names=names)
