"""What a person is told about fixes: how many were made, of which rules, and which were not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.language import listed, say, say_number, translated, words
from vaultlint.report.escape import plain
from vaultlint.report.tally import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultlint.language import Message, Sentence

_MOST = 10  # refused fixes that are named one by one


def verdict(fixed: int, notes: int, remaining: int, *, diff: bool) -> str:
    """The line that sums up a run that fixed something, or with `diff` would have."""
    if diff and not fixed:
        return str(_nothing(remaining))
    left = f"{remaining:,}"
    if diff:
        return str(
            say(
                "Would fix {problems} in {notes} ({left} would remain).",
                problems=counted(fixed, "problem"),
                notes=counted(notes, "note"),
                left=left,
            )
        )
    problems = counted(fixed + remaining, "problem")
    return str(
        say("Found {problems} ({fixed} fixed, {left} remaining).", problems=problems, fixed=f"{fixed:,}", left=left)
    )


def _nothing(remaining: int) -> Message:
    if not remaining:
        return say("Nothing would be fixed.")
    return say_number(
        remaining,
        "Nothing would be fixed ({n} problem would remain).",
        "Nothing would be fixed ({n} problems would remain).",
    )


def fixes_by_note(applied: Mapping[str, Mapping[str, int]], *, diff: bool) -> Iterator[str]:
    """For each note how often each rule's fix was made, as `--show-fixes` prints it."""
    total = sum(sum(rules.values()) for rules in applied.values())
    if total:
        yield str(_head(total, diff=diff))
    for path, rules in applied.items():
        yield f"- {plain(path)}:"
        width = len(str(max(rules.values())))
        for rule, count in sorted(rules.items(), key=lambda row: (-row[1], row[0])):
            yield f"    {count:>{width}} × {rule}"


def _head(total: int, *, diff: bool) -> Message:
    if diff:
        return say_number(total, "Would fix {n} problem:", "Would fix {n} problems:")
    return say_number(total, "Fixed {n} problem:", "Fixed {n} problems:")


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
        yield _changing(plain(path), rule, count, _named(changes))
    if len(rows) > _MOST and not everything:
        more = f"{len(rows) - _MOST:,}"
        yield str(say("vaultlint: {more} more not made; `--verbose` names them", more=more))


def _changing(path: str, rule: str, count: int, what: str) -> str:
    return str(
        say_number(
            count,
            "vaultlint: {path}: a fix of {rule} not made: the note's {what} would have changed",
            "vaultlint: {path}: {n} fixes of {rule} not made: the note's {what} would have changed",
            path=path,
            rule=rule,
            what=what,
        )
    )


def _burying(path: str, rule: str, count: int) -> str:
    return str(
        say_number(
            count,
            "vaultlint: {path}: a fix of {rule} not made: another problem would have gone unseen with it",
            "vaultlint: {path}: {n} fixes of {rule} not made: other problems would have gone unseen with them",
            path=path,
            rule=rule,
        )
    )


def _failing(path: str, rule: str, count: int) -> str:
    return str(
        say_number(
            count,
            "vaultlint: {path}: a fix of {rule} not made: vaultlint itself failed while it judged it",
            "vaultlint: {path}: {n} fixes of {rule} not made: vaultlint itself failed while it judged them",
            path=path,
            rule=rule,
        )
    )


def conflicts(restless: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    """Notes in which the fixes of some rules do not come to an end."""
    for path, rules in restless:
        yield str(
            say(
                "vaultlint: {path}: the fixes of {rules} never come to an end and were not made: switch one of them "
                "off with `--unfixable`, and please report this",
                path=plain(path),
                rules=_named(rules),
            )
        )


def unwritten(failures: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Notes that could not be written."""
    for path, reason in failures:
        yield str(say("vaultlint: cannot write {path}: {reason}", path=plain(path), reason=plain(translated(reason))))


def _named(names: tuple[str, ...]) -> str:
    return words(listed([translated(name) for name in names], last="and"))
