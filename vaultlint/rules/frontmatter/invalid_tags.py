"""invalid-tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import Message, say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.placeholders import has_placeholder
from vaultlint.rules.frontmatter._values import PROPERTIES, rewrite, shown
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Property, Scalar
    from vaultlint.markdown.note import Note

_REFUSED = lazy_regex(r"[\x00-\x1f!-,.:-@\[-^`{-~]")  # ASCII that ends a tag; `-`, `/` and `_` do not
_COMMENT = lazy_regex(r"[ \t]*(#[^\s#,]+(?:[ \t,]+#?[^\s#,]+)*)[ \t]*(?=[\r\n]|\Z)")
_SEPARATOR = lazy_regex(r"[ \t]*[,，、][ \t]*")


@note_rule("frontmatter", fix=Applicability.SAFE)
def invalid_tags(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A `tags` property whose values Obsidian does not take for tags.

    `tags: a, b` is one value with a comma in it, and gives no tag at all; behind `#`, YAML sees a comment. A tag
    consists of letters, digits, `_`, `-` and `/`, holds no space, and is not a number.

    ## Fix

    Makes a list of values that commas separate, and removes `#`. Safe: what was meant is plain. Spaces inside a tag
    become `-` only as an unsafe fix, because the tag then has another name; so do values that `，` or `、` separate,
    which Obsidian takes for one tag.

    ## Bad

    ```md
    ---
    tags: work, reading
    ---
    ```

    ## Good

    ```md
    ---
    tags: [work, reading]
    ---
    ```
    """
    prop = note.frontmatter.get("tags") if note.frontmatter else None
    if prop is None or prop.shape == "map" or prop.nested:
        return
    if prop.shape == "scalar":
        yield from _single(note, prop)
    else:
        for value in prop.values:
            yield from _commented(note, value, in_list=True) if value.type == "empty" else _tag(value)


def _single(note: Note, prop: Property) -> Iterator[Problem]:
    value = prop.values[0]
    if value.type == "empty":
        yield from _commented(note, value, in_list=False)
        return
    separated = _SEPARATOR.search(value.text)
    hashed = value.text.split() if value.text.count("#") > 1 else []
    tags = _SEPARATOR.split(value.text.strip(" ,，、")) if separated else hashed
    tags = [tag.removeprefix("#") for tag in tags]
    if len(tags) < 2 or has_placeholder(value.text):
        yield from _tag(value)
        return
    safe = "，" not in value.text and "、" not in value.text
    written, wanted = shown(value.text), shown(", ".join(tags))
    message = (
        say("`{text}` gives no tag at all: write `[{tags}]`", text=written, tags=wanted)
        if safe
        else say("`{text}` is one tag: write `[{tags}]`", text=written, tags=wanted)
    )
    yield Problem(value.start, value.end, message, _list_fix(value, tags, safe=safe))


def _list_fix(value: Scalar, tags: list[str], *, safe: bool) -> Fix | None:
    if value.style not in ("", '"', "'") or not all(map(_is_tag, tags)):
        return None
    level = Applicability.SAFE if safe else Applicability.UNSAFE
    edit = Edit(value.start, value.end, f"[{', '.join(tags)}]")
    return Fix(say("write a list"), (edit,), level, PROPERTIES)


def _commented(note: Note, value: Scalar, *, in_list: bool) -> Iterator[Problem]:
    """`tags: #a` and `- #a`, where YAML sees an empty value and a comment."""
    match = _COMMENT.match(note.text, value.start)
    if match is None or "\n" in note.text[value.start : match.start(1)]:
        return
    tags = re.split(r"[ \t,]+#?", match[1].removeprefix("#"))
    fixable = all(map(_is_tag, tags)) and (len(tags) == 1 or not in_list)
    written = tags[0] if in_list else f"[{', '.join(tags)}]"
    fix = (
        Fix(say("write the tag without `#`"), (Edit(*match.span(1), written),), changes=PROPERTIES) if fixable else None
    )
    yield Problem(
        *match.span(1),
        say(
            "YAML takes `{written}` for a comment, so that there is no tag: write `{better}`",
            written=shown(match[1]),
            better=shown(written),
        ),
        fix,
    )


def _tag(value: Scalar) -> Iterator[Problem]:
    """What is wrong with one value that should be one tag."""
    text = value.text.strip()
    if not text or has_placeholder(text):
        return
    bare = text.lstrip("#")
    better = "-".join(bare.split())
    if bare and bare == text and " " not in bare and _is_tag(bare):
        return
    edit = rewrite(value, better) if _is_tag(better) else None
    level = Applicability.SAFE if better == bare else Applicability.UNSAFE
    fix = Fix(say("write `{text}`", text=better), (edit,), level, PROPERTIES) if edit else None
    yield Problem(value.start, value.end, _said(shown(text), bare, better), fix)


def _said(text: str, bare: str, better: str) -> Message:
    refused = _REFUSED.search(bare)
    if refused:
        return say(
            "`{text}` is no tag, because of `{mark}`: use letters, digits, `_`, `-` and `/`", text=text, mark=refused[0]
        )
    if not _is_tag(better):
        return say("`{text}` is no tag: a tag needs at least one character that is not a digit", text=text)
    if better != bare:
        return say("a tag cannot hold spaces: `{text}` is no tag; write `{better}`", text=text, better=shown(better))
    return say("tags in properties have no `#`: write `{better}`", better=shown(bare))


def _is_tag(text: str) -> bool:
    return bool(text) and not text.isdigit() and not re.search(r"\s", text) and not _REFUSED.search(text)
