"""date-form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Fix, Problem
from vaultlint.language import say
from vaultlint.markdown.placeholders import has_placeholder
from vaultlint.rules.frontmatter._dates import as_iso
from vaultlint.rules.frontmatter._values import PROPERTIES, rewrite, shown
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vaultlint.markdown.elements import Scalar
    from vaultlint.markdown.note import Note

_FORMS: dict[str, Callable[[str, str, str], str]] = {
    "YYYY-MM-DD": lambda year, month, day: f"{year}-{month}-{day}",
    "YYYY/MM/DD": lambda year, month, day: f"{year}/{month}/{day}",
    "YYYY.MM.DD": lambda year, month, day: f"{year}.{month}.{day}",
    "YYYY年M月D日": lambda year, month, day: f"{year}年{int(month)}月{int(day)}日",
}


@frozen
class Options:
    """Options of date-form."""

    properties: tuple[str, ...] = option((), "The properties that hold dates.")
    form: str = option("YYYY-MM-DD", "How a date is written.", choices=tuple(_FORMS))


@note_rule("frontmatter", fix=Applicability.SAFE, default=False, options=Options, when_set=True)
def date_form(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """A date among the properties that is written in another form than the vault's.

    Only with the option `properties`. Obsidian takes `2026-01-02` for a date, sorts by it and links it to the day's
    note; `2026/1/2` and `2026年1月2日` are texts for it. Dates with a time of day, and those with the year at the end,
    which can be read in two ways, are left alone.

    ## Fix

    Writes the same day in the vault's form and keeps the quotes. Safe.

    ## Example configuration

    ```toml
    [rules.date-form]
    properties = ["created"]
    ```

    ## Bad

    ```md
    ---
    created: 2026年1月2日
    ---
    ```

    ## Good

    ```md
    ---
    created: 2026-01-02
    ---
    ```
    """
    if note.frontmatter is None or not options.properties:
        return
    for prop in note.frontmatter.properties:
        for value in prop.values if prop.key in options.properties else ():
            better = _better(value, options.form)
            if better is not None:
                message = say(
                    "`{key}` is written `{text}`: dates are `{form}` here",
                    key=shown(prop.key),
                    text=shown(value.text),
                    form=options.form,
                )
                edit = rewrite(value, better)
                fix = Fix(say("write `{text}`", text=better), (edit,), changes=PROPERTIES) if edit else None
                yield Problem(value.start, value.end, message, fix)


def _better(value: Scalar, form: str) -> str | None:
    """The same day in the form, or None where it is no date, or written so already."""
    day = None if has_placeholder(value.text) else as_iso(value.text)
    better = _FORMS[form](*day.split("-")) if day else None
    return None if better == value.text else better
