"""duplicate-title."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Related
from vaultlint.language import say
from vaultlint.lazy_regex import lazy_regex
from vaultlint.markdown.placeholders import has_placeholder
from vaultlint.rules.frontmatter._values import shown
from vaultlint.rules.rule import vault_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Titled, Titles

_URL = lazy_regex(r"https?://([^/\s?#]+)(/[^\s#]*)?(?:#\S*)?", re.IGNORECASE)


@frozen
class Options:
    """Options of duplicate-title."""

    properties: tuple[str, ...] = option(
        ("原文链接", "source", "url"), "Properties whose URL only one note may have; none switches this off."
    )


@vault_rule("frontmatter", default=False, options=Options)
def duplicate_title(titles: Titles, options: Options) -> Iterator[Problem]:
    """Two notes with one title, or with the same source.

    Most often one thing was filed twice. Titles are compared without regard to case and width; URLs without regard to
    `http` or `https`, a final `/` and what follows `#`; addresses of a whole site do not count. All notes but the
    first are reported.

    ## Bad

    ```md a.md
    ---
    title: One thing
    ---
    ```

    ```md b.md
    ---
    title: One Thing
    ---
    ```

    ## Good

    ```md a.md
    ---
    title: One thing
    ---
    ```

    ```md b.md
    ---
    title: Another thing
    ---
    ```
    """
    first: dict[tuple[str, str], tuple[Titled, int, int]] = {}
    for note in sorted(titles, key=lambda note: note.path[:-3]):  # `A` before `A-2`
        for key, text, compared, start, end in _compared(note, options):
            other, *place = first.setdefault((key, compared), (note, start, end))
            if other is not note:
                message = (
                    say(
                        "`{path}` has the same {key}, `{text}`: merge the two, or tell them apart",
                        path=other.path,
                        key=key,
                        text=shown(text),
                    )
                    if key
                    else say(
                        "`{path}` has the same title, `{text}`: merge the two, or tell them apart",
                        path=other.path,
                        text=shown(text),
                    )
                )
                related = (Related(say("the other note"), other.path, *place),)
                yield Problem(start, end, message, related=related, path=note.path)


def _compared(note: Titled, options: Options) -> Iterator[tuple[str, str, str, int, int]]:
    """Key ("" for the title), text, compared form and place of what no two notes should share."""
    title, start, end = note.title
    if title and not has_placeholder(title):
        yield "", title, unicodedata.normalize("NFKC", title).casefold().strip(), start, end
    for key in options.properties:
        for text, start, end in note.values.get(key, ()):
            match = _URL.fullmatch(text.strip())
            path = (match[2] or "").rstrip("/") if match else ""
            if match and path:
                yield key, text, match[1].lower() + path, start, end
