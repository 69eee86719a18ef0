"""inexact-case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Fix, Problem
from vaultlint.language import say
from vaultlint.rules.links._targets import Fault, faults
from vaultlint.rules.links._write import link_fix, path_span, retarget, shown
from vaultlint.rules.rule import AUTO, STRICT, Style, vault_rule
from vaultlint.settings import option
from vaultlint.values import frozen
from vaultlint.vault.resolve import fold, normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.markdown.note import Note
    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import Reference, View


def _not_asked(_note: Note) -> bool | None:
    """How names are spelt, no note can say by itself: `lint.styles` compares them with the files."""
    return None


@frozen
class Options:
    """Options of inexact-case."""

    style: str = option(
        AUTO,
        "Bare names: `auto` reports `[[note]]` for `Note.md` only where at least 95 % of the vault's notes write such "
        "names as the files have them; `strict` always.",
        choices=(AUTO, STRICT),
    )
    ignore_bare_names: bool = option(
        False, "Leave `[[note]]` for `Note.md` alone; look at paths and Markdown links only."
    )


@vault_rule("links", fix=Applicability.SAFE, options=Options, styles=(Style(keeps=_not_asked, whole=False),))
def inexact_case(note: NoteFacts, view: View, options: Options) -> Iterator[Problem]:
    """A link that only resolves because Obsidian ignores upper and lower case, or the Unicode form.

    Web servers, GitHub, git hooks and most programs that read a vault tell `note.md` from `Note.md`, and a composed `é`
    from `e` with an accent behind it. There the link is broken.

    ## Fix

    Writes the name as the file has it; what a wiki link shows is kept as display text. Safe.

    ## Bad

    ```md Note.md
    On [[basil]] and [mint](herbs/mint.md).
    ```

    ```md Basil.md
    A herb.
    ```

    ```md Herbs/Mint.md
    Another.
    ```

    ## Good

    ```md Note.md
    On [[Basil|basil]] and [mint](Herbs/Mint.md).
    ```

    ```md Basil.md
    A herb.
    ```

    ```md Herbs/Mint.md
    Another.
    ```
    """
    ignores_names = options.ignore_bare_names or options.style == AUTO
    for reference, target in faults(note, view, Fault.CASE):
        link = reference.link
        if ignores_names and link.form == "wiki" and "/" not in link.path and not link.embed:
            continue
        path = _respelt(link.path, target)
        message = (
            say(
                "`{path}` differs from the name of `{target}` in only its case: write `{better}`",
                path=link.path,
                target=target,
                better=path or target,
            )
            if normalize(link.path).lower() == link.path.lower()
            else say(
                "`{path}` differs from the name of `{target}` in only its Unicode form or case: write `{better}`",
                path=link.path,
                target=target,
                better=path or target,
            )
        )
        yield Problem(*path_span(link), message, _fix(reference, path), path=reference.source.path)


def _respelt(written: str, target: str) -> str | None:
    """The written path in the spelling of its target, with the same number of folders and the same `.md`."""
    start = 0
    while written.startswith(("./", "../"), start):
        start = written.index("/", start) + 1
    rest = normalize(written[start:])
    for whole in (target, target[:-3]):
        tail = normalize(whole)[-len(rest) :]
        if fold(tail) == fold(rest):
            return written[:start] + tail
    return None


def _fix(reference: Reference, path: str | None) -> Fix | None:
    link = reference.link
    if path is None or link.form == "reference":  # its destination stands in a definition
        return None
    return link_fix(
        link, say("write `{text}`", text=path), retarget(link, path, display=shown(link)), Applicability.SAFE
    )
