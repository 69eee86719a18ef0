"""A small benchmark for CI: it shows that the benchmarks still run, and asserts nothing about time."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.replicas import build
from vaultlint.lint.engine import lint_vault
from vaultlint.settings import Settings
from vaultlint.vault.source import DiskSource

SAMPLE = Path(__file__).parent.parent / "fixtures" / "vaults" / "llm-wiki"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        build(str(SAMPLE), folder, 25)
        for jobs in (1, 2):
            start = time.perf_counter()
            run = lint_vault(DiskSource(folder), Settings(), jobs=jobs)
            seconds = time.perf_counter() - start
            print(f"{len(run.vault.notes)} notes, {len(run.findings)} findings, {jobs} jobs: {seconds:.2f} s")


if __name__ == "__main__":
    main()
