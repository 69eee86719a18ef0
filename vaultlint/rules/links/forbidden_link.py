"""forbidden-link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.vault.boundaries import crossed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


@vault_rule("links", severity=Severity.ERROR)
def forbidden_link(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A link over a boundary: from a part of the vault that must not know of another one.

    What is published should not link to what is private: the link is dead for every reader, and its text gives away
    that the note exists. `[[boundaries]]` in the settings say which notes (`from`) may not link to which files
    (`not-to`); embeds, links in properties, canvases and bases count as links. `vaultlint graph --crossings` shows all
    of them.

    ## Example configuration

    ```toml
    [[boundaries]]
    from = "published/**"
    not-to = "private/**"
    ```

    ## Bad

    ```md published/Tea.md
    As I wrote in my [[private/diary]], it was cold.
    ```

    ```md private/diary.md
    Cold.
    ```

    ## Good

    ```md published/Tea.md
    It was cold.
    ```

    ```md private/diary.md
    Cold.
    ```
    """
    if not view.settings.boundaries:
        return
    for _, link, resolution in view.links_of(note):
        target = resolution.target
        boundary = crossed(view.settings.boundaries, note.path, target) if target else None
        if target and boundary is not None:
            message = (
                say(
                    "a note in `{source}` must not link to `{target}`: {reason}",
                    source=boundary.source,
                    target=target,
                    reason=boundary.message,
                )
                if boundary.message
                else say(
                    "a note in `{source}` must not link to `{target}`, which lies in `{folder}`",
                    source=boundary.source,
                    target=target,
                    folder=boundary.target,
                )
            )
            yield Problem(link.start, link.end, message)
