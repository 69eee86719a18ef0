"""unknown-base-tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.language import say
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.vault.guess import Guess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Properties


@vault_rule("boards", severity=Severity.INFO, default=False)
def unknown_base_tag(properties: Properties, options: NoOptions) -> Iterator[Problem]:
    """A base that filters by a tag which no note has.

    `file.hasTag("book")` matches nothing where the notes say `#books`. Nested tags count for the tags above them, as in
    Obsidian. Only an info, because a base may be made before the first note that it is for.

    ## Bad

    ```yaml Shelf.base
    filters: file.hasTag("bok")
    views:
      - type: table
        name: All
    ```

    ```md Dune.md
    A desert. #book/novel
    ```

    ## Good

    ```yaml Shelf.base
    filters: file.hasTag("book")
    views:
      - type: table
        name: All
    ```

    ```md Dune.md
    A desert. #book/novel
    ```
    """
    named = properties.named("tag")
    if not named:
        return
    known = {each for tag in properties.tags for each in _with_parents(tag)}
    guess = Guess(known)
    for path, tag in named:
        name = tag.name.removeprefix("#").strip("/")
        if not name or name.lower() in known:
            continue
        near = guess.find(name)
        message = (
            say("no note has the tag `#{name}`: did you mean `#{near}`?", name=name, near=near)
            if near
            else say("no note has the tag `#{name}`: filter by one that notes have", name=name)
        )
        yield Problem(tag.start, tag.end, message, path=path)


def _with_parents(tag: str) -> Iterator[str]:
    while tag:
        yield tag
        tag = tag.rpartition("/")[0]
