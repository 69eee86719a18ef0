"""broken-heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Fix, Problem, Related, Severity
from vaultlint.language import say
from vaultlint.rules.links._subpaths import Pointer, broken_headings, github_heading, near_headings, same_but_form, span
from vaultlint.rules.links._write import link_fix, retarget
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.elements import Link
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View

_QUERIES = 200


@vault_rule("links", severity=Severity.ERROR, fix=Applicability.SAFE)
def broken_heading(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A link to a heading that the note does not have.

    Obsidian opens the note at its top and shows nothing of the fault: such a link is in no list of unresolved links.
    Headings are compared as Obsidian does: ASCII punctuation counts as a space and case does not matter, but full-width
    punctuation is kept, so that `[[Note#为什么？]]` does not reach `## 为什么?`. In `[[Note#A#B]]`, B stands below A.
    An anchor as GitHub has it (`#first-steps`) is left to github-anchor.

    ## Fix

    Where exactly one heading differs only in width, case, spaces or punctuation, its text is written as Obsidian would:
    safe. Otherwise, and for a path of headings, the nearest heading is shown.

    ## Bad

    ```md Note.md
    See [[Tea#为什么？]].
    ```

    ```md Tea.md
    ## 为什么?

    Because.
    ```

    ## Good

    ```md Note.md
    See [[Tea#为什么?]].
    ```

    ```md Tea.md
    ## 为什么?

    Because.
    ```
    """
    looked_at: dict[tuple[str, str, str], tuple[bool, str | None]] = {}
    for pointer in broken_headings(note, view):
        link, target = pointer.reference.link, pointer.note
        same = (target.path, link.subpath, link.form)
        if same not in looked_at:
            exact = same_but_form(target, link.subpath) if "#" not in link.subpath else None
            looked_at[same] = github_heading(target, link) is not None, exact
        is_anchor, exact = looked_at[same]
        if is_anchor:
            continue  # github-anchor speaks of it
        names = [exact] if exact else _near(view, pointer)
        message = (
            say(
                "`{note}` has no heading `{heading}`: did you mean `{near}`?",
                note=target.name,
                heading=link.subpath,
                near=names[0],
            )
            if names
            else say(
                "`{note}` has no heading `{heading}`: name a heading that is there",
                note=target.name,
                heading=link.subpath,
            )
        )
        level = Applicability.SAFE if exact else Applicability.DISPLAY
        fix = _fix(link, names[0], level) if names else None
        related = _place(pointer, names)
        yield Problem(*span(link), message, fix, related, pointer.reference.source.path)


def _near(view: View, pointer: Pointer) -> list[str]:
    note, link, _ = pointer.reference
    asked = view.may_ask("heading", f"{note.path}:{link.start}", _QUERIES)
    return near_headings(pointer.note, link.subpath) if asked else []


def _fix(link: Link, heading: str, level: Applicability) -> Fix | None:
    edits = retarget(link, link.path, subpath=heading)
    return link_fix(link, say("link the heading `{heading}`", heading=heading), edits, level)


def _place(pointer: Pointer, names: list[str]) -> tuple[Related, ...]:
    indices = (pointer.note.outline.find(name) for name in names)
    places = [pointer.note.place_of_heading(index) for index in indices if index is not None]
    return tuple(Related(say("the heading"), pointer.note.path, *place) for place in places)
