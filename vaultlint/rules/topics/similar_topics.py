"""similar-topics."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related, Severity
from vaultlint.language import say
from vaultlint.paths import name_of
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Files


@vault_rule("topics", severity=Severity.INFO, default=False)
def similar_topics(files: Files, options: NoOptions) -> Iterator[Problem]:
    """Topic notes whose names differ only in case, width, hyphens, spaces or an English plural.

    `Agent` and `agents`, `open-source` and `OpenSource`: most likely one idea with two notes. Decide for one and set
    the other in `topics.synonyms`, so that topic-synonym finds its uses.

    ## Bad

    ```md 00-元语/Agent.md
    概念。
    ```

    ```md 00-元语/agents.md
    概念。
    ```

    ## Good

    ```md 00-元语/Agent.md
    概念。
    ```

    ```md 00-元语/memory.md
    概念。
    ```
    """
    groups: dict[str, list[str]] = {}
    for path in files.notes:
        if files.settings.topics.hold(path):
            groups.setdefault(_key(name_of(path)), []).append(path)
    for first, *others in groups.values():
        for path in others:
            message = say(
                "this topic is called almost like `{first}`: merge the two, or give one a name that tells them apart",
                first=first,
            )
            yield Problem(0, 0, message, None, (Related(say("the other topic"), first),), path)


def _key(name: str) -> str:
    """The name without case, width, spaces, hyphens and the plural of an English word."""
    folded = unicodedata.normalize("NFKC", name).lower()
    bare = "".join(character for character in folded if character.isalnum() or character in "+#")
    if not bare.isascii() or len(bare) < 4 or bare.endswith("ss"):
        return bare or folded
    if bare.endswith("ies"):
        return bare[:-3] + "y"
    return bare.removesuffix("s")
