"""missing-part."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.markdown.layout import spellings_of
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_NUMBER = r"(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.)）、．:：]?|[①-⑳])"


@note_rule("sections", when=lambda settings, _: any(each.parts for each in settings.note_types))
def missing_part(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A part that a section must have, by its lead-in, is not there.

    The note type says which (`parts`): a summary may have to hold 一句话总结, 关键要点 and 风险与不足. A lead-in is
    bold text, a heading or plain text with a colon at the start of a line, with or without a number and a list marker:
    `**1) 一句话总结**`, `**一句话总结**：…`, `1. **一句话总结**`, `### 一句话总结`. `|` separates accepted spellings,
    and `*` in one stands for any characters (`风险*`). What follows the name in brackets does not matter. A
    section with several spellings is named by any of them.

    ## Example configuration

    ```toml
    [[note-types]]
    name = "blog"
    paths = ["**"]
    [note-types.parts]
    摘要 = ["一句话总结", "关键要点|核心要点"]
    ```

    ## Bad

    ```md
    ## 摘要

    **1) 一句话总结**
    一句话。
    ```

    ## Good

    ```md
    ## 摘要

    **1) 一句话总结**
    一句话。

    **2) 核心要点**
    - 要点。
    ```
    """
    for title, parts in context.note_type.parts.items():
        titles = spellings_of(context.note_type.sections, title)
        section = next((section for section in note.sections if section.title in titles), None)
        if section is None:
            continue
        for part in parts:
            spellings = [spelling.strip() for spelling in part.split("|") if spelling.strip()]
            if not any(_has_part(note.text, section.start, section.end, spelling) for spelling in spellings):
                name = spellings[0]
                message = say(
                    "section `## {title}` has no part `{name}`: add it with the lead-in `**{name}**`",
                    title=section.title,
                    name=name,
                )
                heading = section.heading
                yield Problem(heading.start, heading.end, message, subject=f"{title}/{part}")


def _has_part(text: str, start: int, end: int, spelling: str) -> bool:
    literal = max(spelling.split("*"), key=len)
    return text.find(literal, start, end) >= 0 and _lead_in(spelling).search(text, start, end) is not None


@lru_cache(maxsize=64)
def _lead_in(spelling: str) -> re.Pattern[str]:
    """The spelling at the start of a line: bold, a heading, or with a colon or the line's end behind it."""
    name = r"[^\r\n*:：（(]{0,20}".join(re.escape(part) for part in spelling.split("*"))
    marker = r"^[ \t>]*(?:[-*+][ \t]+|\d{1,3}[.)][ \t]+)?"
    marked = rf"(?:#{{1,6}}[ \t]+|\*\*|__)[ \t]*(?:{_NUMBER}[ \t]*)?(?:\*\*)?{name}(?!\w)"
    plain = rf"(?:{_NUMBER}[ \t]*)?{name}[ \t]*(?:[：:]|\r?$)"
    return re.compile(rf"{marker}(?:{marked}|{plain})", re.MULTILINE)
