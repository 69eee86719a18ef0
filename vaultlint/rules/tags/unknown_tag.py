"""unknown-tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Edit, Fix, Problem
from vaultlint.globs import matches
from vaultlint.language import say
from vaultlint.rules.rule import vault_rule
from vaultlint.rules.tags._uses import folded
from vaultlint.settings import option
from vaultlint.values import frozen
from vaultlint.vault.guess import Guess
from vaultlint.vault.kinds import Use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


@frozen
class Options:
    """Options of unknown-tag."""

    tags: tuple[str, ...] = option(
        (), "The tags that notes may have, without `#`; `project/*` stands for all below it."
    )
    nested: bool = option(True, "Tags below one of `tags` may be used too.")


@vault_rule("tags", fix=Applicability.DISPLAY, options=Options)
def unknown_tag(note: NoteFacts, view: View, options: Options) -> Iterator[Problem]:
    """A tag that is not in the list of the vault's tags.

    Only with the option `tags`. A list keeps people and agents from inventing a tag for each note. Upper and lower case
    are the same; tags below a listed one may be used, unless `nested = false`.

    ## Fix

    Shows the nearest tag of the list, if there is one.

    ## Example configuration

    ```toml
    [rules.unknown-tag]
    tags = ["book", "film"]
    ```

    ## Bad

    ```md
    A desert. #books
    ```

    ## Good

    ```md
    A desert. #book/novel
    ```
    """
    if not options.tags:
        return
    known = {folded(tag.removeprefix("#").removesuffix("/*").strip("/")) for tag in options.tags}
    globs = tuple(folded(tag.removeprefix("#")) for tag in options.tags if "*" in tag)
    guess = Guess(tag.removeprefix("#") for tag in options.tags if "*" not in tag)
    for use in (Use(note.path, *row) for row in note.tag_rows):
        name = folded(use.name)
        if name in known or matches(name, globs) or (options.nested and _is_below(name, known)):
            continue
        near = guess.find(use.name)
        message = (
            say("`#{name}` is none of this vault's tags: did you mean `#{near}`?", name=use.name, near=near)
            if near
            else say(
                "`#{name}` is none of this vault's tags: use one of the list in `rules.unknown-tag.tags`", name=use.name
            )
        )
        edit = (Edit(use.start, use.end, near),) if near and use.is_plain else ()
        fix = Fix(
            say("write `{text}`", text=near or ""),
            edit,
            Applicability.DISPLAY,
            frozenset({"tags", "properties", "text"}),
        )
        yield Problem(use.start, use.end, message, fix if edit else None)


def _is_below(name: str, known: set[str]) -> bool:
    parts = name.split("/")
    return any("/".join(parts[:count]) in known for count in range(1, len(parts)))
