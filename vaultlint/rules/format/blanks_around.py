"""Blank lines around code fences, lists, tables and quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.format._around import missing_blank_lines
from vaultlint.rules.rule import Context, StrictOptions, Style, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_LEAD_IN = lazy_regex(r".*[:：][*_]*|\*\*.+\*\*|__.+__", re.DOTALL)


def _shown_by(*kinds: str) -> Style:
    """The style of the notes that have such a block."""
    return Style(shows=lambda note: any(kind in note.by_kind for kind in kinds))


@note_rule("format", fix=Applicability.SAFE, options=StrictOptions, styles=(_shown_by("fence"),))
def blanks_around_fence(note: Note, context: Context, options: StrictOptions) -> Iterator[Problem]:
    """A code fence that touches the line above or below it.

    Blank lines make the fence stand out in the source. Fences in list items and quotes are left alone: a blank line
    there would change the list.

    ## Fix

    Adds the blank lines. Safe: the note looks the same.

    ## Bad

    ````md
    Run this:
    ```sh
    make
    ```
    Then that.
    ````

    ## Good

    ````md
    Run this:

    ```sh
    make
    ```

    Then that.
    ````
    """
    yield from missing_blank_lines(note, ("fence",), say("code fence"))


@frozen
class ListOptions(StrictOptions):
    """The options of blanks-around-list."""

    lead_in: bool = option(True, "A line of bold text, or one that ends in a colon, may stand directly above its list.")


@note_rule("format", fix=Applicability.SAFE, options=ListOptions, styles=(_shown_by("list", "ordered-list"),))
def blanks_around_list(note: Note, context: Context, options: ListOptions) -> Iterator[Problem]:
    """A list that touches the line above or below it.

    Many Markdown tools take a list that follows a paragraph without a blank line for part of that paragraph. A line
    that introduces the list, because it is bold or ends in a colon, may cling to it. Lists inside other lists and
    quotes are left alone, and so is text that clings to the last item: it belongs to that item.

    ## Fix

    Adds the blank lines. Safe: the note looks the same.

    ## Bad

    ```md
    Some fruit grows on trees.
    - apples
    - pears
    ```

    ## Good

    ```md
    Some fruit grows on trees.

    - apples
    - pears
    ```
    """
    yield from missing_blank_lines(note, ("list", "ordered-list"), say("list"), _LEAD_IN if options.lead_in else None)


@note_rule("format", fix=Applicability.SAFE, triggers=("|",), options=StrictOptions, styles=(_shown_by("table"),))
def blanks_around_table(note: Note, context: Context, options: StrictOptions) -> Iterator[Problem]:
    """A table that touches the line above or below it.

    Obsidian shows a table only where a blank line separates it from the paragraph above.

    ## Fix

    Adds the blank lines. Safe: tools that show the table today show the same one.

    ## Bad

    ```md
    Prices:
    | fruit | price |
    | ----- | ----- |
    | apple | 1     |
    ```

    ## Good

    ```md
    Prices:

    | fruit | price |
    | ----- | ----- |
    | apple | 1     |
    ```
    """
    yield from missing_blank_lines(note, ("table",), say("table"))


@note_rule("format", fix=Applicability.SAFE, triggers=(">",), options=StrictOptions, styles=(_shown_by("quote"),))
def blanks_around_quote(note: Note, context: Context, options: StrictOptions) -> Iterator[Problem]:
    """A quote or callout that touches the line above or below it.

    Blank lines show where the quote begins. A line without `>` that clings to the end of a quote belongs to it and is
    left alone, and so are quotes in list items.

    ## Fix

    Adds the blank lines. Safe: the note looks the same.

    ## Bad

    ```md
    She said:
    > Begin at the beginning.
    ```

    ## Good

    ```md
    She said:

    > Begin at the beginning.
    ```
    """
    yield from missing_blank_lines(note, ("quote",), say("quote"))
