"""colliding-filenames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related, Severity
from vaultlint.language import say
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.vault.resolve import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Files


@vault_rule("files", severity=Severity.ERROR)
def colliding_filenames(files: Files, options: NoOptions) -> Iterator[Problem]:
    """Two files whose paths differ only in upper and lower case, or in how Unicode writes the same letters.

    Linux keeps both. macOS, Windows, Obsidian Sync and most cloud drives have room for one only, so that one of the two
    is lost when the vault gets there; and a link to either may open the other. The second of the two is reported.

    ## Bad

    ```md Topics/Agent.md
    One
    ```

    ```md Topics/agent.md
    Two
    ```

    ## Good

    ```md Topics/Agent.md
    One
    ```

    ```md Topics/Agents.md
    Two
    ```
    """
    first: dict[str, str] = {}
    for path in sorted(files.files):
        other = first.setdefault(fold(path), path)
        if other != path:
            message = say(
                "`{path}` and `{other}` are one file on macOS and Windows: rename one of them", path=path, other=other
            )
            yield Problem(0, 0, message, related=(Related(say("the other file"), other),), path=path, subject=other)
