"""The part of the Markdown report that compares a run with an older commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.language import words
from vaultlint.report.markdown_text import code, escaped, folded_list
from vaultlint.report.tally import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.lint.changes import Changes

_COLUMNS = ("notes added", "removed", "renamed", "links broken", "links repaired", "orphans made")


def compared_with(changes: Changes) -> str:
    """The sentence that says what the run is compared with."""
    base = f"{code(changes.ref)} ({changes.base[:10]})"
    return f"Compared with {base}: {counted(len(changes.fixed), 'problem')} fixed; older ones are not shown.\n"


def settings_touched(changes: Changes) -> str:
    """A warning where the change touches what decides which problems are found, or ""."""
    if not changes.settings:
        return ""
    named = ", ".join(code(path) for path in changes.settings)
    return f"\n> [!WARNING]\n> This change touches what decides which problems are reported: {named}.\n"


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
    head = " | ".join(_COLUMNS)
    return f"\n| {head} |\n|{' ---: |' * len(counts)}\n| {' | '.join(f'{count:,}' for count in counts)} |\n"


def details(changes: Changes) -> Iterator[str]:
    """What was fixed and which notes came, went or are orphans, folded away; in blocks that may be left out singly."""
    fixed = [
        f"{escaped(found.path)}: {escaped(found.rule)}: {escaped(words(found.message))}" for found in changes.fixed
    ]
    yield from folded_list(counted(len(fixed), "fixed problem"), fixed)
    orphans = [escaped(path) for path in changes.orphans]
    yield from folded_list("1 orphan made" if len(orphans) == 1 else f"{len(orphans):,} orphans made", orphans)
    renamed = [f"{escaped(old)} → {escaped(new)}" for old, new in changes.renamed]
    yield from folded_list(counted(len(renamed), "renamed note"), renamed)
    removed = [escaped(path) for path in changes.removed]
    yield from folded_list(counted(len(removed), "removed note"), removed)
