"""unknown-base-view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.vault.guess import Guess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


@vault_rule("boards")
def unknown_base_view(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
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
    for _, link, resolution in view.links_into(note):
        board = view.board(resolution.target) if resolution.target else None
        if board is None or board.path[-5:].lower() != ".base" or board.is_faulty:
            continue
        known = {_key(name): name for name in board.views}
        if known and _key(link.subpath) not in known:
            near = Guess(known.values()).find(link.subpath)
            message = (
                say(
                    "`{path}` has no view `{subpath}`: did you mean `{near}`?",
                    path=board.path,
                    subpath=link.subpath,
                    near=near,
                )
                if near
                else say(
                    "`{path}` has no view `{subpath}`: name one of its views", path=board.path, subpath=link.subpath
                )
            )
            yield Problem(link.target_start, link.target_end, message)


def _key(name: str) -> str:
    return " ".join(name.lower().split())
