"""ambiguous-link."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Fix, Problem, Related
from vaultlint.language import Message, listed, say
from vaultlint.paths import is_note
from vaultlint.rules.links._targets import Fault, faults, named_exactly
from vaultlint.rules.links._write import link_fix, path_span, retarget, shown, spelling
from vaultlint.rules.rule import NoOptions, vault_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.vault.facts import NoteFacts
    from vaultlint.vault.view import Reference, View

_NAMED, _RELATED = 3, 10


@vault_rule("links", fix=Applicability.UNSAFE)
def ambiguous_link(note: NoteFacts, view: View, options: NoOptions) -> Iterator[Problem]:
    """A link whose name several files have.

    Obsidian opens the one in the note's own folder, else the one with the shortest path: which one that is changes when
    a note is moved, made or renamed somewhere else. Obsidian itself writes the whole path in such a case. A link that
    is the whole path of a note is never ambiguous, even where other paths end with it.

    ## Fix

    Writes the whole path of the file that Obsidian opens today, and keeps what the link shows. Unsafe: the writer may
    have meant another one.

    ## Bad

    ```md Note.md
    See [[Plan]].
    ```

    ```md a/Plan.md
    One.
    ```

    ```md later/Plan.md
    Another.
    ```

    ## Good

    ```md Note.md
    See [[a/Plan|Plan]].
    ```

    ```md a/Plan.md
    One.
    ```

    ```md later/Plan.md
    Another.
    ```
    """
    for reference, target in faults(note, view, Fault.AMBIGUOUS):
        link = reference.link
        candidates = reference.resolution.candidates
        named = named_exactly(link.path, target, candidates)
        if named:
            yield _other_case(view, reference, target, named)
            continue
        others = list(islice((path for path in candidates if path != target), _RELATED - 1))
        message = _message(link.path, [target, *others][:_NAMED], len(candidates))
        related = (
            Related(say("what Obsidian opens"), target),
            *(Related(say("has the same name"), path) for path in others),
        )
        fix = _fix(view, reference, target)
        yield Problem(*path_span(link), message, fix, related, reference.source.path)


def _other_case(view: View, reference: Reference, target: str, named: str) -> Problem:
    """The file whose name the link has letter by letter is not the one that opens."""
    link = reference.link
    message = say(
        "`{path}` opens `{target}`, whose name has another case, not `{named}`: write the whole path",
        path=link.path,
        target=target,
        named=named,
    )
    related = (Related(say("what Obsidian opens"), target), Related(say("has the very name"), named))
    fix = _fix(view, reference, named)
    return Problem(*path_span(link), message, fix, related, reference.source.path)


def _message(written: str, paths: list[str], count: int) -> Message:
    names = [f"`{path}`" for path in paths]
    if count > len(names):
        return say(
            "`{path}` could be {names} or {count} more: Obsidian opens the first; write the whole path",
            path=written,
            names=listed(names),
            count=f"{count - len(names):,}",
        )
    return say(
        "`{path}` could be {names}: Obsidian opens the first; write the whole path",
        path=written,
        names=listed(names, last="or"),
    )


def _fix(view: View, reference: Reference, target: str) -> Fix | None:
    link = reference.link
    path = spelling(view, target, reference.source.path, "absolute", suffix=is_note(link.path))
    if path is None:
        return None
    edits = retarget(link, path, display=shown(link))
    return link_fix(link, say("link `{text}`", text=path), edits, Applicability.UNSAFE)
