"""A bounded report for programs that pay for what they read: how much there is, and the worst of it.

One JSON object: `total`, `shown`, `by_rule` (all findings counted, the most frequent rule first) and `findings`, the
most urgent first. A compact finding has `at` (`path:line:column`), `rule`, `severity`, `message` and, where it can be
fixed, `fix` (`safe` or `unsafe`); its message is cut where it would not fit into the tokens that a finding may cost.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from vaultlint.lazy_regex import lazy_regex
from vaultlint.report.json_object import finding_objects, to_json
from vaultlint.report.tally import count_by_rule
from vaultlint.report.urgency import by_urgency

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vaultlint.finding import Applicability, Finding
    from vaultlint.lint.engine import Run

TOKENS = 60  # that a compact finding may cost
_LEAST = 4  # tokens of a message, however long the path is
# What tokenizers make one token of: some letters, three digits, the marks of JSON in a row, or another character.
_PIECE = lazy_regex(r" ?[A-Za-z]{1,7}|[0-9]{1,3}|[\[\]{}\":, ]+|\s+|.", re.DOTALL)


def tokens(text: str) -> int:
    """How many tokens a text costs, at the most or nearly so."""
    return sum(1 for _ in _PIECE.finditer(text))


def render_limited(run: Run, limit: int | None, compact: bool) -> Iterator[str]:
    """The object as JSON text, a finding on each line; `limit` is the number of findings, None: all."""
    findings = most_urgent(run, limit)
    yield f'{{"total": {len(run.findings)}, "shown": {len(findings)}, "by_rule": {to_json(rule_counts(run))}, '
    yield '"findings": ['
    level = _levels(run)
    texts = (
        (to_json(compact_finding(each, level)) for each in findings)
        if compact
        else finding_objects(findings, run.text_or_nothing)
    )
    separator = "\n"
    for text in texts:
        yield separator + text
        separator = ",\n"
    yield "\n]}\n" if findings else "]}\n"


def limited_object(run: Run, limit: int | None) -> dict[str, Any]:
    """The same with compact findings, as a value."""
    findings, level = most_urgent(run, limit), _levels(run)
    return {
        "total": len(run.findings),
        "shown": len(findings),
        "by_rule": rule_counts(run),
        "findings": [compact_finding(each, level) for each in findings],
    }


def most_urgent(run: Run, limit: int | None) -> list[Finding]:
    """The findings that are shown."""
    return list(islice(by_urgency(run), limit))


def rule_counts(run: Run) -> dict[str, int]:
    """How many findings each rule has, the most frequent first."""
    return {row.rule: row.total for row in count_by_rule(run)}


def compact_finding(finding: Finding, level: Callable[[Finding], Applicability | None]) -> dict[str, Any]:
    """A finding within `TOKENS`; `level` says how it can be fixed. Only a path can be too long for that."""
    found: dict[str, Any] = {
        "at": f"{finding.path}:{finding.location.row}:{finding.location.column}",
        "rule": finding.rule,
        "severity": finding.severity.word,
        "message": "",
    }
    fix = level(finding)
    if fix is not None:
        found["fix"] = fix.word
    found["message"] = shortened(str(finding.message), max(TOKENS - 1 - tokens(to_json(found)), _LEAST))
    return found


def shortened(text: str, most: int) -> str:
    """A text of at most `most` tokens, with `…` where something was left out."""
    pieces = list(islice(_PIECE.finditer(text), most + 1))
    return text if len(pieces) <= most else text[: pieces[most - 1].start()].rstrip() + "…"


def _levels(run: Run) -> Callable[[Finding], Applicability | None]:
    from vaultlint.lint.fix_levels import FixLevels

    return FixLevels.of(run.selection)
