"""unknown-base-view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.vault.board_facts import named_in
from vaultlint.vault.guess import Guess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.vault import Vault


@vault_rule("boards", reach="links")
def unknown_base_view(vault: Vault, options: NoOptions) -> Iterator[Problem]:
    """A link or embed that names a view which its base does not have.

    `![[Shelf.base#Unread]]` shows the view *Unread*. Where the base has no view of that name, Obsidian shows its first
    one, without a word. Upper and lower case count as the same here.

    ## Bad

    ```md Note.md
    ![[Shelf.base#Tabel]]
    ```

    ```yaml Shelf.base
    views:
      - type: table
        name: Table
    ```

    ## Good

    ```md Note.md
    ![[Shelf.base#Table]]
    ```

    ```yaml Shelf.base
    views:
      - type: table
        name: Table
    ```
    """
    views: dict[str, dict[str, str]] = {}
    for note, link, resolution in (*vault.references, *vault.board_references):
        board = vault.boards.get(resolution.target or "") if link.subpath else None
        if board is None or board.path[-5:].lower() != ".base" or board.fault_rows:
            continue
        if board.path not in views:
            views[board.path] = {_key(view.name): view.name for view in named_in(board, "view")}
        known = views[board.path]
        if known and _key(link.subpath) not in known:
            near = Guess(known.values()).find(link.subpath)
            message = (
                f"`{board.path}` has no view `{link.subpath}`: did you mean `{near}`?"
                if near
                else f"`{board.path}` has no view `{link.subpath}`: name one of its views"
            )
            yield Problem(link.target_start, link.target_end, message, path=note.path)


def _key(name: str) -> str:
    return " ".join(name.lower().split())
