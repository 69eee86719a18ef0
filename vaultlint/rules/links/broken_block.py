"""broken-block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import Message, listed, say
from vaultlint.rules.links._subpaths import block_ids, broken_blocks
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import SeenNote, View


@vault_rule("links", severity=Severity.ERROR)
def broken_block(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A link to a block or footnote that the note does not have.

    `[[Note#^id]]` opens the paragraph, list item, quote or table that ends with `^id`; an embed shows it. Without the
    block the link opens the note at its top, and the embed is empty. `[[Note#[^1]]]` names a footnote in the same way.

    ## Bad

    ```md Note.md
    See [[Tea#^water]].
    ```

    ```md Tea.md
    Water at 80 °C. ^temperature
    ```

    ## Good

    ```md Note.md
    See [[Tea#^temperature]].
    ```

    ```md Tea.md
    Water at 80 °C. ^temperature
    ```
    """
    for (reference, target), name in broken_blocks(note, view):
        link = reference.link
        message = _message(target, name)
        start = max(link.target_end - len(name), link.target_start)
        yield Problem(start, link.target_end, message, path=reference.source.path)


def _message(target: SeenNote, block: str) -> Message:
    note = target.name
    if block.startswith("["):
        return say(
            "`{note}` has no footnote `{block}`: give the footnote this name, or correct the link",
            note=note,
            block=block,
        )
    ids = listed([f"`^{each}`" for each in block_ids(target)[:3]])
    if ids:
        return say("`{note}` has no block `{block}`: it has {ids}", note=note, block=block, ids=ids)
    return say("`{note}` has no block `{block}`: give the block this name, or correct the link", note=note, block=block)
