"""stale-note."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say_number
from vaultlint.rules.frontmatter._dates import is_datetime
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note


@note_rule("frontmatter", when=lambda settings, _: any(each.properties for each in settings.note_types))
def stale_note(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A note that was looked through too long ago, by a date among its properties.

    Only where the note type says how many days a date may lie back (`stale-after`). What a vault says of the world
    grows old silently; whoever looks the note through sets the date anew. Values that are no date are left to
    invalid-property, and notes without the property to missing-property.

    ## Example configuration

    ```toml
    [[note-types]]
    name = "guide"
    paths = ["**"]
    properties.reviewed = { type = "date", stale-after = 365 }
    ```

    ## Bad

    ```md
    ---
    reviewed: 2019-05-01
    ---
    ```

    ## Good

    ```md
    ---
    reviewed: 2999-05-01
    ---
    ```
    """
    if note.frontmatter is None or not context.today:
        return
    today = datetime.date.fromisoformat(context.today)
    for prop in note.frontmatter.properties:
        rule = context.note_type.properties.get(prop.key)
        for value in prop.values if rule is not None and rule.stale_after else ():
            days = (today - datetime.date.fromisoformat(value.text[:10])).days if is_datetime(value.text) else 0
            if rule is not None and rule.stale_after and days > rule.stale_after:
                message = say_number(
                    days,
                    "`{key}` is {n} day ago, and such a note is stale after {most}: look it through, and set `{key}` "
                    "anew",
                    "`{key}` is {n} days ago, and such a note is stale after {most}: look it through, and set `{key}` "
                    "anew",
                    key=prop.key,
                    most=rule.stale_after,
                )
                yield Problem(value.start, value.end, message, subject=f"stale {prop.key}")
