"""Writing notes so that a crash, a full disk or another program never costs anyone a note.

Each new text goes into a temporary file beside its note, is flushed to the disk, and takes the note's place in one
step, if the note still holds the bytes that were read. Temporary files are dot files: Obsidian does not look at them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from vaultlint.fix.temporary import Temporary, flush_folder, write_temporary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vaultlint.fix.outcome import Change

_BATCH = 256  # temporary files that exist at the same time


class Failure(NamedTuple):
    """A note that was not written, and why."""

    path: str
    reason: str


class Staged(NamedTuple):
    """A change whose new text lies ready beside its note."""

    change: Change
    temporary: Temporary


def write_changes(root: str, changes: Sequence[Change], groups: Iterable[frozenset[str]] = ()) -> tuple[Failure, ...]:
    """Write the changed notes of the vault at `root`; what could not be written is named, the rest is written.

    Notes of one of `groups` are written all or not at all.
    """
    failures: list[Failure] = []
    folders: set[str] = set()
    for batch in _batches(changes, tuple(groups)):
        staged, failed = _stage(root, batch)
        failures += failed
        for unit in staged:
            failures += _replace(unit)
            folders.update(os.path.dirname(each.temporary.target) for each in unit)
    for folder in sorted(folders):
        flush_folder(folder)
    return tuple(sorted(failures))


def _batches(changes: Sequence[Change], groups: tuple[frozenset[str], ...]) -> Iterator[list[list[Change]]]:
    """The changes in units that are written together, some units at a time."""
    group_of = {path: index for index, group in enumerate(groups) for path in group}
    units: dict[object, list[Change]] = {}
    for change in changes:
        units.setdefault(group_of.get(change.path, change.path), []).append(change)
    batch: list[list[Change]] = []
    for unit in units.values():
        batch.append(unit)
        if sum(map(len, batch)) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _stage(root: str, batch: list[list[Change]]) -> tuple[list[list[Staged]], list[Failure]]:
    """Write and flush the temporary files of a batch; a unit of which one note fails is left out."""
    ready: list[list[Staged]] = []
    failures: list[Failure] = []
    for unit in batch:
        staged: list[Staged] = []
        try:
            for change in unit:
                staged.append(Staged(change, write_temporary(os.path.join(root, change.path), change.after)))
        except OSError as error:
            failures += _abandon(unit, staged, unit[len(staged)].path, error.strerror or str(error))
        else:
            ready.append(staged)
    flushed = []
    for staged in ready:
        try:
            for each in staged:
                each.temporary.flush()
            flushed.append(staged)
        except OSError as error:
            failures += _abandon([each.change for each in staged], staged, "", error.strerror or str(error))
    return flushed, failures


def _abandon(unit: Iterable[Change], staged: Iterable[Staged], culprit: str, reason: str) -> list[Failure]:
    """Remove a unit's temporary files; every note of the unit is named."""
    for each in staged:
        each.temporary.remove()
    return [
        Failure(
            change.path,
            reason if change.path == culprit or not culprit else f"{culprit} could not be written: {reason}",
        )
        for change in unit
    ]


def _replace(unit: list[Staged]) -> list[Failure]:
    """Put the new texts of a unit in place; if one cannot be, the others get their old text back."""
    done: list[Staged] = []
    for each in unit:
        reason = _replace_one(each)
        if reason:
            failures = _abandon([other.change for other in unit], unit, each.change.path, reason)
            return failures + [failure for other in done for failure in _restore(other)]
        done.append(each)
    return []


def _replace_one(staged: Staged) -> str:
    """Put one new text in place; the reason if that was not possible."""
    target = staged.temporary.target
    try:
        with open(target, "rb") as file:
            if file.read() != staged.change.before:
                return "it changed while vaultlint was at work; run it again"
        staged.temporary.replace()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _restore(staged: Staged) -> list[Failure]:
    """Give a note its old text back, unless somebody has changed it since."""
    back = staged.change._replace(before=staged.change.after, after=staged.change.before)
    try:
        reason = _replace_one(Staged(back, write_temporary(staged.temporary.target, back.after)))
    except OSError as error:
        reason = error.strerror or str(error)
    return [Failure(back.path, f"its old text could not be put back: {reason}")] if reason else []
