"""hidden-target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.rules.links._targets import Fault, faults
from vaultlint.rules.links._write import path_span
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


@vault_rule("links", severity=Severity.ERROR)
def hidden_target(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A link to a file that exists, but that Obsidian does not see.

    Obsidian does not look into files and folders whose names begin with a dot, such as `.trash` or `.raw`. Files of
    other formats than its own, such as `.csv`, it links only where "Detect all file extensions" is switched on
    (`showUnsupportedFiles` in `.obsidian/app.json`); that is a warning.

    ## Bad

    ```md Note.md
    The [numbers](.raw/numbers.md) behind it.
    ```

    ```md .raw/numbers.md
    1, 2, 3
    ```

    ## Good

    ```md Note.md
    The [numbers](raw/numbers.md) behind it.
    ```

    ```md raw/numbers.md
    1, 2, 3
    ```
    """
    for reference, path in faults(note, view, Fault.HIDDEN):
        message = say(
            "`{path}` is hidden from Obsidian by the dot in its path: move it to a folder that Obsidian reads",
            path=path,
        )
        yield Problem(*path_span(reference.link), message, path=reference.source.path)
    for reference, path in faults(note, view, Fault.UNSUPPORTED):
        message = say(
            "Obsidian does not link to `{path}`: switch on “Detect all file extensions” in its settings", path=path
        )
        yield Problem(*path_span(reference.link), message, path=reference.source.path, severity=Severity.WARNING)
