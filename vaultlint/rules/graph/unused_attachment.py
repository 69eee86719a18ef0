"""unused-attachment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.globs import matches
from vaultlint.language import say
from vaultlint.rules.rule import vault_rule
from vaultlint.settings import option
from vaultlint.values import frozen
from vaultlint.vault.obsidian import ATTACHMENT_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Links


@frozen
class Options:
    """Options of unused-attachment."""

    allow: tuple[str, ...] = option((), "Globs of attachments that need not be used.", type="glob")


@vault_rule("graph", severity=Severity.INFO, default=False, options=Options)
def unused_attachment(links: Links, options: Options) -> Iterator[Problem]:
    """An image, sound, video or PDF in the vault that nothing embeds or links.

    Such files make a vault large and are left behind when the note that showed them is deleted. A canvas that shows the
    file, as a card or behind a group, uses it, and so does a base that names it. Links in notes that are not linted do
    not count.

    ## Bad

    ```md Note.md
    The picture is gone from here.
    ```

    ```png old.png
    ```

    ## Good

    ```md Note.md
    ![[old.png]]
    ```

    ```png old.png
    ```
    """
    # Other files, such as scripts, are not attachments.
    for path in sorted(links.files - links.used):
        if path.rpartition(".")[2].lower() in ATTACHMENT_FORMATS and not matches(path, options.allow):
            yield Problem(
                0, 0, say("nothing embeds or links this file: delete it, or embed it where it belongs"), path=path
            )
