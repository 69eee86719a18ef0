"""A small run of every benchmark, for CI: it shows that they still run, and asserts nothing about time.

python -m benchmarks.sanity
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks import compare, engine, profile_cold

_ROOT = Path(__file__).parent.parent
_SAMPLE = str(_ROOT / "fixtures" / "vaults" / "llm-wiki")


def main() -> None:
    # More than 400 notes in the larger replica: several processes work on it.
    compare.main([_SAMPLE, "--scales", "1,120", "--runs", "1", "--note-size", "10000"])
    engine.main([_SAMPLE, "--runs", "1"])
    print("\n### Phases\n")
    profile_cold.main([_SAMPLE, "--runs", "1", "--rules", "5"])
    sys.stdout.flush()
    words = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "benchmarks", "--benchmark-disable"]
    finished = subprocess.run(words, cwd=_ROOT, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise SystemExit(finished.stdout + finished.stderr)
    print("\nThe micro-benchmarks run.")


if __name__ == "__main__":
    main()
