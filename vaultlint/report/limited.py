"""A bounded report for programs that pay for what they read: how much there is, and the worst of it.

One JSON object: `total`, `shown`, `by_rule` (all findings counted, the most frequent rule first) and `findings`, the
most urgent first. A compact finding has `at` (`path:line:column`), `rule`, `severity`, `message` and, where it can be
fixed, `fix` (`safe` or `unsafe`); its message is cut where it would not fit into the tokens that a finding may cost.
A path that would leave too few tokens for the message is said once, in `paths`, and `at` begins with its name, `@1`.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

from vaultlint.lazy_regex import lazy_regex
from vaultlint.report.json_object import finding_objects, to_json
from vaultlint.report.urgency import by_urgency

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from vaultlint.finding import Applicability, Finding
    from vaultlint.workspace.run import Run

Json = dict[str, Any]
TOKENS = 60  # that a compact finding may cost
_LEAST = 16  # tokens that a path has to leave for a message
# What tokenizers make one token of: some letters, three digits, the marks of JSON in a row, or another character.
_PIECE = lazy_regex(r" ?[A-Za-z]{1,7}|[0-9]{1,3}|[\[\]{}\":, ]+|\s+|.", re.DOTALL)


def tokens(text: str) -> int:
    """How many tokens a text costs, at the most or nearly so."""
    return sum(1 for _ in _PIECE.finditer(text))


def render_limited(run: Run, limit: int | None, compact: bool) -> Iterator[str]:
    """The object as JSON text, a finding on each line; `limit` is the number of findings, None: all."""
    findings = most_urgent(run, limit)
    yield f'{{"total": {len(run.findings)}, "shown": {len(findings)}, "by_rule": {to_json(rule_counts(run))}, '
    if compact:
        rows, paths = compact_findings(findings, _levels(run))
        texts: Iterable[str] = map(to_json, rows)
        yield f'"paths": {to_json(paths)}, ' if paths else ""
    else:
        texts = finding_objects(findings, run.text_or_nothing)
    yield '"findings": ['
    separator = "\n"
    for text in texts:
        yield separator + text
        separator = ",\n"
    yield "\n]}\n" if findings else "]}\n"


def limited_object(run: Run, limit: int | None, also: Sequence[Finding] = ()) -> tuple[dict[str, Any], list[Json]]:
    """The same with compact findings, as a value; and findings `also`, whose long paths are in its `paths`, too."""
    findings = most_urgent(run, limit)
    rows, paths = compact_findings([*findings, *also], _levels(run))
    counts = {"total": len(run.findings), "shown": len(findings), "by_rule": rule_counts(run)}
    named = {"paths": paths} if paths else {}
    return {**counts, **named, "findings": rows[: len(findings)]}, rows[len(findings) :]


def most_urgent(run: Run, limit: int | None) -> list[Finding]:
    """The findings that are shown."""
    return list(islice(by_urgency(run), limit))


def rule_counts(run: Run) -> dict[str, int]:
    """How many findings each rule has, the most frequent first."""
    counts = Counter(finding.rule for finding in run.findings)
    return dict(sorted(counts.items(), key=lambda row: (-row[1], row[0])))


def compact_findings(
    findings: Iterable[Finding], level: Callable[[Finding], Applicability | None]
) -> tuple[list[Json], dict[str, str]]:
    """Findings within `TOKENS` each, and the long paths among theirs by the names that stand for them.

    `level` says how a finding can be fixed.
    """
    names: dict[str, str] = {}
    rows = []
    for finding in findings:
        row = _compact(finding, names.get(finding.path, finding.path), level)
        if _left(row) < _LEAST:
            row = _compact(finding, names.setdefault(finding.path, f"@{len(names) + 1}"), level)
        rows.append(row | {"message": shortened(str(finding.message), _left(row))})
    return rows, {name: path for path, name in names.items()}


def _compact(finding: Finding, path: str, level: Callable[[Finding], Applicability | None]) -> Json:
    row = {
        "at": f"{path}:{finding.location.row}:{finding.location.column}",
        "rule": finding.rule,
        "severity": finding.severity.word,
        "message": "",
    }
    fix = level(finding)
    return row if fix is None else row | {"fix": fix.word}


def _left(row: Json) -> int:
    """How many tokens there are for the message of a finding."""
    return TOKENS - 1 - tokens(to_json(row))


def shortened(text: str, most: int) -> str:
    """A text of at most `most` tokens, with `…` where something was left out."""
    pieces = list(islice(_PIECE.finditer(text), most + 1))
    return text if len(pieces) <= most else text[: pieces[most - 1].start()].rstrip() + "…"


def _levels(run: Run) -> Callable[[Finding], Applicability | None]:
    from vaultlint.lint.fix_levels import FixLevels

    return FixLevels.of(run.selection)
