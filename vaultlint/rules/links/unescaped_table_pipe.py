"""unescaped-table-pipe."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem, also
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.tables import bare_pipes, pipes_in_broken_heads
from vaultlint.rules.rule import Context, NoOptions, note_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultlint.markdown.elements import Link
    from vaultlint.markdown.note import Note

# Whatever stood in the cell that was dropped is shown again.
_LINK_TO_FILE = lazy_regex(r"\]\((?!<?(?:https?|mailto|obsidian):)")  # it may be broken
_PIPED = lazy_regex(r"\[\[[^\]\r\n|]*+(?>(?:\](?!\])[^\]\r\n|]*+)*)\|")
_start = attrgetter("start")
_SHOWN = frozenset({"links", "embeds", "text", "structure", "emphasis", "code", "math", "html"})


@note_rule("links", fix=Applicability.SAFE, triggers=("|",))
def unescaped_table_pipe(note: Note, context: Context, options: NoOptions) -> Iterator[Problem]:
    """A wiki link or embed in a table whose `|` has no backslash in front of it.

    In a table a bare `|` ends the cell. `[[Oolong|dark tea]]` becomes two cells, the row gets one too many, and its
    last cell is not shown; in the head of a table it makes the whole table plain text. Obsidian's help asks for `\\|`
    in front of a display text and of the width of an image.

    ## Fix

    Puts a backslash in front of the bar. Safe: that is the form both Obsidian and the other renderers read as a link.

    ## Bad

    ```md
    | Tea                  | Minutes |
    | -------------------- | ------- |
    | [[Oolong|dark tea]] | 4       |
    ```

    ## Good

    ```md
    | Tea                  | Minutes |
    | -------------------- | ------- |
    | [[Oolong\\|dark tea]] | 4       |
    ```
    """
    if _PIPED.search(note.text, note.body_start) is None:
        return
    by_link: dict[Link, list[int]] = {}
    for pipe, link in ({**bare_pipes(note), **pipes_in_broken_heads(note)}).items():
        by_link.setdefault(link, []).append(pipe)
    shown, leading = _shown_behind(note, by_link), _before_links_to_files(note, by_link)
    for link, pipes in by_link.items():
        declared, comes_to_light = shown[link], link in leading
        edits = tuple(Edit(pipe, pipe, "\\") for pipe in sorted(pipes))
        fix = None if comes_to_light else Fix(say("write `\\|`"), edits, changes=declared)
        message = (
            say("the bare bar in the embed of `{path}` ends the table cell: write `\\|`", path=link.path)
            if link.embed
            else say(
                "the bare bar in the link to `{text}` ends the table cell: write `\\|`",
                text=link.path or "#" + link.subpath,
            )
        )
        yield Problem(link.start, link.end, message, fix)


def _shown_behind(note: Note, links: Iterable[Link]) -> dict[Link, frozenset[str]]:
    """What the fix of each link declares: what stands behind it in its row and was not shown comes to light."""
    text, starts = note.text, (*note.line_starts, len(note.text))
    found: dict[Link, frozenset[str]] = {}
    characters, row_end, low = set[str](), -1, 0
    for link in sorted(links, key=_start, reverse=True):  # a row may have thousands: each part of it is read once
        end = starts[note.line_of(link.start)]
        if end != row_end:
            characters, row_end, low, count = set("|-:"), end, end, 0
        characters.update(text[link.start : low])
        if len(characters) > count:
            declared, count = _SHOWN | {also("".join(characters))}, len(characters)
        found[link], low = declared, link.start
    return found


def _before_links_to_files(note: Note, links: Iterable[Link]) -> set[Link]:
    """The links behind which a Markdown link to a file stands in their row."""
    starts = (*note.line_starts, len(note.text))
    found: set[Link] = set()
    looked_from, row_end, place = 0, -1, -1
    for link in sorted(links, key=_start):
        end = starts[note.line_of(link.start)]
        if end != row_end or not looked_from <= link.end <= place:
            match = _LINK_TO_FILE.search(note.text, link.end, end)
            looked_from, row_end, place = link.end, end, match.start() if match else end
            reaches = match is not None
        if reaches:
            found.add(link)
    return found
