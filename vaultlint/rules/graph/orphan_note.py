"""orphan-note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Problem, Severity
from vaultlint.globs import matches
from vaultlint.language import say
from vaultlint.rules.graph._components import linked_to
from vaultlint.rules.rule import vault_rule
from vaultlint.settings import option
from vaultlint.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.kinds import Links


@frozen
class Options:
    """Options of orphan-note."""

    allow: tuple[str, ...] = option((), "Globs of notes that need no incoming link.", type="glob")


@vault_rule("graph", severity=Severity.INFO, default=False, options=Options)
def orphan_note(links: Links, options: Options) -> Iterator[Problem]:
    """A note that no other note links to.

    Nobody finds such a note by following links; it is reached by search only. Links of a note to itself do not count;
    a canvas that shows the note does, and so does a base that names it.
    A note type is left out with `orphans = false`, single notes with the option `allow`.

    ## Bad

    ```md Alone.md
    Nobody links here.
    ```

    ## Good

    ```md Alone.md
    Linked from [[Index]].
    ```

    ```md Index.md
    - [[Alone]]
    ```
    """
    silent = {note_type.name for note_type in links.settings.note_types if not note_type.orphans}
    linked = linked_to(links.outgoing | links.of_boards)
    for path, type_name in links.types.items():
        if path not in linked and type_name not in silent and not matches(path, options.allow):
            yield Problem(
                0, 0, say("no other note links to this note: link it from a note about its subject"), path=path
            )
