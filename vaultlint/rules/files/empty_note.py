"""empty-note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.rule import Context, StrictOptions, Style, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_CONTENT = lazy_regex("[^\\s\ufeff\u200b]")
# What tools and templates give every note: properties that say nothing of what the note is about.
_ABOUT_NOTE = frozenset(
    {"title", "alias", "aliases", "tag", "tags", "cssclass", "cssclasses", "id", "uid", "publish", "draft", "permalink"}
    | {"date", "created", "updated", "modified", "date created", "date modified", "date-created", "date-modified"}
    | {"created_at", "updated_at", "标题", "别名", "标签", "日期", "创建日期", "更新日期", "创建时间", "更新时间"}
)


_INDEX = frozenset({"index", "_index", "readme"})  # what stands for its folder, whose name or title is all there is


def _is_record(note: Note) -> bool:
    """Whether properties hold what the note is about."""
    properties = note.frontmatter.properties if note.frontmatter else ()
    if properties and note.name.casefold() in _INDEX:
        return True
    return any(prop.key.casefold() not in _ABOUT_NOTE and (prop.texts or prop.nested) for prop in properties)


@note_rule("files", options=StrictOptions, styles=(Style(shows=lambda _note: True, lone=True),))
def empty_note(note: Note, context: Context, options: StrictOptions) -> Iterator[Problem]:
    """A note that holds nothing but properties and blanks.

    Such notes come about when a link to a note that does not exist is clicked by mistake, or when an import failed
    half-way. A note that has properties besides its title, dates, aliases, tags and the like is no empty one: it is a
    record, which Bases and Dataview show. Nor is the index of a folder (`index.md`, `_index.md`) that has properties.

    ## Bad

    ```md
    ---
    title: A note to be
    ---
    ```

    ## Good

    ```md
    ---
    title: A note
    ---

    With text.
    ```
    """
    if _CONTENT.search(note.text, note.body_start) is None and not _is_record(note):
        message = (
            say("the note is empty, there is nothing below its properties: write it or delete it")
            if note.frontmatter
            else say("the note is empty, there is nothing in it: write it or delete it")
        )
        yield Problem(0, 0, message, subject="empty")
