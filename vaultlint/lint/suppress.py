"""Taking out the findings that a suppression covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.finding import Finding
    from vaultlint.markdown.suppressions import Suppression


def apply_suppressions(
    findings: Iterable[Finding], suppressions: tuple[Suppression, ...], categories: dict[str, str]
) -> tuple[list[Finding], set[int]]:
    """The findings that no suppression covers, and the indices of the suppressions that covered one.

    `categories` gives the category of each rule; a rule that is not among them is a pattern.
    """
    by_range: dict[tuple[int, int], list[int]] = {}
    for index, suppression in enumerate(suppressions):
        by_range.setdefault((suppression.first_line, suppression.last_line), []).append(index)
    ranges_of: dict[int, list[tuple[int, int]]] = {}
    for first, last in by_range:
        for line in range(first, last + 1):
            ranges_of.setdefault(line, []).append((first, last))
    covering: dict[tuple[tuple[int, int], str], list[int]] = {}
    kept = []
    for finding in findings:
        keys = [(lines, finding.rule) for lines in ranges_of.get(finding.location.row, ())]
        for key in keys:
            if key not in covering:
                groups = _groups(finding.rule, categories)
                covering[key] = [index for index in by_range[key[0]] if suppressions[index].means(finding.rule, groups)]
        if not any(covering[key] for key in keys):
            kept.append(finding)
    return kept, {index for indices in covering.values() for index in indices}


def _groups(rule: str, categories: dict[str, str]) -> tuple[str, ...]:
    category = categories.get(rule)
    return (category,) if category else ("patterns", "content")
