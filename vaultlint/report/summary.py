"""The lines behind the findings: how many there are, what can be fixed, and what was left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.paths import is_note
from vaultlint.report.escape import plain
from vaultlint.report.tally import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vaultlint.lint.changes import Changes
    from vaultlint.report.tally import Tally


def summary(
    counts: Tally, checked: int, left_out: Mapping[str, str], seconds: float, verdict: str | None = None
) -> Iterator[str]:
    """Lines without line ends. `checked` notes were looked at; `left_out` maps the others to what excludes them.

    `verdict` takes the place of the line that counts the problems.
    """
    for path, reason in counts.unreadable:
        yield unreadable_line(path, reason)
    yield verdict or _verdict(counts, checked, left_out, seconds)
    yield from _fixable(counts)
    if counts.held_back:
        yield f"{counted(counts.held_back, 'known problem')} held back by the baseline."
    if counts.outdated:
        yield _outdated(counts.outdated)
    if counts.changes:
        yield _compared(counts.changes)
        if counts.changes.settings:
            yield _settings_touched(counts.changes.settings)
    if checked and notes_in(left_out):
        yield f"Left out: {_by_setting(left_out)}."
    yield from _not_looked_into(left_out)


def _outdated(count: int) -> str:
    if count == 1:
        return "The baseline holds 1 problem that no longer occurs: drop it with `vaultlint baseline --prune`."
    return f"The baseline holds {count:,} problems that no longer occur: drop them with `vaultlint baseline --prune`."


def _compared(changes: Changes) -> str:
    base = f"{plain(changes.ref)} ({changes.base[:10]})"
    return f"Compared with {base}: {counted(len(changes.fixed), 'problem')} fixed; older ones are not shown."


def _settings_touched(paths: Iterable[str]) -> str:
    named = ", ".join(f"`{plain(path)}`" for path in paths)
    return f"This change touches what decides which problems are reported: {named}."


def unreadable_line(path: str, reason: str) -> str:
    """What is said of a note that could not be read."""
    return f"vaultlint: cannot read {plain(path)}: {plain(reason)}"


def _verdict(counts: Tally, checked: int, left_out: Mapping[str, str], seconds: float) -> str:
    time = f"({seconds:.1f} s)"
    if counts.total:
        severities = ", ".join(counted(count, level.word) for level, count in counts.severities.items())
        new = "new " if counts.changes else ""
        total = f"{counted(counts.total, new + 'problem')} ({severities})"
        where = f"{counts.faulty:,} of {counted(checked, 'note')}"
        if counts.faulty > checked:  # findings about other files count, too
            where = f"{counts.faulty:,} files ({counted(checked, 'note')} checked)"
        return f"Found {total} in {where} {time}."
    if checked and counts.unreadable:
        return f"No problems in the {counted(checked, 'note')} that could be read {time}."
    if checked and counts.changes:
        return f"No new problems in {counted(checked, 'note')} {time}."
    if checked:
        known = " besides what the baseline knows" if counts.held_back else ""
        return f"All {checked:,} notes are fine{known} {time}." if checked > 1 else f"The note is fine{known} {time}."
    return nothing_checked((), left_out)


def nothing_checked(paths: Sequence[str], left_out: Mapping[str, str]) -> str:
    """Why no note was checked; `paths` are those that were asked for."""
    if notes_in(left_out):
        return f"No note was checked: {_by_setting(left_out)}."
    others = [path for path in paths if not path.endswith("/") and not is_note(path)]
    if others:
        return f"No note was checked: {plain(others[0])} is no note."
    return "No note was checked: there is no .md file here."


def notes_in(left_out: Mapping[str, str]) -> dict[str, str]:
    """The notes among what was left out; what ends with a `/` is a folder."""
    return {path: setting for path, setting in left_out.items() if not path.endswith("/")}


def _not_looked_into(left_out: Mapping[str, str]) -> Iterator[str]:
    folders = [plain(path) for path in left_out if path.endswith("/")]
    if len(folders) == 1:
        yield (
            f"Not looked into: {folders[0]}, a symlink that leads out of the vault. Links that may lead there are not "
            "judged; see `--follow-symlinks`."
        )
    elif folders:
        yield (
            f"Not looked into: {', '.join(folders[:3])}, of {len(folders):,} symlinks that lead out of the vault. "
            "Links that may lead there are not judged; see `--follow-symlinks`."
        )


def _fixable(counts: Tally) -> Iterator[str]:
    if counts.safe:
        more = f" ({counts.unsafe:,} more with `--unsafe-fixes`)" if counts.unsafe else ""
        yield f"[*] {counts.safe:,} fixable with `vaultlint fix`{more}."
    elif counts.unsafe:
        yield f"[*] {counts.unsafe:,} fixable with `vaultlint fix --unsafe-fixes`."


def _by_setting(left_out: Mapping[str, str]) -> str:
    counts = Counter(notes_in(left_out).values()).most_common()
    return ", ".join(f"{counted(count, 'note')} by {_setting(setting)}" for setting, count in counts)


def _setting(name: str) -> str:
    from vaultlint.vault.listing import SYMLINK

    return {"exclude": "`exclude`", SYMLINK: "symlinks that lead out of the vault"}.get(name, name)
