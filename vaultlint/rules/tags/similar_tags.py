"""similar-tags."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related, Severity
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.rules.rule import NoOptions, vault_rule
from vaultlint.rules.tags._uses import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Tags, Use

_JOINT = lazy_regex(r"(?<!\d)[-_]|[-_](?!\d)")  # `2026-1` is not `20261`


@vault_rule("tags", severity=Severity.INFO, default=False)
def similar_tags(tags: Tags, options: NoOptions) -> Iterator[Problem]:
    """Tags that differ only in hyphens, underscores, width or an English plural.

    `#book` and `#books`, `#open-source` and `#opensource`: most likely one idea with two tags, and a search for one of
    them misses half of the notes. Said once, at the first note that has the rarer tag. What differs in case or width
    alone is the business of tag-case.

    ## Bad

    ```md A.md
    A desert. #book
    ```

    ```md B.md
    A sea. #books
    ```

    ## Good

    ```md A.md
    A desert. #book
    ```

    ```md B.md
    A sea. #film
    ```
    """
    counts: Counter[str] = Counter()
    first: dict[str, Use] = {}
    groups: dict[str, dict[str, None]] = {}
    for use in tags:
        name = folded(use.name)
        counts[name] += 1
        first.setdefault(name, use)
        groups.setdefault(_key(name), {})[name] = None
    for names in groups.values():
        common, *others = sorted(names, key=lambda name: (-counts[name], name))
        for name in others:
            use, other = first[name], first[common]
            message = say(
                "`#{name}` is almost the tag `#{other}`, which this vault has too: decide for one",
                name=use.name,
                other=other.name,
            )
            related = (Related(say("the other tag"), other.path, other.start, other.end),)
            yield Problem(use.start, use.end, message, None, related, use.path)


def _key(name: str) -> str:
    return "/".join(map(_word_key, name.split("/")))


def _word_key(word: str) -> str:
    """A name without hyphens, underscores, width and the plural of an English word."""
    bare = _JOINT.sub("", unicodedata.normalize("NFKC", word))
    if not bare.isascii() or not bare.isalpha() or len(bare) < 4 or bare.endswith(("ss", "us", "is", "news")):
        return bare or word
    return bare[:-3] + "y" if bare.endswith("ies") else bare.removesuffix("s")
