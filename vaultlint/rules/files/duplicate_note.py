"""duplicate-note."""

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

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import View

_MOST = 3  # notes: what more have in common comes from a template


@frozen
class Options:
    """Options of duplicate-note."""

    allow: tuple[str, ...] = option((), "Globs of notes that may repeat another one.", type="glob")


@vault_rule("files", options=Options)
def duplicate_note(note: NoteFacts, view: View, options: Options) -> Iterator[Problem]:
    """A note whose text is that of another one, word for word.

    Properties do not count, nor line ends and blank lines around the text. A copy was made by a synchronisation, an
    import or an agent; what is mended in one of them stays wrong in the other. Notes with hardly any words of their own
    (headings, tasks, lists of links, queries) are not compared, and a text that more than three notes share is taken
    for a template. All notes but the first are reported; the first is the one with the shortest path.

    ## Bad

    ```md Steeping.md
    Water goes over the leaves, and after two minutes the leaves are taken out again, whatever the pot.
    ```

    ```md Archive/How to steep.md
    Water goes over the leaves, and after two minutes the leaves are taken out again, whatever the pot.
    ```

    ## Good

    ```md Steeping.md
    Water goes over the leaves, and after two minutes the leaves are taken out again, whatever the pot.
    ```

    ```md Archive/How to steep.md
    See [[Steeping]].
    ```
    """
    alike = view.alike(note)
    if len(alike) < 2:
        return
    paths = [path for path in alike if not matches(path, options.allow)]
    first = min(paths, key=lambda path: (len(path), path), default=note.path)
    if note.path in paths and len(paths) <= _MOST and first != note.path:
        message = say("this note has the same text as `{first}`: keep one of them, and link to it", first=first)
        yield Problem(0, 0, message, None, (Related(say("the other note"), first),))
