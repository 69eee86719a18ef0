"""The baseline: findings that are known and not reported, by rule, note and text at fault (`lint/identity.py`)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from vaultlint.lint.identity import faults_of
from vaultlint.rules import RULES
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vaultlint.finding import Finding
    from vaultlint.lint.selection import Selection
    from vaultlint.workspace.run import Run

ANY = "\x1f"  # the text of an entry that holds every finding of its rule in its note back: see `baseline_file.py`


class Entry(NamedTuple):
    """What a baseline knows a finding by; neither lines nor sections count."""

    path: str
    rule: str
    text: str


Baseline = Counter[Entry]  # how much of each known fault there is: one for each finding, or as many as it stands for


def hold_back(run: Run, baseline: Baseline, everything: Iterable[Finding] | None = None) -> Run:
    """The run without the findings that the baseline knows; of more like one than it knows, the last are reported.

    `everything` are the findings of the whole vault, if `run` has only some of them.
    """
    shown = amounts(run.findings if everything is None else everything)
    present = shown + amounts(run.quiet)
    known = _of_today(run, baseline, present)
    left = known - (shown - amounts(run.findings))
    new = tuple(finding for finding in run.findings if not _take(left, finding))
    outdated = _stale(known, present, run.selection).total()
    return replace(run, findings=new, held_back=len(run.findings) - len(new), outdated=outdated)


def prune(run: Run, baseline: Baseline) -> Baseline:
    """The baseline without what no longer occurs; renamed notes get their new path, rules that did not run stay."""
    present = amounts((*run.findings, *run.quiet))
    known = _of_today(run, baseline, present)
    stale = _stale(known, present, run.selection)
    return known - stale


def amounts(findings: Iterable[Finding]) -> Counter[Entry]:
    """How much there is of each fault that the findings stand for."""
    counts: Counter[Entry] = Counter()
    for finding in findings:
        for path, rule, text, amount in faults_of(finding):
            counts[Entry(path, rule, text)] += amount
    return counts


def _take(left: Counter[Entry], finding: Finding) -> bool:
    """Take a finding from what is left of the baseline; False where not enough is."""
    wanted = amounts([finding])
    if all(left[entry] >= amount for entry, amount in wanted.items()):
        left.subtract(wanted)
        return True
    return left[Entry(finding.path, finding.rule, ANY)] > 0


def _of_today(run: Run, baseline: Baseline, present: Counter[Entry]) -> Baseline:
    """The baseline with the notes' paths of today, in its entries and in the links that are at fault."""
    paths = _moved(run, baseline, present)
    counts: Counter[Entry] = Counter()
    for entry, count in baseline.items():
        counts[entry._replace(path=paths.get(entry.path, entry.path))] += count
    unknown, unmatched = present - counts, counts - present
    if unknown and unmatched and (renames := _renames(run)):
        from vaultlint.compare.subtract import rewriter

        _rewrite(counts, unknown, unmatched, rewriter(renames))
    return counts


def _rewrite(
    counts: Counter[Entry], unknown: Counter[Entry], unmatched: Counter[Entry], today: Callable[[str], str]
) -> None:
    """Give the entries that no finding matches the text that it has after a rename, where a finding has that."""
    for entry, count in unmatched.items():
        other = entry._replace(text=today(entry.text))
        if other != entry and unknown[other]:
            part = min(count, unknown[other])
            counts[entry] -= part
            counts[other] += part


def _moved(run: Run, baseline: Baseline, present: Mapping[Entry, int]) -> dict[str, str]:
    """The paths of today of the notes that the baseline knows by another one.

    git's history tells; where it does not reach so far back (a shallow clone, no git), a note of the same name that the
    baseline does not know, if there is only one.
    """
    known = {entry.path for entry in baseline}
    gone = {path for path in known if path not in run.vault.files}
    if not gone:
        return {}
    today = {path: found[0] for path in gone if len(found := run.vault.renames.get(path, ())) == 1}
    by_name: dict[str, set[str]] = {}
    for path in {entry.path for entry in present} - known - set(today.values()):
        by_name.setdefault(_name(path), set()).add(path)
    names = Counter(map(_name, gone))
    for path in gone - today.keys():
        here = by_name.get(_name(path), set())
        if len(here) == 1 and names[_name(path)] == 1:
            (today[path],) = here
    return today


def _renames(run: Run) -> dict[str, str]:
    """What git knows of renames, old to new path, where the new one is certain."""
    return {old: new[0] for old, new in run.vault.renames.items() if len(new) == 1}


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _stale(baseline: Baseline, present: Counter[Entry], selection: Selection) -> Counter[Entry]:
    """The entries that no longer occur, or less often, and by how much; a rule that did not run says nothing."""
    patterns = {pattern.name for pattern in selection.settings.patterns}
    running = {rule.name for rule in selection.rules}
    resting = ({rule.name for rule in RULES} | patterns) - running - (patterns if "patterns" in running else set())
    notes = {entry._replace(text=ANY) for entry in present}
    return Counter(
        {
            entry: missing
            for entry, count in baseline.items()
            if entry.rule not in resting and entry not in notes and (missing := count - present[entry]) > 0
        }
    )
