"""missing-property."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem, Severity
from vaultlint.language import say
from vaultlint.rules.frontmatter._blocks import misplaced_block
from vaultlint.rules.frontmatter._values import PROPERTIES, is_empty, line_end, quoted
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Frontmatter, Property
    from vaultlint.markdown.note import Note


@note_rule(
    "frontmatter",
    severity=Severity.ERROR,
    fix=Applicability.UNSAFE,
    when=lambda settings, _: any(each.properties for each in settings.note_types),
)
def missing_property(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A property that the note type requires and that is absent or empty.

    A note type requires a property with `required = true`. Notes whose properties cannot be read are left to
    `invalid-frontmatter`, `full-width-key` and `misplaced-frontmatter`.

    ## Fix

    Makes the file name the `title`. Unsafe: the title may be meant to be longer or to hold characters that a file name
    cannot hold. Other properties are for people to fill in.

    ## Example configuration

    ```toml
    [[note-types]]
    name = "note"
    paths = ["**"]
    properties.title = { required = true }
    ```

    ## Bad

    ```md A good name.md
    ---
    tags: [example]
    ---
    ```

    ## Good

    ```md A good name.md
    ---
    title: "A good name"
    tags: [example]
    ---
    ```
    """
    required = [key for key, rule in context.note_type.properties.items() if rule.required]
    block = note.frontmatter
    if not required or (block and block.error):
        return
    found = block.by_key if block else {}
    missing = [key for key in required if key not in found or is_empty(found[key])]
    if not missing or misplaced_block(note) is not None:
        return
    for key in missing:
        prop = found.get(key)
        fix = _title_fix(note, prop) if key == "title" and not _unfit(context, note.name) else None
        yield _empty(prop, fix) if prop else _absent(note, key, fix, list(found))


def _empty(prop: Property, fix: Fix | None) -> Problem:
    message = (
        say("`title` is empty: write a title")
        if prop.key == "title"
        else say("`{key}` is empty: fill it in", key=prop.key)
    )
    return Problem(prop.key_start, prop.key_end, message, fix, subject=prop.key)


def _absent(note: Note, key: str, fix: Fix | None, found: list[str]) -> Problem:
    similar = next((other for other in found if other.casefold() == key.casefold()), None)
    message = (
        say("the property `{key}` is missing: rename `{similar}` to `{key}`", key=key, similar=similar)
        if similar
        else say("the property `{key}` is missing: add it", key=key)
    )
    start = note.frontmatter.start if note.frontmatter else 0
    end = start + 3 if note.frontmatter else 0
    return Problem(start, end, message, None if similar else fix, subject=key)


def _unfit(context: Context, name: str) -> bool:
    """Whether a file name would not do as the title: then the fix would only make another finding."""
    rule = context.note_type.properties["title"]
    return bool(rule.values) or bool(rule.pattern and not re.fullmatch(rule.pattern, name)) or not name.isprintable()


def _title_fix(note: Note, prop: Property | None) -> Fix | None:
    value, end = quoted(note.name), line_end(note)
    if prop is not None:
        edit = _fill_in(note, prop, value)
    elif note.frontmatter is not None:
        start = note.frontmatter.text_start
        edit = Edit(start, start, f"title: {value}{end}") if _begins_lines(note, note.frontmatter) else None
    else:
        gap = "" if note.text[note.body_start : note.body_start + 1] in ("", "\r", "\n") else end
        edit = Edit(note.body_start, note.body_start, f"---{end}title: {value}{end}---{end}{gap}")
    return (
        Fix(say("use the file name: `title: {value}`", value=value), (edit,), Applicability.UNSAFE, PROPERTIES)
        if edit
        else None
    )


def _begins_lines(note: Note, block: Frontmatter) -> bool:
    """Whether the properties are lines that begin with their keys, and not `{a: b}`, `? a` or indented lines."""
    return not block.properties or note.text[block.properties[0].key_start - 1] in "\r\n"


def _fill_in(note: Note, prop: Property, value: str) -> Edit | None:
    """The edit that gives an empty property its value; None where it is written in an unusual way."""
    if prop.shape != "scalar" or note.text[prop.key_end : prop.key_end + 1] != ":":
        return None
    written = prop.values[0]
    if written.style not in ("", '"', "'"):
        return None
    if written.end > written.start:
        return Edit(written.start, written.end, value)
    return Edit(prop.key_end + 1, prop.key_end + 1, f" {value}")
