"""What a person is told about fixes: how many were made, of which rules, and which were not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.report.escape import plain
from vaultlint.report.tally import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultlint.language import Sentence

_MOST = 10  # refused fixes that are named one by one


def verdict(fixed: int, notes: int, remaining: int, *, diff: bool) -> str:
    """The line that sums up a run that fixed something, or with `diff` would have."""
    if diff and not fixed:
        left = counted(remaining, "problem")
        return f"Nothing would be fixed ({left} would remain)." if remaining else "Nothing would be fixed."
    if diff:
        return f"Would fix {counted(fixed, 'problem')} in {counted(notes, 'note')} ({remaining:,} would remain)."
    return f"Found {counted(fixed + remaining, 'problem')} ({fixed:,} fixed, {remaining:,} remaining)."


def fixes_by_note(applied: Mapping[str, Mapping[str, int]], *, diff: bool) -> Iterator[str]:
    """For each note how often each rule's fix was made, as `--show-fixes` prints it."""
    total = sum(sum(rules.values()) for rules in applied.values())
    if total:
        yield f"{'Would fix' if diff else 'Fixed'} {counted(total, 'problem')}:"
    for path, rules in applied.items():
        yield f"- {plain(path)}:"
        width = len(str(max(rules.values())))
        for rule, count in sorted(rules.items(), key=lambda row: (-row[1], row[0])):
            yield f"    {count:>{width}} × {rule}"


def refusals(refused: Iterable[tuple[str, str, Sentence, tuple[str, ...]]], *, everything: bool) -> Iterator[str]:
    """Which fixes (note, rule, message, what it would have changed) were not made; the first few, or all of them."""
    counts = Counter((path, rule, changes) for path, rule, _, changes in refused)
    rows = sorted(counts.items())
    for (path, rule, changes), count in rows if everything else rows[:_MOST]:
        if changes == ("findings",):
            yield _burying(plain(path), rule, count)
            continue
        if changes == ("fault",):
            yield _failing(plain(path), rule, count)
            continue
        what = f"{count:,} fixes" if count > 1 else "a fix"
        yield f"vaultlint: {plain(path)}: {what} of {rule} not made: the note's {_named(changes)} would have changed"
    if len(rows) > _MOST and not everything:
        yield f"vaultlint: {len(rows) - _MOST:,} more not made; `--verbose` names them"


def _burying(path: str, rule: str, count: int) -> str:
    if count > 1:
        return f"vaultlint: {path}: {count:,} fixes of {rule} not made: other problems would have gone unseen with them"
    return f"vaultlint: {path}: a fix of {rule} not made: another problem would have gone unseen with it"


def _failing(path: str, rule: str, count: int) -> str:
    if count > 1:
        return f"vaultlint: {path}: {count:,} fixes of {rule} not made: vaultlint itself failed while it judged them"
    return f"vaultlint: {path}: a fix of {rule} not made: vaultlint itself failed while it judged it"


def conflicts(restless: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    """Notes in which the fixes of some rules do not come to an end."""
    for path, rules in restless:
        yield (
            f"vaultlint: {plain(path)}: the fixes of {_named(rules)} never come to an end and were not made: switch "
            "one of them off with `--unfixable`, and please report this"
        )


def unwritten(failures: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Notes that could not be written."""
    for path, reason in failures:
        yield f"vaultlint: cannot write {plain(path)}: {plain(reason)}"


def _named(names: tuple[str, ...]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
