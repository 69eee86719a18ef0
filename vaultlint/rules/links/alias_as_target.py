"""alias-as-target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Problem, Related, Severity
from vaultlint.language import Message, listed, say
from vaultlint.rules.links._targets import Fault, faults
from vaultlint.rules.links._write import encoded, link_fix, path_span, retarget, shown, spelling
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultlint.markdown.elements import Link
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import Reference, SeenNote, View

_STYLES = ("shortest", "absolute", "relative")


@vault_rule("links", severity=Severity.ERROR, fix=Applicability.SAFE)
def alias_as_target(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A link that names a note's alias, which Obsidian does not resolve.

    An alias helps to find a note while a link is typed; Obsidian then writes `[[Note|Alias]]`. Typed by hand,
    `[[Alias]]` is unresolved, and a click on it makes a second, empty note.

    ## Fix

    `[[Alias]]` becomes `[[Note|Alias]]`, which shows the same, where one note alone has the alias. Safe.

    ## Bad

    ```md Note.md
    On [[AI]].
    ```

    ```md Artificial intelligence.md
    ---
    aliases: [AI]
    ---
    ```

    ## Good

    ```md Note.md
    On [[Artificial intelligence|AI]].
    ```

    ```md Artificial intelligence.md
    ---
    aliases: [AI]
    ---
    ```
    """
    for reference, _ in faults(note, view, Fault.ALIAS):
        link = reference.link
        notes = view.with_alias(link.path)
        path = _path(view, reference, notes[0]) if len(notes) == 1 else None
        edits = retarget(link, path, display=shown(link)) if path else None
        fix = link_fix(
            link, say("link `{path}` and show `{alias}`", path=path or "", alias=link.path), edits, Applicability.SAFE
        )
        message = _message(link, path if edits else None, notes)
        related = tuple(_place(each, link.path) for each in notes[:10])
        yield Problem(*path_span(link), message, fix, related, reference.source.path)


def _message(link: Link, path: str | None, notes: Sequence[SeenNote]) -> Message:
    alias = link.path
    if len(notes) > 1:
        names = listed([f"`{each.name}`" for each in notes[:3]], last="and")
        return say(
            "`{alias}` is an alias of {names}, and no note of that name exists: link one of them by its name",
            alias=alias,
            names=names,
        )
    if path is None:
        return say(
            "`{alias}` is an alias of `{name}`, and no note of that name exists: link a note by a name that a link can "
            "hold",
            alias=alias,
            name=notes[0].name,
        )
    return say(
        "`{alias}` is an alias of `{name}`, and no note of that name exists: write `{written}`",
        alias=alias,
        name=notes[0].name,
        written=_written(link, path),
    )


def _written(link: Link, path: str) -> str:
    """The link as the fix writes it."""
    subpath = f"#{link.subpath}" if link.subpath else ""
    if link.form == "markdown":
        return f"[{link.display or ''}]({encoded(path + subpath)})"
    display = link.display or shown(link)
    return f"{'!' * link.embed}[[{path}{subpath}{'|' + display if display else ''}]]"


def _path(view: View, reference: Reference, note: SeenNote) -> str | None:
    link = reference.link
    style = view.obsidian.link_format if view.obsidian.link_format in _STYLES else "shortest"
    suffix = link.form == "markdown" and not view.obsidian.markdown_links
    return spelling(view, note.path, reference.source.path, style, suffix=suffix)


def _place(note: SeenNote, alias: str) -> Related:
    return Related(say("the alias"), note.path, *note.place_of_alias(alias))
