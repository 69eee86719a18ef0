"""future-date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.rules.frontmatter._dates import is_after, is_datetime
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note

_PAST = ("date", "created", "updated", "modified", "published")
_PAST_ZH = ("日期", "发布日期", "更新日期", "记录日期", "创建日期", "创建时间", "更新时间", "发布时间")


@frozen
class Options:
    """Options of future-date."""

    properties: tuple[str, ...] = option(_PAST + _PAST_ZH, "Properties that hold dates of the past.")


@note_rule("frontmatter", default=False, options=Options)
def future_date(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """A date of something past, such as the day of publication, that lies after today.

    The year or the month is mistyped, or a tool made the date up. Tomorrow is not reported: where the author is, it may
    be tomorrow already.

    ## Bad

    ```md
    ---
    发布日期: 2062-02-11
    ---
    ```

    ## Good

    ```md
    ---
    发布日期: 2026-02-11
    ---
    ```
    """
    if note.frontmatter is None:
        return
    by_key = note.frontmatter.by_key
    for key in options.properties:
        for value in by_key[key].values if key in by_key else ():
            if is_after(value.text, context.today) and is_datetime(value.text):
                message = say(
                    "`{key}` is {text}, which is after today ({today}): correct the date",
                    key=key,
                    text=value.text,
                    today=context.today,
                )
                yield Problem(value.start, value.end, message)
