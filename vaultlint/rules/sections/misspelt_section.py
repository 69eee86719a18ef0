"""misspelt-section."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Heading
    from vaultlint.markdown.layout import NearMiss
    from vaultlint.markdown.note import Note

_WHAT = {
    "form": say("`{written}` differs from the section `## {name}` in spaces, width or punctuation: write `## {name}`"),
    "case": say("`{written}` differs from the section `## {name}` in its upper and lower case: write `## {name}`"),
    "level": say("`{written}` has the wrong level for the section `## {name}`: write `## {name}`"),
    "word": say("`{written}` is not a section of this note type: did you mean `## {name}`?"),
}


@note_rule("sections", fix=Applicability.SAFE)
def misspelt_section(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A heading that comes so close to a section's name that this section was surely meant.

    `## 摘 要`, `## 摘要：`, `### 摘要` and `## 相关文挡` look right to a reader, but nothing that looks for the section
    finds it: its relations and topics are not read. Only sections that the note lacks are looked for. In names of three
    characters and more one wrong, missing or swapped character counts; shorter names are compared by form only. An
    optional section is recognised behind a wrong character or level only where a list of wiki links stands under it.

    ## Fix

    Safe where only spaces, width, bold marks or punctuation at the end change. Unsafe for another level, for a changed
    character, and for upper and lower case.

    ## Bad

    ```md
    ## 摘 要

    一句话。

    ## 正文：

    文章。

    ## 相关文挡

    ### 关联主题
    ```

    ## Good

    ```md
    ## 摘要

    一句话。

    ## 正文

    文章。

    ## 相关文档

    ## 关联主题
    ```
    """
    for miss in context.layout.near.values():
        heading = miss.heading
        kind = "case" if miss.kind == "form" and _letters(heading.text) != _letters(miss.name) else miss.kind
        message = _WHAT[kind].with_fields(written=_written(note, heading), name=miss.name)
        yield Problem(heading.start, heading.end, message, _fix(note, miss, kind))


def _written(note: Note, heading: Heading) -> str:
    written = note.text[heading.start : heading.end]
    return " ".join(written.split()) if written.startswith("#") else heading.text


def _fix(note: Note, miss: NearMiss, kind: str) -> Fix | None:
    heading = miss.heading
    atx = note.text.startswith("#", heading.start)
    if miss.kind == "level" and not atx:
        return None
    edits = (Edit(heading.start, heading.text_end, f"## {miss.name}"),)
    if heading.level == 2:
        edits = (Edit(heading.text_start, heading.text_end, miss.name),)
    applicability = Applicability.SAFE if kind == "form" else Applicability.UNSAFE
    changes = {"headings", "text", "emphasis"} | ({"structure"} if miss.kind == "level" else set())
    return Fix(say("write `## {name}`", name=miss.name), edits, applicability, frozenset(changes))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))
