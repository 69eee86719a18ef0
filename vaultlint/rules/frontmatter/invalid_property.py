"""invalid-property."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Fix, Problem, Severity
from vaultlint.language import listed, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.placeholders import has_placeholder
from vaultlint.rules.frontmatter._dates import is_after
from vaultlint.rules.frontmatter._typed import count_faults, is_unique, leads_where_it_may
from vaultlint.rules.frontmatter._types import Fault, type_faults
from vaultlint.rules.frontmatter._values import PROPERTIES, nearest, rewrite, shown
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Property
    from vaultlint.markdown.note import Note
    from vaultlint.settings import PropertyRule

_ELSEWHERE = lazy_regex(r"\{\{|\[\[[^\[\]\r\n]+\]\]")


@note_rule("frontmatter", severity=Severity.ERROR, fix=Applicability.SAFE, parts=(leads_where_it_may, is_unique))
def invalid_property(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A value that is not what the note type, or Obsidian's type of the property, asks for.

    A note type can ask for a `type` (text, list, number, checkbox, date, datetime, tags, aliases, link, url), for one
    of some `values`, for a `pattern`, for a date that is `not-after-today`, for a number of values between `min` and
    `max`, for values that no other note of the type has (`unique`), and for links that lead `to` notes of a type, into
    a folder (`people/`) or to files that a glob matches. Without a `type`, the one that was chosen in Obsidian holds
    (`.obsidian/types.json`). Empty properties are left to `missing-property`, links that lead nowhere to `broken-link`.

    ## Fix

    Writes a date such as `2025年1月2日`, `2025/1/2` or `2025.1.2` as `2025-01-02`. Safe: it is the same day. A date
    with the year at the end is left alone, because it can be read in two ways.

    ## Example configuration

    ```toml
    [[note-types]]
    name = "blog"
    paths = ["**"]
    properties."发布日期" = { type = "date" }
    ```

    ## Bad

    ```md
    ---
    发布日期: 2025年1月2日
    ---
    ```

    ## Good

    ```md
    ---
    发布日期: 2025-01-02
    ---
    ```
    """
    rules, types = context.note_type.properties, context.obsidian.property_types
    if note.frontmatter is None or not (rules or types):
        return
    for prop in note.frontmatter.properties:
        rule = rules.get(prop.key)
        if rule and rule.type:
            yield from _of_type(note, prop, rule.type, strict=True)
        elif types and prop.key not in ("tags", "aliases", "cssclasses"):
            yield from _of_type(note, prop, _obsidian_type(types, prop.key), strict=False)
        if rule:
            yield from _values(prop, rule, context.today)
            yield from count_faults(prop, rule)


def _of_type(note: Note, prop: Property, kind: str, *, strict: bool) -> Iterator[Problem]:
    written = note.text[prop.start : prop.end] if prop.nested else ""
    if _ELSEWHERE.search(written):
        return  # left to `invalid-frontmatter` and `unquoted-property-link`
    for fault in type_faults(prop, kind, strict=strict):
        start, end = (fault.value.start, fault.value.end) if fault.value else (prop.start, prop.end)
        yield Problem(start, end, fault.message, _fix(fault))


def _fix(fault: Fault) -> Fix | None:
    better = fault.better
    edit = rewrite(fault.value, better) if fault.value and better else None
    return Fix(say("write `{text}`", text=better), (edit,), changes=PROPERTIES) if edit and better else None


def _obsidian_type(types: dict[str, str], key: str) -> str:
    """The type Obsidian has for a property; it compares names without case (58)."""
    found = types.get(key)
    if found is None:
        folded = key.lower()
        found = next((kind for name, kind in types.items() if name.lower() == folded), "")
    return found


def _values(prop: Property, rule: PropertyRule, today: str) -> Iterator[Problem]:
    for value in prop.values:
        text = value.text.strip()
        if not text or value.type == "empty" or has_placeholder(text):
            continue
        if rule.values and text not in rule.values:
            near = nearest(text, rule.values)
            allowed = listed([f"`{word}`" for word in rule.values])
            message = (
                say(
                    "`{key}` must not be `{text}`: did you mean `{near}`?",
                    key=shown(prop.key),
                    text=shown(text),
                    near=near,
                )
                if near
                else say(
                    "`{key}` must not be `{text}`: use one of {allowed}",
                    key=shown(prop.key),
                    text=shown(text),
                    allowed=allowed,
                )
            )
            yield Problem(value.start, value.end, message)
        elif rule.pattern and not re.fullmatch(rule.pattern, text):
            message = say(
                "`{key}` is `{text}`, which does not match `{pattern}`",
                key=shown(prop.key),
                text=shown(text),
                pattern=rule.pattern,
            )
            yield Problem(value.start, value.end, message)
        if rule.not_after_today and is_after(text, today):
            message = say(
                "`{key}` is {text}, which is after today ({today}): correct the date",
                key=shown(prop.key),
                text=shown(text),
                today=today,
            )
            yield Problem(value.start, value.end, message)
