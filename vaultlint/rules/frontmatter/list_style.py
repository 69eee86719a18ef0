"""list-style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.frontmatter._upkeep import proven_fix, said
from vaultlint.rules.frontmatter._values import line_end, shown
from vaultlint.rules.rule import Context, note_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Property, Scalar
    from vaultlint.markdown.note import Note

_BRACKETS = lazy_regex(r"\[[ \t]*|[ \t]*\]|[ \t]*,[ \t]*")
_DASHES = lazy_regex(r"(?:[ \t]*(?:\r\n?|\n))?[ \t]*-[ \t]+")


@frozen
class Options:
    """Options of list-style."""

    style: str = option("", "`lines` (one `- ` line for each value) or `brackets`.", choices=("", "lines", "brackets"))
    properties: tuple[str, ...] = option((), "The properties that are meant; none means all.")


@note_rule("frontmatter", fix=Applicability.SAFE, default=False, options=Options, when_set=True)
def list_style(note: Note, context: Context, options: Options) -> Iterator[Problem]:
    """A list among the properties that is written in the other of YAML's two ways.

    Only with the option `style`: `lines`, as Obsidian itself writes lists, or `brackets`. Empty lists, lists in lists
    and single values are left alone.

    ## Fix

    Writes the list the other way; each value stays as it is written, quotes included. Safe: it is made only where the
    list then reads as before, so that lists with comments or values that cannot stand there stay as they are.

    ## Example configuration

    ```toml
    [rules.list-style]
    style = "lines"
    ```

    ## Bad

    ```md
    ---
    tags: [tea, "cup: blue"]
    title: Steeping
    ---
    ```

    ## Good

    ```md
    ---
    tags:
      - tea
      - "cup: blue"
    title: Steeping
    ---
    ```
    """
    if note.frontmatter is None or note.frontmatter.error or not options.style:
        return
    for prop in note.frontmatter.properties:
        if prop.shape != "list" or prop.nested or not prop.values:
            continue
        style = "brackets" if note.text[prop.start] == "[" else "lines"
        if style != options.style and (not options.properties or prop.key in options.properties):
            message = (
                say("the list `{key}` stands in brackets: write one `- ` line for each value", key=shown(prop.key))
                if style == "brackets"
                else say("the list `{key}` stands on lines of its own: write it in brackets", key=shown(prop.key))
            )
            yield Problem(prop.start, prop.end, message, _fix(note, prop, options.style))


def _fix(note: Note, prop: Property, style: str) -> Fix | None:
    block = note.frontmatter
    if block is None or not _is_plain(note, prop, style):
        return None
    values = [note.text[value.start : value.end] for value in prop.values]
    end = line_end(note)
    content = "".join(f"{end}  - {value}" for value in values) if style == "lines" else f" [{', '.join(values)}]"
    if style == "lines" and note.text[prop.end : prop.end + 1] not in ("\r", "\n"):
        return None
    edit = Edit(prop.key_end + note.text[prop.key_end : prop.start].find(":") + 1, prop.end, content)
    return proven_fix(note, say("write the list the other way"), (edit,), [said(each) for each in block.properties])


def _is_plain(note: Note, prop: Property, style: str) -> bool:
    """Whether between the values stand nothing but the marks of the list: no comments, no anchors, no line breaks."""
    marks = _BRACKETS if style == "lines" else _DASHES
    edges = [prop.start, *(edge for value in prop.values for edge in (value.start, value.end)), prop.end]
    gaps = [note.text[low:high] for low, high in zip(edges[::2], edges[1::2], strict=True)]
    plain = all(marks.fullmatch(gap) for gap in gaps if gap)
    return plain and all(value.style in ("", '"', "'") and "\n" not in _written(note, value) for value in prop.values)


def _written(note: Note, value: Scalar) -> str:
    return note.text[value.start : value.end]
