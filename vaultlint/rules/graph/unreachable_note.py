"""unreachable-note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.globs import matches
from vaultlint.language import say
from vaultlint.rules.graph._components import reachable
from vaultlint.rules.rule import vault_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Links


@frozen
class Options:
    """Options of unreachable-note."""

    entries: tuple[str, ...] = option((), "Globs of the notes where readers start.", type="glob")


@vault_rule("graph", severity=Severity.INFO, default=False, options=Options)
def unreachable_note(links: Links, options: Options) -> Iterator[Problem]:
    """A note that cannot be reached by links from the entry notes.

    Needs the option `entries`, the notes where readers start: `["Index.md", "00-元语/**"]`. Without it nothing is
    reported.

    ## Example configuration

    ```toml
    [rules.unreachable-note]
    entries = ["Index.md"]
    ```

    ## Bad

    ```md Index.md
    Start with [[A]].
    ```

    ```md A.md
    Back to [[Index]].
    ```

    ```md Lost.md
    I know [[A]], but nobody knows me.
    ```

    ## Good

    ```md Index.md
    Start with [[A]].
    ```

    ```md A.md
    Go on with [[Index]].
    ```
    """
    outgoing = links.outgoing
    entries = [path for path in outgoing if matches(path, options.entries)]
    if not entries:
        return
    seen = reachable(outgoing, entries)
    for path in outgoing:
        if path not in seen:
            yield Problem(
                0, 0, say("no way of links leads here from the entry notes: link it from a note on the way"), path=path
            )
