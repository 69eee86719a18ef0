"""broken-link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Problem, Severity
from vaultlint.rules.links._missing import SEVERITIES, MissingOptions, missing_problems
from vaultlint.rules.links._targets import Fault, faults
from vaultlint.rules.rule import AUTO, Style, vault_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


@frozen
class Options(MissingOptions):
    """Options of broken-link."""

    unwritten: str = option(
        AUTO,
        "The severity of a bare name (`[[name]]`) that no note has: `auto` is `info` where more than 5 % of the "
        "vault's links are such, else `error`.",
        choices=(AUTO, "error", "warning", "info"),
    )


@vault_rule(
    "links",
    severity=Severity.ERROR,
    fix=Applicability.SAFE,
    options=Options,
    styles=(Style("error", ("error", "info"), "unwritten", keeps=lambda _note: None, whole=False),),
)
def broken_link(note: NoteFacts, view: View, options: Options) -> Iterator[Problem]:
    """A link to a note that does not exist.

    Links are looked up as Obsidian does: wiki links and Markdown links anywhere in the vault, `.md` optional,
    attachments with their extension, upper and lower case alike. Aliases and titles do not count: see alias-as-target.
    In Obsidian such a link is "unresolved": a click on it makes an empty note.

    In many vaults a link to a note that is yet to be written is a way of writing. Where more than 5 % of the links are
    such, a bare name (`[[name]]`) that no note has is no error but `info`, which is shown with `--severity info`, and
    counted at the end of the report. A link with a folder, with `.md` or in Markdown form is an error everywhere.

    Notes that are left unwritten on purpose can be named in `allow`; where a section or a folder collects plans,
    `section-severity` and `folder-severity` make the rule milder there.

    ## Fix

    Where git knows that the target was renamed, and only one file can be meant, the link is given the new name, written
    as before: bare or with its folder, with its heading; a display text that was the old name is renamed with it. A
    percent-encoded wiki link is decoded where that makes it resolve. Both are safe. Otherwise the nearest names are
    shown, and nothing is changed.

    ## Bad

    ```md Note.md
    See [[My%20plan]].
    ```

    ```md My plan.md
    A plan.
    ```

    ## Good

    ```md Note.md
    See [[My plan]].
    ```

    ```md My plan.md
    A plan.
    ```
    """
    unwritten = SEVERITIES.get(options.unwritten)
    return missing_problems(note, view, faults(note, view, Fault.MISSING), options, unwritten)
