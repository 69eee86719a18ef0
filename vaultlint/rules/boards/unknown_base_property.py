"""unknown-base-property."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.vault.guess import Guess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.board_facts import Named
    from vaultlint.vault.kinds import Properties

_ALWAYS = ("tags", "aliases", "cssclasses")


@vault_rule("boards", severity=Severity.INFO, default=False)
def unknown_base_property(properties: Properties, options: NoOptions) -> Iterator[Problem]:
    """A base that names a property which no note has.

    A column, a sort, a group or a filter by a property that no note has, and that the settings and Obsidian's
    `types.json` do not name either, is empty without a word: mostly it is misspelt. Names of formulas and of files
    (`file.name`) are left alone. Said once for each name and base.

    ## Bad

    ```yaml Shelf.base
    views:
      - type: table
        name: All
        order:
          - file.name
          - raiting
    ```

    ```md Dune.md
    ---
    rating: 5
    ---
    ```

    ## Good

    ```yaml Shelf.base
    views:
      - type: table
        name: All
        order:
          - file.name
          - rating
    ```

    ```md Dune.md
    ---
    rating: 5
    ---
    ```
    """
    named: dict[tuple[str, str], Named] = {}
    for path, each in properties.named("property"):
        named.setdefault((path, each.name.lower()), each)
    if not named:
        return
    known = properties.keys | set(properties.obsidian.property_types)
    known.update(_ALWAYS, *(note_type.properties for note_type in properties.settings.note_types))
    folded, guess = {key.lower() for key in known}, Guess(known)
    for (path, name), prop in named.items():
        if name in folded:
            continue
        near = guess.find(prop.name)
        message = (
            say("no note has the property `{name}`: did you mean `{near}`?", name=prop.name, near=near)
            if near
            else say("no note has the property `{name}`: name one that notes have", name=prop.name)
        )
        yield Problem(prop.start, prop.end, message, path=path)
