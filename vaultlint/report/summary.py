"""The lines behind the findings: how many there are, what can be fixed, and what was left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability
from vaultlint.report.escape import plain
from vaultlint.report.tally import count_by_severity, counted, fix_level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultlint.lint.changes import Changes
    from vaultlint.lint.engine import Run


def summary(
    run: Run, checked: int, left_out: Mapping[str, str], seconds: float, verdict: str | None = None
) -> Iterator[str]:
    """Lines without line ends. `checked` notes were looked at; `left_out` maps the others to what excludes them.

    `verdict` takes the place of the line that counts the problems.
    """
    for path, reason in run.unreadable:
        yield unreadable_line(path, reason)
    yield verdict or _verdict(run, checked, left_out, seconds)
    if run.findings:
        yield from _fixable(run)
    if run.held_back:
        yield f"{counted(run.held_back, 'known problem')} held back by the baseline."
    if run.outdated:
        gone = counted(run.outdated, "problem")
        yield f"The baseline holds {gone} that no longer occur: drop them with `vaultlint baseline --prune`."
    if run.changes:
        yield from _compared(run.changes)
    if left_out and checked:
        yield f"Left out: {_by_setting(left_out)}."


def _compared(changes: Changes) -> Iterator[str]:
    base = f"{plain(changes.ref)} ({changes.base[:10]})"
    yield f"Compared with {base}: {counted(changes.known, 'old problem')} not shown, {len(changes.fixed):,} fixed."


def unreadable_line(path: str, reason: str) -> str:
    """What is said of a note that could not be read."""
    return f"vaultlint: cannot read {plain(path)}: {plain(reason)}"


def _verdict(run: Run, checked: int, left_out: Mapping[str, str], seconds: float) -> str:
    time = f"({seconds:.1f} s)"
    if run.findings:
        severities = ", ".join(counted(count, level.word) for level, count in count_by_severity(run.findings).items())
        places = len({finding.path for finding in run.findings})
        total = f"{counted(len(run.findings), 'problem')} ({severities})"
        return f"Found {total} in {places:,} of {counted(checked, 'note')} {time}."
    if checked and run.unreadable:
        return f"No problems in the {counted(checked, 'note')} that could be read {time}."
    if checked:
        known = _besides(run)
        return f"All {checked:,} notes are fine{known} {time}." if checked > 1 else f"The note is fine{known} {time}."
    if left_out:
        return f"No note was checked: {_by_setting(left_out)}."
    return "No note was checked: there is no .md file here."


def _besides(run: Run) -> str:
    if run.changes and run.changes.known:
        return " besides old problems"
    return " besides what the baseline knows" if run.held_back else ""


def _fixable(run: Run) -> Iterator[str]:
    level_of = fix_level(run)
    levels = Counter(level_of(finding) for finding in run.findings)
    safe, unsafe = levels[Applicability.SAFE], levels[Applicability.UNSAFE]
    if safe:
        more = f" ({unsafe:,} more with `--unsafe-fixes`)" if unsafe else ""
        yield f"[*] {safe:,} fixable with `vaultlint fix`{more}."
    elif unsafe:
        yield f"[*] {unsafe:,} fixable with `vaultlint fix --unsafe-fixes`."


def _by_setting(left_out: Mapping[str, str]) -> str:
    counts = Counter(left_out.values()).most_common()
    return ", ".join(f"{counted(count, 'note')} by {_setting(setting)}" for setting, count in counts)


def _setting(name: str) -> str:
    return f"`{name}`" if name == "exclude" else name
