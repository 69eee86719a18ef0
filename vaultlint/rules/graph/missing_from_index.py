"""missing-from-index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related
from vaultlint.globs import matches
from vaultlint.language import say
from vaultlint.rules.rule import vault_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Links


@frozen
class Options:
    """Options of missing-from-index."""

    indexes: dict[str, str] = option(
        {}, "For a folder (`.` is the whole vault), the path of the note that links to every note in it and below it."
    )
    allow: tuple[str, ...] = option((), "Globs of notes that no index need name.", type="glob")


@vault_rule("graph", options=Options)
def missing_from_index(links: Links, options: Options) -> Iterator[Problem]:
    """A note that the index of its folder does not link to.

    Only with the option `indexes`. People and agents who start at the index never come to such a note. A note belongs
    to the index of the nearest folder that has one; the index notes themselves, and those that `allow` names, need not
    be there. A link in any form counts, in properties too, and so does one in a base or canvas that the index embeds.

    ## Example configuration

    ```toml
    [rules.missing-from-index]
    indexes = { wiki = "wiki/index.md" }
    ```

    ## Bad

    ```md wiki/index.md
    - [[Tea]]
    ```

    ```md wiki/Tea.md
    Hot.
    ```

    ```md wiki/Milk.md
    Cold.
    ```

    ## Good

    ```md wiki/index.md
    - [[Tea]]
    - [[Milk]]
    ```

    ```md wiki/Tea.md
    Hot.
    ```

    ```md wiki/Milk.md
    Cold.
    ```
    """
    indexes = {_prefix(folder): _path(index) for folder, index in options.indexes.items()}
    named = {index: _named(links, index) for index in indexes.values()}
    absent: set[str] = set()
    for path in links.notes if indexes else ():
        index = _index_of(path, indexes)
        if index is None or path in named or matches(path, options.allow) or path in named[index]:
            continue
        if index in links.outgoing:
            message = say("the index `{index}` does not link to this note: add it there", index=index)
            yield Problem(0, 0, message, None, (Related(say("the index"), index),), path)
        elif index not in absent:
            absent.add(index)
            yield Problem(
                0,
                0,
                say("there is no index `{index}`, which should link to this note: create it", index=index),
                path=path,
            )


def _prefix(folder: str) -> str:
    return "" if folder.strip("/") in ("", ".") else folder.strip("/") + "/"


def _path(index: str) -> str:
    return index.strip("/") if index.lower().endswith(".md") else index.strip("/") + ".md"


def _index_of(path: str, indexes: dict[str, str]) -> str | None:
    """The index of the nearest folder that has one."""
    holding = [prefix for prefix in indexes if path.startswith(prefix)]
    return indexes[max(holding, key=len)] if holding else None


def _named(links: Links, index: str) -> set[str]:
    """What an index links to, itself or in a canvas or base that it shows."""
    found = links.outgoing.get(index, set())
    return found.union(*(links.of_boards.get(path, set()) for path in found))
