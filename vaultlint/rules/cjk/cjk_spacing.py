"""Spaces between Chinese and Latin text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.cjk._boundaries import Boundary, glued, spaced, spaced_letters
from vaultlint.rules.cjk._text import HAN, changes
from vaultlint.rules.rule import AUTO, Context, Style, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_SPACE = lazy_regex(rf" (?:(?<=[{HAN}] )(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%] )(?=[{HAN}]))")
_MENTION = lazy_regex(r"@[\w-]+\Z")


@frozen
class Options:
    """The options of cjk-spacing."""

    mode: str = option(
        AUTO,
        "`auto`: as nearly all notes do; `consistent`: where most of a note has spaces, all of it should; `always`; "
        "`never`.",
        choices=(AUTO, "consistent", "always", "never"),
    )
    threshold: int = option(
        80, "With `consistent`, the percentage of places with a space from which a note counts as spaced."
    )
    minimum: int = option(8, "With `consistent`, how many places with a space a note must have at least.")


@note_rule(
    "cjk",
    fix=Applicability.SAFE,
    options=Options,
    styles=(Style("consistent", ("always", "never"), "mode"),),
)
def cjk_spacing(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """No space between Chinese text and Latin letters or digits, where the rest has one.

    Some writers put a space between Chinese and Latin text, others leave it to the typography. Both are right; a
    mixture is not. What is right is learned from the vault; in one that has no habit nothing is reported. Selected by
    its name, the rule looks at each note for itself: where most of it has spaces, all of it should. Letters and digits
    are judged apart, because many writers space only letters. Dates (`2024年1月1日`), single letters (`B站`), names
    tied by a hyphen (`AI-应用`), file names, URLs, tags, links and properties are never touched, and neither is
    Japanese or Korean text.

    ## Fix

    Adds the space, outside the marks of emphasis. Safe: only white space changes.

    ## Example configuration

    ```toml
    [rules.cjk-spacing]
    mode = "always"
    ```

    ## Bad

    ```md
    用Python写的**CLI工具**，支持10种格式。
    ```

    ## Good

    ```md
    用 Python 写的 **CLI 工具**，支持 10 种格式。
    ```
    """
    if note.text.isascii():
        return
    if options.mode == "never":
        yield from _surplus(note)
        return
    if options.mode == "always":
        for boundary in glued(note):
            if note.is_chinese(boundary.offset):
                yield _problem(note, boundary, options.mode)
        return
    with_space = spaced(note)
    missing = list(glued(note, 2 * with_space)) if with_space >= options.minimum else []
    missing = [boundary for boundary in missing if note.is_chinese(boundary.offset)]
    if not missing:
        return
    letters = spaced_letters(note)
    for digit, count in ((False, letters), (True, with_space - letters)):
        places = [boundary for boundary in missing if boundary.digit is digit]
        if _is_spaced(count, len(places), options):
            for boundary in places:
                yield _problem(note, boundary, options.mode)


def _is_spaced(with_space: int, without: int, options: Options) -> bool:
    return with_space >= options.minimum and with_space * 100 >= options.threshold * (with_space + without)


def _problem(note: Note, boundary: Boundary, mode: str) -> Problem:
    offset, token, digit, han_first = boundary
    fix = Fix(say("add a space"), (Edit(offset, offset, " "),), changes=changes(note, offset))
    message = _MISSING[digit, han_first, mode == "always"].with_fields(token=token)
    return Problem(offset - 1, offset + 1, message, fix)


# By whether digits stand there, whether Chinese comes first, and whether spaces are always wanted.
_MISSING = {
    (False, False, False): say(
        "no space behind `{token}`: put one between Chinese and Latin text, as the rest of this note does"
    ),
    (False, False, True): say("no space behind `{token}`: put one between Chinese and Latin text"),
    (False, True, False): say(
        "no space in front of `{token}`: put one between Chinese and Latin text, as the rest of this note does"
    ),
    (False, True, True): say("no space in front of `{token}`: put one between Chinese and Latin text"),
    (True, False, False): say(
        "no space behind `{token}`: put one between Chinese and digits, as the rest of this note does"
    ),
    (True, False, True): say("no space behind `{token}`: put one between Chinese and digits"),
    (True, True, False): say(
        "no space in front of `{token}`: put one between Chinese and digits, as the rest of this note does"
    ),
    (True, True, True): say("no space in front of `{token}`: put one between Chinese and digits"),
}


def _surplus(note: Note) -> Iterator[Problem]:
    prose = note.prose
    for match in _SPACE.finditer(prose):
        start, end = match.span()
        if _MENTION.search(prose, max(start - 40, 0), start) or not note.is_chinese(start):
            continue
        fix = Fix(say("remove the space"), (Edit(start, end, ""),), changes=changes(note, start))
        yield Problem(start - 1, end + 1, say("a space between Chinese and Latin text: remove it"), fix)
