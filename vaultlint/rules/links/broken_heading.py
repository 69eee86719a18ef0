"""broken-heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Fix, Problem, Related, Severity
from vaultlint.rules.links._subpaths import Pointer, broken_headings, near_headings, same_but_form
from vaultlint.rules.links._write import link_fix, retarget
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.vault.questions import Questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Link
    from vaultlint.vault.vault import Vault

_QUERIES = 200


@vault_rule("links", severity=Severity.ERROR, fix=Applicability.SAFE, reach="links")
def broken_heading(vault: Vault, options: NoOptions) -> Iterator[Problem]:
    """A link to a heading that the note does not have.

    Obsidian opens the note at its top and shows nothing of the fault: such a link is in no list of unresolved links.
    Headings are compared as Obsidian does: ASCII punctuation counts as a space and case does not matter, but full-width
    punctuation is kept, so that `[[Note#为什么？]]` does not reach `## 为什么?`. In `[[Note#A#B]]`, B stands below A.

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
    queries = 0
    asked = vault.questions.setdefault("near headings", Questions(_QUERIES)).asked
    for pointer in broken_headings(vault):
        link, note = pointer.reference.link, pointer.note
        what = f"`{note.name}` has no heading `{link.subpath}`"
        exact = same_but_form(note, link.subpath) if "#" not in link.subpath else None
        queries += exact is None
        if exact is None:
            asked[pointer.reference.source.path] = asked.get(pointer.reference.source.path, 0) + 1
        names = [exact] if exact else near_headings(note, link.subpath) if queries <= _QUERIES else []
        advice = f"did you mean `{names[0]}`?" if names else "name a heading that is there"
        level = Applicability.SAFE if exact else Applicability.DISPLAY
        fix = _fix(link, names[0], level) if names else None
        related = _place(pointer, names)
        yield Problem(*_span(link), f"{what}: {advice}", fix, related, pointer.reference.source.path)


def _span(link: Link) -> tuple[int, int]:
    """The subpath as written, or the whole target where its bounds cannot be told."""
    start = link.target_end - len(link.subpath)
    exact = link.target_end - link.target_start == len(link.path) + 1 + len(link.subpath)
    return (start, link.target_end) if exact else (link.target_start, link.target_end)


def _fix(link: Link, heading: str, level: Applicability) -> Fix | None:
    edits = retarget(link, link.path, subpath=heading)
    return link_fix(link, f"link the heading `{heading}`", edits, level)


def _place(pointer: Pointer, names: list[str]) -> tuple[Related, ...]:
    indices = (pointer.note.outline.find(name) for name in names)
    headings = [pointer.note.headings[index] for index in indices if index is not None]
    return tuple(Related("the heading", pointer.note.path, each.text_start, each.text_end) for each in headings)
