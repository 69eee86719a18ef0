"""github-anchor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Problem, Related
from vaultlint.language import say
from vaultlint.rules.links._subpaths import broken_headings, github_heading, span, texts_of, written
from vaultlint.rules.links._write import link_fix, retarget
from vaultlint.rules.rule import vault_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View


@frozen
class Options:
    """Options of github-anchor."""

    accept: bool = option(False, "Leave such links alone: the vault is read on GitHub, or published by such a tool.")


@vault_rule("links", fix=Applicability.SAFE, options=Options)
def github_anchor(note: NoteFacts, view: View, options: Options) -> Iterator[Problem]:
    """A Markdown link that names a heading as GitHub does: `#first-steps` for `## First Steps`.

    GitHub, Hugo, Docusaurus and other site generators make such anchors: lower case, a hyphen for each space, no
    punctuation. Obsidian knows headings by their text only. There the link opens the note at its top.

    ## Fix

    Names the heading as Obsidian does. Safe: exactly one heading has the anchor. There is none for the second of two
    headings of the same text (`#first-steps-1`), which no link reaches in Obsidian. GitHub does not know that form; who
    reads the vault there sets `accept`.

    ## Bad

    ```md Note.md
    See [the beginning](#first-steps).

    ## First Steps

    Boil the water.
    ```

    ## Good

    ```md Note.md
    See [the beginning](#First%20Steps).

    ## First Steps

    Boil the water.
    ```
    """
    if options.accept:
        return
    for pointer in broken_headings(note, view):
        link, target = pointer.reference.link, pointer.note
        index = github_heading(target, link)
        if index is None:
            continue
        named = written(texts_of(target)[index])
        reached = target.outline.find(named) == index  # not where a heading above has the same text
        edits = retarget(link, link.path, subpath=named) if reached else None
        fix = link_fix(link, say("link the heading `{named}`", named=named), edits, Applicability.SAFE)
        message = say(
            "`#{subpath}` is how GitHub names the heading `{named}`; Obsidian does not find it by that",
            subpath=link.subpath,
            named=named,
        )
        related = (Related(say("the heading"), target.path, *target.place_of_heading(index)),)
        yield Problem(*span(link), message, fix, related, pointer.reference.source.path)
