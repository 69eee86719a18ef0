"""Running vaultlint on vaults held in memory."""

from __future__ import annotations

from dataclasses import replace

from vaultlint.config.load import settings_from_text
from vaultlint.finding import Applicability, Edit, Finding
from vaultlint.fix.edits import apply_edits
from vaultlint.lint.engine import Run, lint_vault
from vaultlint.settings import Settings
from vaultlint.vault.source import MemorySource

TODAY = "2026-11-21"


def settings_for(rule: str, config: str = "") -> Settings:
    settings = settings_from_text(config) if config else Settings()
    return replace(settings, lint=replace(settings.lint, select=(rule,)))


def lint(files: dict[str, str | bytes], settings: Settings) -> Run:
    return lint_vault(MemorySource(files), settings, show_info=True, today=TODAY)


def concise(finding: Finding) -> str:
    place = finding.location
    return f"{finding.path}:{place.row}:{place.column}: {finding.severity.word} {finding.rule}: {finding.message}"


def fix(files: dict[str, str | bytes], settings: Settings, level: Applicability = Applicability.UNSAFE) -> dict[str, str | bytes]:
    """Apply fixes of at least `level`, round by round; overlapping ones wait."""
    files = dict(files)
    for _ in range(10):
        edits = _chosen(lint(files, settings).findings, level)
        if not edits:
            return files
        for path, changes in edits.items():
            text = files[path]
            assert isinstance(text, str)
            files[path] = apply_edits(text, changes)
    raise AssertionError("the fixes do not come to an end")


def _chosen(findings: tuple[Finding, ...], level: Applicability) -> dict[str, list[Edit]]:
    chosen: dict[str, list[Edit]] = {}
    for finding in findings:
        if finding.fix is None or finding.fix.applicability < level:
            continue
        wanted = [edit._replace(path=edit.path or finding.path) for edit in finding.fix.edits]
        if not any(_overlap(edit, other) for edit in wanted for other in chosen.get(edit.path, ())):
            for edit in wanted:
                chosen.setdefault(edit.path, []).append(edit)
    return chosen


def _overlap(one: Edit, other: Edit) -> bool:
    if one == other:
        return False
    return one.start <= other.end and other.start <= one.end
