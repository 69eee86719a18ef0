"""unknown-base-folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.vault.board_facts import named_in
from vaultlint.vault.guess import Guess
from vaultlint.vault.resolve import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.vault import Vault


@vault_rule("boards", reach="files")
def unknown_base_folder(vault: Vault, options: NoOptions) -> Iterator[Problem]:
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
    named = [(path, each) for path, board in vault.boards.items() for each in named_in(board, "folder")]
    if not named:
        return
    known = _folders(vault)
    folded, guess = {fold(folder) for folder in known}, Guess(known)
    for path, folder in named:
        name = folder.name.strip("/")
        if not name or fold(name) in folded or name.startswith("."):
            continue
        near = guess.find(name)
        message = (
            f"this vault has no folder `{name}`: did you mean `{near}`?"
            if near
            else f"this vault has no folder `{name}`: name one that holds notes"
        )
        yield Problem(folder.start, folder.end, message, path=path)


def _folders(vault: Vault) -> set[str]:
    """The vault paths of all folders in which, or below which, a file stands."""
    found: set[str] = set()
    for path in vault.files:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
