"""Findings that vanish because somebody else's fix buried them: then nobody would ever hear of them again."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING

from vaultlint.finding import Severity
from vaultlint.rules import CATEGORY_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vaultlint.finding import Edit, Finding
    from vaultlint.fix.choose import Candidate

_LAYOUT = frozenset({"format", "cjk", "files"})  # their findings in one place often are one fault seen twice
_HARMLESS = frozenset({"text", "emphasis", "headings"})


def may_bury(candidate: Candidate) -> bool:
    """Whether the fix declares nothing that another rule's finding could depend on: then none may vanish with it."""
    return candidate.changes <= _HARMLESS


def is_lost(before: Sequence[Finding], after: Iterable[Finding], accepted: Sequence[Candidate]) -> bool:
    """Whether a finding is gone although no fix of its own rule was made for it, nor one that may take it along."""
    if not all(may_bury(candidate) for candidate in accepted):
        return False
    missing = _counted(before) - _counted(after) - Counter(candidate.rule for candidate in accepted)
    if not missing:
        return False
    edits = sorted(edit for candidate in accepted for edit in candidate.edits)
    apart = (finding for finding in before if finding.severity is Severity.ERROR or not _is_touched(finding, edits))
    return bool(missing & _counted(apart))


def _is_touched(finding: Finding, edits: list[Edit]) -> bool:
    """Whether one of the edits, which are in order, lies at the text at fault: then the two are one fault."""
    index = bisect_left(edits, finding.start, key=attrgetter("end"))
    return index < len(edits) and edits[index].start <= finding.end


def _counted(findings: Iterable[Finding]) -> Counter[str]:
    """How many findings there are of each rule that says more than how a note is laid out."""
    return Counter(
        finding.rule
        for finding in findings
        if finding.severity is Severity.ERROR or CATEGORY_OF.get(finding.rule) not in _LAYOUT
    )
