"""link-style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Problem
from vaultlint.language import Message, say
from vaultlint.paths import is_note
from vaultlint.rules.links._write import link_fix, path_span, retarget, shown, spelling
from vaultlint.rules.rule import vault_rule
from vaultlint.settings import option
from vaultlint.values import frozen
from vaultlint.vault.resolve import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import Reference, View

_STYLES = ("shortest", "relative", "absolute")


@frozen
class Options:
    """Options of link-style."""

    style: str | None = option(
        None, "How link paths are written; none means as Obsidian is set to write them.", choices=_STYLES
    )


@vault_rule("links", default=False, fix=Applicability.SAFE, options=Options)
def link_style(note: NoteFacts, view: View, options: Options) -> Iterator[Problem]:
    """A link path that is not written in the vault's style.

    `shortest` is the file's name where it is unique, else its whole path; `absolute` is the whole path; `relative` is
    the path from the note's folder. Without the option, `newLinkFormat` in `.obsidian/app.json` says which; Obsidian's
    own default is `shortest`.

    ## Fix

    Writes the path in that style where the link then opens the same file, and keeps what it shows. Safe.

    ## Bad

    ```md Note.md
    See [[drinks/Tea]].
    ```

    ```md drinks/Tea.md
    A drink.
    ```

    ## Good

    ```md Note.md
    See [[Tea|drinks/Tea]].
    ```

    ```md drinks/Tea.md
    A drink.
    ```
    """
    style = options.style or view.obsidian.link_format
    if style not in _STYLES:
        style = "shortest"
    for reference in view.references(note):
        wanted = _wanted(view, reference, style)
        if wanted is not None:
            yield _problem(reference, wanted, style)


def _wanted(view: View, reference: Reference, style: str) -> str | None:
    """The path in that style, or None where the link is written so, or is at fault in another way."""
    note, link, resolution = reference
    target = resolution.target
    if target is None or not link.path or link.form == "reference" or target == note.path:
        return None
    if not resolution.exact and len(resolution.candidates) > 1:
        return None
    wanted = spelling(view, target, note.path, style, suffix=is_note(link.path))
    written = link.path.removeprefix("./") if style == "relative" else link.path
    return None if wanted is None or fold(wanted) == fold(written) else wanted


def _problem(reference: Reference, wanted: str, style: str) -> Problem:
    link = reference.link
    fix = link_fix(
        link, say("write `{text}`", text=wanted), retarget(link, wanted, display=shown(link)), Applicability.SAFE
    )
    return Problem(*path_span(link), _message(link.path, wanted, style), fix, path=reference.source.path)


def _message(path: str, wanted: str, style: str) -> Message:
    if style == "shortest":
        return say("`{path}` is not the shortest path that is unique: write `{wanted}`", path=path, wanted=wanted)
    if style == "relative":
        return say("`{path}` is not the path from the note's own folder: write `{wanted}`", path=path, wanted=wanted)
    return say("`{path}` is not the whole path in the vault: write `{wanted}`", path=path, wanted=wanted)
