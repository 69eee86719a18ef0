"""bracketed-heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_AT_END = lazy_regex(r"[ \t]*(?P<brackets>[（(](?P<inner>[^（()）\r\n]*)[)）])(?P<colon>[：:]?)[ \t]*$")
_LEAD_IN = lazy_regex(r"(?m)^[ \t>]*(?P<item>[-*+][ \t]+|\d{1,3}[.)][ \t]+)?\*\*(?P<text>[^*\r\n]*[）)][：:]?)\*\*")


@frozen
class Options:
    """Options of bracketed-heading."""

    allow: str = option(
        r"[\x00-\x7f]+", "A regular expression; brackets whose whole content it matches are allowed.", type="regex"
    )
    labels: dict[str, str] = option(
        {},
        "For a level-2 heading, a regular expression: headings and lead-ins under it that begin so are fixed labels, "
        "behind which no brackets are allowed, whatever they hold.",
        type="regex",
    )
    list_items: bool = option(True, "Bold lead-ins of list items count too.")


@note_rule("sections", default=False, fix=Applicability.UNSAFE, options=Options)
def bracketed_heading(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """An explanation in brackets at the end of a heading or of a bold lead-in.

    `正文（中文翻译）`, `风险与不足（基于原文）`: such remarks say how a text was made, make links to the heading
    long, and differ from note to note. Empty brackets are reported too. A gloss or abbreviation in Latin letters, such
    as `思维链（CoT）`, is allowed (option `allow`), but not behind fixed labels (option `labels`). With
    `list-items = false`, lead-ins of list items may have remarks.

    ## Fix

    Removes the brackets and what they hold. Unsafe: the words are gone.

    ## Bad

    ```md
    ## 正文（中文翻译）

    **风险与不足（基于原文明确提及）**
    ```

    ## Good

    ```md
    ## 正文

    **风险与不足**
    ```
    """
    if "）" not in note.text and ")" not in note.text:
        return
    allowed = re.compile(options.allow)
    labels = {title: re.compile(label) for title, label in options.labels.items()}
    places = [(heading.text_start, heading.text_end) for heading in note.headings]
    places += [
        match.span("text")
        for match in _LEAD_IN.finditer(note.text, note.body_start)
        if options.list_items or not match["item"]
    ]
    for start, end in sorted(set(places)):
        label = labels.get(note.section_at(start)) if labels else None
        is_fixed = label is not None and label.match(note.text, start, end) is not None
        yield from _problems(note, start, end, None if is_fixed else allowed)


def _problems(note: Note, start: int, end: int, allowed: re.Pattern[str] | None) -> Iterator[Problem]:
    match = _AT_END.search(note.text[start:end])
    if match is None or not match.start() or note.is_opaque(start) or note.is_opaque(start + match.start("brackets")):
        return
    inner = match["inner"].strip()
    if (inner and allowed and allowed.fullmatch(inner)) or note.text[start + match.start("brackets") - 1] == "]":
        return
    edit = Edit(start + match.start(), start + match.end("brackets"), "")
    fix = Fix(
        say("remove `{brackets}`", brackets=match["brackets"]),
        (edit,),
        Applicability.UNSAFE,
        frozenset({"headings", "text"}),
    )
    heading, brackets = note.text[start:end].strip(), match["brackets"]
    message = (
        say("an explanation in brackets at the end of `{text}`: remove `{brackets}`", text=heading, brackets=brackets)
        if inner
        else say("empty brackets at the end of `{text}`: remove `{brackets}`", text=heading, brackets=brackets)
    )
    yield Problem(start + match.start("brackets"), start + match.end("brackets"), message, fix)
