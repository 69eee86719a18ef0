"""unknown-section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import listed, say
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("sections", when=lambda settings, _: not all(each.other_sections for each in settings.note_types))
def unknown_section(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A level-2 heading that the note type does not allow.

    Only for note types with `other-sections = false`. A closed list keeps what belongs into the properties or into
    another section from getting a heading of its own. Headings that only misspell a section are left to
    misspelt-section.

    ## Example configuration

    ```toml
    [[note-types]]
    name = "topic"
    paths = ["**"]
    sections = ["定义", "关联主题"]
    other-sections = false
    ```

    ## Bad

    ```md
    ## 定义

    一个概念。

    ## 杂记

    其他。

    ## 关联主题
    ```

    ## Good

    ```md
    ## 定义

    一个概念。

    ### 杂记

    其他。

    ## 关联主题
    ```
    """
    if context.note_type.other_sections:
        return
    layout = context.layout
    misspelt = {miss.heading.start for miss in layout.near.values()}
    allowed = listed([f"`{wanted.name}`" for wanted in layout.wanted])
    for section in note.sections:
        heading = section.heading
        if layout.index(section.title) is None and heading.start not in misspelt:
            message = say(
                "`## {text}` is no section of a `{name}` note: its sections are {allowed}",
                text=heading.text,
                name=context.note_type.name,
                allowed=allowed,
            )
            yield Problem(heading.start, heading.end, message)
