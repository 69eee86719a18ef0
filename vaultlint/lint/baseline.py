"""The baseline: findings that are known and not reported, in a file that lives with the vault.

The file is JSON with one entry a line. Every entry line begins with a comma, behind a line that names the columns, so
that no line changes when another is added, and two branches merge.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from vaultlint.errors import VaultlintError
from vaultlint.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultlint.finding import Finding
    from vaultlint.lint.engine import Run
    from vaultlint.lint.selection import Selection

_COLUMNS = ["path", "rule", "section", "text", "count"]
_VERSION = 1


class Entry(NamedTuple):
    """What a baseline knows a finding by; line numbers do not count."""

    path: str
    rule: str
    section: str
    text: str


@dataclass(frozen=True)
class Baseline:
    """How often each known finding occurs."""

    counts: Mapping[Entry, int] = field(default_factory=dict)

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Baseline:
        """The baseline that holds back these findings."""
        return cls(Counter(entry_of(finding) for finding in findings))

    def __len__(self) -> int:
        return sum(self.counts.values())

    def text(self) -> str:
        """The content of the file."""
        lines = ["{", f'"version": {_VERSION},', '"findings": [', _json(_COLUMNS)]
        lines += ["," + _json([*entry, count]) for entry, count in sorted(self.counts.items())]
        return "\n".join([*lines, "]", "}", ""])


def entry_of(finding: Finding) -> Entry:
    """What identifies a finding in a baseline."""
    section, _, text = finding.identity.partition("\x1f")
    return Entry(finding.path, finding.rule, section, text.replace("\r", ""))


def hold_back(run: Run, baseline: Baseline, everything: Iterable[Finding] | None = None) -> Run:
    """The run without the findings that the baseline knows; of more like one than it knows, the last are reported.

    `everything` are the findings of the whole vault, if `run` has only some of them.
    """
    moved = _follow_renames(run, baseline)
    present = Counter(map(entry_of, run.findings if everything is None else everything))
    elsewhere = present - Counter(map(entry_of, run.findings))
    left = Counter(moved.counts) - elsewhere
    new = []
    for finding in run.findings:
        entry = entry_of(finding)
        if left[entry] > 0:
            left[entry] -= 1
        else:
            new.append(finding)
    outdated = _stale(moved, present, run.selection).total()
    return replace(run, findings=tuple(new), held_back=len(run.findings) - len(new), outdated=outdated)


def prune(run: Run, baseline: Baseline) -> Baseline:
    """The baseline without what no longer occurs; renamed notes get their new path, rules that did not run stay."""
    moved = _follow_renames(run, baseline)
    stale = _stale(moved, Counter(entry_of(finding) for finding in run.findings), run.selection)
    return Baseline({entry: left for entry, count in moved.counts.items() if (left := count - stale[entry]) > 0})


def read_baseline(path: str) -> Baseline:
    """The baseline in the file at `path`."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            loaded = json.load(file)
        rows = loaded["findings"][1:]
        counts: dict[Entry, int] = {}
        for *key, count in rows:
            entry = Entry(*map(str, key))
            counts[entry] = max(int(count), counts.get(entry, 0))  # a union merge leaves two lines of one entry
        return Baseline(counts)
    except FileNotFoundError:
        raise VaultlintError(f"there is no baseline {path}: make one with `vaultlint baseline`") from None
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise VaultlintError(f"{path} is not a baseline ({error}): make it anew with `vaultlint baseline`") from None


def write_baseline(path: str, baseline: Baseline) -> None:
    """Write the file at `path` in one step."""
    beside = f"{path}.{os.getpid()}.tmp"
    try:
        with open(beside, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            file.write(baseline.text())
        os.replace(beside, path)
    except OSError as error:
        raise VaultlintError(f"{path} cannot be written: {error.strerror}") from None


def _follow_renames(run: Run, baseline: Baseline) -> Baseline:
    """The baseline with the notes' paths of today, where git knows that they were renamed."""
    gone = {entry.path for entry in baseline.counts if entry.path not in run.vault.files}
    if not gone:
        return baseline
    today = {path: found[0] for path in gone if len(found := run.vault.renames.get(path, ())) == 1}
    counts: Counter[Entry] = Counter()
    for entry, count in baseline.counts.items():
        counts[entry._replace(path=today.get(entry.path, entry.path))] += count
    return Baseline(counts)


def _stale(baseline: Baseline, present: Counter[Entry], selection: Selection) -> Counter[Entry]:
    """The entries that no longer occur, or less often, and by how many; a rule that did not run says nothing."""
    patterns = {pattern.name for pattern in selection.settings.patterns}
    running = {rule.name for rule in selection.rules}
    resting = ({rule.name for rule in RULES} | patterns) - running - (patterns if "patterns" in running else set())
    return Counter(
        {
            entry: missing
            for entry, count in baseline.counts.items()
            if entry.rule not in resting and (missing := count - present[entry]) > 0
        }
    )


def _json(row: list[object] | list[str]) -> str:
    return json.dumps(row, ensure_ascii=False)
