"""Running vaultlint on vaults held in memory, and writing vaults to disk."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from vaultlint.config.load import settings_from_text
from vaultlint.finding import Applicability, Finding
from vaultlint.fix.choose import Policy
from vaultlint.fix.rounds import fix_vault
from vaultlint.settings import Settings
from vaultlint.vault.source import MemorySource
from vaultlint.workspace.run import Run, lint_vault
from vaultlint.workspace.setting import Options

Files = dict[str, str | bytes]
TODAY = "2026-11-21"


def settings_for(rule: str, config: str = "") -> Settings:
    settings = settings_from_text(config) if config else Settings()
    return replace(settings, lint=replace(settings.lint, select=(rule,)))


def lint(files: dict[str, str | bytes], settings: Settings) -> Run:
    return lint_vault(MemorySource(files), settings, Options(show_info=True, today=TODAY))


def concise(finding: Finding) -> str:
    place = finding.location
    return f"{finding.path}:{place.row}:{place.column}: {finding.severity.word} {finding.rule}: {finding.message}"


def fix(files: Files, settings: Settings, level: Applicability = Applicability.UNSAFE) -> Files:
    """The vault with all fixes of at least `level` made; none may be refused by the gate or keep another one busy."""
    outcome = fix_vault(MemorySource(files), settings, Policy(level), show_info=True, today=TODAY)
    assert (outcome.refused, outcome.restless) == ((), ())
    return {**files, **{change.path: _like(files[change.path], change.after) for change in outcome.changes}}


def _like(original: str | bytes, data: bytes) -> str | bytes:
    return data.decode() if isinstance(original, str) else data


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """`folder` with these files in it, by path."""
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


def assert_linear(work: Callable[[int], object]) -> None:
    """Eight times as much to do may cost 32 times the processor time, never the 64 times of what grows as a square."""
    assert_growth(work, times=8, most=32)


def assert_growth(work: Callable[[int], object], times: int, most: int) -> None:
    """`times` as much to do costs `most` times the processor time at most; no clock on the wall is looked at.

    `work` is called with a size that is multiplied; what it prepares counts, too. Other programs on the machine may
    disturb a measurement: a pair that fails is measured again.
    """
    work(1)
    pairs = ((_cost(work, 1), _cost(work, times)) for _ in range(6))
    assert any(large <= most * small + 0.02 for small, large in pairs)


def _cost(work: Callable[[int], object], size: int) -> float:
    """Seconds of processor time, without the collector of garbage: it looks at what other tests have left behind."""
    gc.disable()
    try:
        started = time.process_time()
        work(size)
        return time.process_time() - started
    finally:
        gc.enable()
