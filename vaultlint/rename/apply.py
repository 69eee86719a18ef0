"""Carrying out a plan: all of it, or nothing."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.fix.edits import apply_edits
from vaultlint.fix.outcome import Change
from vaultlint.fix.write import write_changes
from vaultlint.git.move import git_move, git_remove

if TYPE_CHECKING:
    from vaultlint.rename.plan import Plan
    from vaultlint.vault.source import Source


def changes_of(plan: Plan, source: Source) -> tuple[Change, ...]:
    """The notes that the plan changes, before and after, at the paths they have before the move."""
    changes = []
    for path, edits in sorted(plan.edits.items()):
        before = source.read(path)
        changes.append(Change(path, before, apply_edits(before.decode(), edits).encode()))
    return tuple(change for change in changes if change.before != change.after)


def apply_plan(root: str, changes: tuple[Change, ...], move: tuple[str, str] | None) -> None:
    """Write the changes, then move the file or folder; if the move fails, every note gets its old text back."""
    group = frozenset(change.path for change in changes)
    failures = write_changes(root, changes, [group])
    if failures:
        raise VaultlintError(f"nothing was renamed: {failures[0].path}: {failures[0].reason}")
    if move is None:
        return
    try:
        _move(root, *move)
    except (OSError, VaultlintError) as error:
        back = tuple(Change(change.path, change.after, change.before) for change in changes)
        write_changes(root, back, [group])
        raise VaultlintError(f"nothing was renamed: {error}") from None


def write_all(root: str, changes: tuple[Change, ...]) -> None:
    """Write the changes, or none of them."""
    failures = write_changes(root, changes, [frozenset(change.path for change in changes)])
    if failures:
        raise VaultlintError(f"nothing was changed: {failures[0].path}: {failures[0].reason}")


def remove_note(root: str, changes: tuple[Change, ...], path: str) -> None:
    """Write the changes, then remove the note at `path`; if it cannot be removed, every note gets its old text back."""
    write_all(root, changes)
    try:
        if not git_remove(root, path):
            os.remove(os.path.join(root, path))
    except (OSError, VaultlintError) as error:
        write_all(root, tuple(Change(change.path, change.after, change.before) for change in changes))
        raise VaultlintError(f"nothing was changed: {error}") from None


def _move(root: str, old: str, new: str) -> None:
    target = os.path.join(root, new)
    made = _missing_folders(os.path.dirname(target))
    os.makedirs(os.path.dirname(target), exist_ok=True)
    try:
        if not git_move(root, old, new):
            _refuse_to_overwrite(os.path.join(root, old), target)
            os.rename(os.path.join(root, old), target)
    except BaseException:
        for folder in made:
            with suppress(OSError):
                os.rmdir(folder)
        raise


def _refuse_to_overwrite(old: str, new: str) -> None:
    if os.path.lexists(new) and not os.path.samefile(old, new):
        raise FileExistsError(17, "there is a file of that name", new)


def _missing_folders(folder: str) -> list[str]:
    """The folders that have to be made for `folder`, the deepest first."""
    missing = []
    while folder and not os.path.isdir(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    return missing


def diff_of(changes: tuple[Change, ...], moves: Mapping[str, str]) -> Iterator[str]:
    """A unified diff of the changes and a line for each move."""
    for old, new in moves.items():
        yield f"rename {old} => {new}\n"
    for change in changes:
        before, after = change.before.decode().split("\n"), change.after.decode().split("\n")
        name = moves.get(change.path, change.path)
        for line in difflib.unified_diff(before, after, change.path, name, lineterm=""):
            yield line.rstrip("\r") + "\n"
