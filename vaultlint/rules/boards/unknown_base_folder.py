"""unknown-base-folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.language import say
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.vault.board_facts import named_in
from vaultlint.vault.guess import Guess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


@vault_rule("boards")
def unknown_base_folder(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A base that filters by a folder which the vault does not have.

    `file.inFolder("Books")` and `file.folder == "Books"` match nothing where the folder was renamed or misspelt, and
    the table stays empty without a word. Folders in which no file stands are not known here.

    ## Bad

    ```yaml Shelf.base
    filters: file.inFolder("Boks")
    views:
      - type: table
        name: All
    ```

    ```md Books/Dune.md
    A desert.
    ```

    ## Good

    ```yaml Shelf.base
    filters: file.inFolder("Books")
    views:
      - type: table
        name: All
    ```

    ```md Books/Dune.md
    A desert.
    ```
    """
    for folder in named_in(note, "folder"):
        name = folder.name.strip("/")
        if not name or name.startswith(".") or view.is_folder(name):
            continue
        near = view.once(_guess, note).find(name)
        message = (
            say("this vault has no folder `{name}`: did you mean `{near}`?", name=name, near=near)
            if near
            else say("this vault has no folder `{name}`: name one that holds notes", name=name)
        )
        yield Problem(folder.start, folder.end, message)


def _guess(_note: NoteFacts, view: View) -> Guess:
    return Guess(view.folders)
