"""banned-heading."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@frozen
class Options:
    """Options of banned-heading."""

    patterns: tuple[str, ...] = option(
        (), "Regular expressions that no heading may contain, of whatever level.", type="regex"
    )


@note_rule(
    "sections",
    options=Options,
    when=lambda settings, options: options.patterns or any(each.forbidden_sections for each in settings.note_types),
)
def banned_heading(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """A heading that the vault does not want: one of the note type's `forbidden-sections`, or a match of `patterns`.

    For sections that have moved elsewhere, such as a list of dates and sources that now lives in the properties, or
    for what a web page leaves behind. `forbidden-sections` are whole level-2 headings; `patterns` are looked for in
    headings of every level.

    ## Example configuration

    ```toml
    [rules.banned-heading]
    patterns = ["^文档信息$"]
    ```

    ## Bad

    ```md
    ## 文档信息

    作者：某人
    ```

    ## Good

    ```md
    ---
    作者: 某人
    ---

    ## 正文
    ```
    """
    forbidden = context.note_type.forbidden_sections
    for heading in note.headings:
        if heading.level == 2 and heading.text in forbidden and not heading.nested:
            message = say(
                "a `{name}` note must not have the section `## {text}`: remove it",
                name=context.note_type.name,
                text=heading.text,
            )
            yield Problem(heading.start, heading.end, message)
            continue
        pattern = next((pattern for pattern in options.patterns if _compiled(pattern).search(heading.text)), None)
        if pattern is not None:
            message = say(
                "heading `{text}` matches the banned `{pattern}`: move what it holds, or rename it",
                text=heading.text,
                pattern=pattern,
            )
            yield Problem(heading.start, heading.end, message)


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
