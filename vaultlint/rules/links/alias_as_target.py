"""alias-as-target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Problem, Related, Severity
from vaultlint.rules.links._targets import Fault, faults
from vaultlint.rules.links._write import link_fix, path_span, retarget, shown, spelling
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.vault import Reference, Vault

_STYLES = ("shortest", "absolute", "relative")


@vault_rule("links", severity=Severity.ERROR, fix=Applicability.SAFE, reach="links")
def alias_as_target(vault: Vault, options: NoOptions) -> Iterator[Problem]:
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
    for reference, _ in faults(vault, Fault.ALIAS):
        link = reference.link
        notes = vault.with_alias(link.path)
        names = " and ".join(f"`{note.name}`" for note in notes[:3])
        path = _path(vault, reference, notes[0]) if len(notes) == 1 else None
        edits = retarget(link, path, display=shown(link)) if path else None
        fix = link_fix(link, f"link `{path}` and show `{link.path}`", edits, Applicability.SAFE)
        advice = f"write `[[{path}|{link.path}]]`" if edits else "link a note by a name that a link can hold"
        advice = advice if len(notes) == 1 else "link one of them by its name"
        message = f"`{link.path}` is an alias of {names}, and no note of that name exists: {advice}"
        related = tuple(_place(note, link.path) for note in notes[:10])
        yield Problem(*path_span(link), message, fix, related, reference.source.path)


def _path(vault: Vault, reference: Reference, note: NoteFacts) -> str | None:
    link = reference.link
    style = vault.obsidian.link_format if vault.obsidian.link_format in _STYLES else "shortest"
    suffix = link.form == "markdown" and not vault.obsidian.markdown_links
    return spelling(vault, note.path, reference.source.path, style, suffix=suffix)


def _place(note: NoteFacts, alias: str) -> Related:
    start, end = next((start, end) for text, start, end in note.aliases if text.lower() == alias.lower())
    return Related("the alias", note.path, start, end)
