"""The part of the Markdown report that compares a run with an older commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.language import listed, say, say_number, words
from vaultlint.report.markdown_text import code, escaped, folded_list
from vaultlint.report.tally import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.workspace.run import Changes

_COLUMNS = (
    say("notes added"),
    say("removed"),
    say("renamed"),
    say("links broken"),
    say("links repaired"),
    say("orphans made"),
)


def compared_with(changes: Changes) -> str:
    """The sentence that says what the run is compared with."""
    said = say_number(
        len(changes.fixed),
        "Compared with {ref} ({commit}): {n} problem fixed; older ones are not shown.",
        "Compared with {ref} ({commit}): {n} problems fixed; older ones are not shown.",
        ref=code(changes.ref),
        commit=changes.base[:10],
    )
    return f"{said}\n"


def settings_touched(changes: Changes) -> str:
    """A warning where the change touches what decides which problems are found, or ""."""
    if not changes.settings:
        return ""
    named = listed([code(path) for path in changes.settings])
    said = say("This change touches what decides which problems are reported: {paths}.", paths=named)
    return f"\n> [!WARNING]\n> {said}\n"


def graph_table(changes: Changes) -> str:
    """A small table of what became of notes and links, or "" if nothing did."""
    counts = (
        len(changes.added),
        len(changes.removed),
        len(changes.renamed),
        changes.broken_links,
        changes.repaired_links,
        len(changes.orphans),
    )
    if not any(counts):
        return ""
    head = " | ".join(map(str, _COLUMNS))
    return f"\n| {head} |\n|{' ---: |' * len(counts)}\n| {' | '.join(f'{count:,}' for count in counts)} |\n"


def details(changes: Changes) -> Iterator[str]:
    """What was fixed and which notes came, went or are orphans, folded away; in blocks that may be left out singly."""
    fixed = [
        f"{escaped(found.path)}: {escaped(found.rule)}: {escaped(words(found.message))}" for found in changes.fixed
    ]
    yield from folded_list(counted(len(fixed), "fixed problem"), fixed)
    orphans = [escaped(path) for path in changes.orphans]
    yield from folded_list(str(say_number(len(orphans), "{n} orphan made", "{n} orphans made")), orphans)
    renamed = [f"{escaped(old)} → {escaped(new)}" for old, new in changes.renamed]
    yield from folded_list(counted(len(renamed), "renamed note"), renamed)
    removed = [escaped(path) for path in changes.removed]
    yield from folded_list(counted(len(removed), "removed note"), removed)
