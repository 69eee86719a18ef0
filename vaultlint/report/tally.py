"""Counting findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.finding import Applicability, Severity
from vaultlint.language import Message, listed, say_number, translated, words
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vaultlint.finding import Finding
    from vaultlint.workspace.run import Comparison, Run


class RuleCount(NamedTuple):
    """How often a rule found something, and how many of its findings have a fix of either kind."""

    rule: str
    severity: Severity
    total: int
    safe: int
    unsafe: int


class Tally(NamedTuple):
    """What the summary counts; `faulty` is the number of notes with findings."""

    severities: Mapping[Severity, int]
    faulty: int = 0
    safe: int = 0
    unsafe: int = 0
    unreadable: tuple[tuple[str, str], ...] = ()
    held_back: int = 0
    outdated: int = 0
    changes: Comparison | None = None

    @property
    def total(self) -> int:
        """The number of findings."""
        return sum(self.severities.values())


def tally(run: Run) -> Tally:
    """The counts of a run."""
    level_of = _levels(run)
    levels = Counter(level_of(finding) for finding in run.findings)
    return Tally(
        count_by_severity(run.findings),
        len({finding.path for finding in run.findings}),
        levels[Applicability.SAFE],
        levels[Applicability.UNSAFE],
        run.unreadable,
        run.held_back,
        run.outdated,
        run.changes.comparison if run.changes else None,
    )


def count_by_rule(run: Run) -> list[RuleCount]:
    """The counts, most frequent first."""
    total, safe, unsafe = Counter[str](), Counter[str](), Counter[str]()
    worst: dict[str, Severity] = {}
    level_of = _levels(run)
    for finding in run.findings:
        rule, level = finding.rule, level_of(finding)
        total[rule] += 1
        safe[rule] += level is Applicability.SAFE
        unsafe[rule] += level is Applicability.UNSAFE
        worst[rule] = max(worst.get(rule, Severity.INFO), finding.severity)
    counts = [RuleCount(rule, worst[rule], count, safe[rule], unsafe[rule]) for rule, count in total.items()]
    return sorted(counts, key=lambda row: (-row.total, row.rule))


def count_by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings there are of each severity, the worst first; those that do not occur are left out."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in sorted(Severity, reverse=True) if counts[severity]}


def _levels(run: Run) -> Callable[[Finding], Applicability | None]:
    from vaultlint.lint.fix_levels import FixLevels

    return FixLevels.of(run.selection)


def counted(number: int, noun: str) -> str:
    """`1 note`, `3,249 notes`, in the language of the run: what stands for a number of things in a sentence."""
    return str(_COUNTED[noun](number))


def severities_in_words(severities: Mapping[Severity, int]) -> str:
    """`1 error, 3 warnings`."""
    return words(listed([counted(count, severity.word) for severity, count in severities.items()]))


def severity_word(severity: Severity) -> str:
    """`error`, `warning`, `info` in the language of the run, for what people read; programs get the word itself."""
    return translated(severity.word)


_COUNTED: dict[str, Callable[[int], Message]] = {
    "error": lambda number: say_number(number, "{n} error", "{n} errors"),
    "warning": lambda number: say_number(number, "{n} warning", "{n} warnings"),
    "info": lambda number: say_number(number, "{n} info", "{n} info"),
    "problem": lambda number: say_number(number, "{n} problem", "{n} problems"),
    "new problem": lambda number: say_number(number, "{n} new problem", "{n} new problems"),
    "known problem": lambda number: say_number(number, "{n} known problem", "{n} known problems"),
    "fixed problem": lambda number: say_number(number, "{n} fixed problem", "{n} fixed problems"),
    "more problem": lambda number: say_number(number, "{n} more problem", "{n} more problems"),
    "finding": lambda number: say_number(number, "{n} finding", "{n} findings"),
    "note": lambda number: say_number(number, "{n} note", "{n} notes"),
    "renamed note": lambda number: say_number(number, "{n} renamed note", "{n} renamed notes"),
    "removed note": lambda number: say_number(number, "{n} removed note", "{n} removed notes"),
    "file": lambda number: say_number(number, "{n} file", "{n} files"),
    "attachment": lambda number: say_number(number, "{n} attachment", "{n} attachments"),
    "missing target": lambda number: say_number(number, "{n} missing target", "{n} missing targets"),
    "link": lambda number: say_number(number, "{n} link", "{n} links"),
    "broken link": lambda number: say_number(number, "{n} broken link", "{n} broken links"),
}
