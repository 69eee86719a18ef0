"""relation-outside-section."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.markdown.titles import nearness
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("relations")
def relation_outside_section(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A line that is written as a relation but does not stand in the relation section.

    Only the relation section is read: elsewhere the line is a plain link and its reason is lost. Lines in code, and
    lines under a heading that only misspells the section (see misspelt-section), are not reported.

    ## Bad

    ```md
    ## 正文

    - [[A]]；关联理由：引用；说明：本文引用了它的数据。
    ```

    ## Good

    ```md
    ## 正文

    ## 相关文档

    - [[A]]；关联理由：引用；说明：本文引用了它的数据。
    ```
    """
    settings = context.settings.relations
    if settings.reason_label not in note.text:
        return
    links = {link.end: link for link in note.links if not link.key}
    for match in _label(settings.reason_label).finditer(note.text, note.body_start):
        link = links.get(match.start())
        if (
            link
            and nearness(link.section, settings.section) is None
            and not _under_near_heading(note, link.start, settings.section)
        ):
            start = note.text.rfind("\n", 0, link.start) + 1
            if not note.text[start : link.start].strip(" \t-*+>"):
                message = (
                    f"this relation stands outside of `## {settings.section}`, where it is not read: move it there"
                )
                yield Problem(link.start, match.end(), message)


@lru_cache(maxsize=8)
def _label(label: str) -> re.Pattern[str]:
    """What stands behind the link of a relation."""
    return re.compile(rf"(?<=[\])])[ \t]*[；;，,][ \t]*{re.escape(label)}[ \t]*[：:]")


def _under_near_heading(note: Note, offset: int, name: str) -> bool:
    """Whether the last heading in front of `offset`, of whatever level, seems to mean the section."""
    before = [heading for heading in note.headings if heading.start < offset and not heading.nested]
    return bool(before) and nearness(before[-1].text, name) is not None and before[-1].text != name
