"""body-heading-1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import Message, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.titles import form_key
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Heading
    from vaultlint.markdown.note import Note

# A line of code beside the heading: then `# …` was a comment in a code block that lost its fence.
_CODE = lazy_regex(
    r"""[ \t]*(?:[$%]\s|>>>\s|[{}\])]
      |(?:pip|npm|npx|yarn|git|cd|curl|docker|python3?|export|sudo|apt|import|from|def|class|for|return|const|let|var)\s
      |[\w.\[\]"']+\s*[:+]?=\s|[\w.]+\([^\n]*\)?$|[^\n]*[;{]$)""",
    re.VERBOSE | re.ASCII,
)

_BLANK = lazy_regex(r"\s*")
_LINE = 200  # characters of the lines above and below that are looked at


@note_rule("sections", default=False, fix=Applicability.UNSAFE)
def body_heading_1(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A level-1 heading in a note whose title is a property.

    With a `title` property, a level-1 heading is a second title; it also ends the section it stands in. Notes without
    the property are not looked at. A `# comment` beside lines of code was in a code block that lost its fence: it is
    reported as such.

    ## Fix

    Removes the heading where it only repeats the title at the start of the note, and otherwise makes it a sub-heading
    of the section it stands in. Unsafe: the outline changes. What was code has no fix.

    ## Bad

    ```md
    ---
    title: 检索
    ---

    # 检索

    ## 正文

    # 索引

    文章。
    ```

    ## Good

    ```md
    ---
    title: 检索
    ---

    ## 正文

    ### 索引

    文章。
    ```
    """
    if not note.title:
        return
    inside = False
    for heading in note.headings:
        inside = inside or (heading.level == 2 and not heading.nested)
        if heading.level == 1 and not heading.nested:
            yield _problem(note, heading, inside)


def _problem(note: Note, heading: Heading, inside: bool) -> Problem:
    shown = " ".join(heading.text.split())
    if not shown:
        return Problem(heading.start, heading.end, say("a heading without text: remove the `#`"))
    if _beside_code(note, heading):
        message = say(
            "`# {shown}` reads as a heading but looks like a comment in code: put the code into a fenced block",
            shown=shown,
        )
        return Problem(heading.start, heading.end, message)
    if not note.text[note.body_start : heading.start].strip() and form_key(heading.text) == form_key(note.title):
        cut_end = _BLANK.match(note.text, heading.end).end()  # type: ignore[union-attr]
        fix = _fix(say("remove the heading"), Edit(heading.start, cut_end, ""))
        return Problem(
            heading.start, heading.end, say("`# {shown}` repeats the title property: remove it", shown=shown), fix
        )
    mark = "###" if inside else "##"
    fix = _fix(
        say("make it `{heading}`", heading=f"{mark} {shown}"), Edit(heading.start, heading.end, f"{mark} {shown}")
    )
    message = say(
        "`# {shown}` is a second title beside the title property: make it a level-{level} heading",
        shown=shown,
        level=len(mark),
    )
    return Problem(heading.start, heading.end, message, fix)


def _fix(message: Message, edit: Edit) -> Fix:
    return Fix(message, (edit,), Applicability.UNSAFE, frozenset({"headings", "structure", "text"}))


def _beside_code(note: Note, heading: Heading) -> bool:
    """Whether text stands right above it, or code right above or below, as with a comment in code."""
    text = note.text
    before = text[max(0, heading.start - _LINE) : heading.start].removesuffix("\n").removesuffix("\r")
    above = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
    below = text[heading.end : heading.end + _LINE].removeprefix("\r").removeprefix("\n").split("\n", 1)[0]
    glued = above.strip() and not above.lstrip().startswith("#")
    return bool(glued) or any(_CODE.match(line.rstrip()) for line in (above, below) if line.strip())
