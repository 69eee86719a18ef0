"""vaultlint beside rumdl (and markdownlint-cli2, if installed) on a vault: medians of runs in turn.

    python -m benchmarks.compare VAULT [--runs 5] [--only cold,warm,…]

Prints a Markdown table of wall time, CPU time, peak memory and the median of the ratios within each pair of runs. All
commands write to /dev/null. `warm` runs follow a run that filled the cache; `one note changed` appends a line to one
note before each run (and takes it away again in the end), so VAULT should be a copy.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    wall: float
    cpu: float
    peak: float  # MB, the largest process


def run(command: list[str], cwd: str) -> Sample:
    """One run of a command. Peak memory is that of the largest process among it and its children."""
    program = (
        "import os,resource,subprocess,sys\n"
        f"subprocess.run({command!r}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd={cwd!r})\n"
    )
    program += "u=resource.getrusage(resource.RUSAGE_CHILDREN)\nprint(u.ru_utime+u.ru_stime, u.ru_maxrss)"
    start = time.perf_counter()
    finished = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True)
    wall = time.perf_counter() - start - _overhead()
    cpu, peak = finished.stdout.split()
    return Sample(wall, float(cpu), float(peak) / 1024)


_measured_overhead: list[float] = []


def _overhead() -> float:
    """What starting the measuring process itself costs."""
    if not _measured_overhead:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-S", "-c", "import os,resource,subprocess,sys"], check=True)
            times.append(time.perf_counter() - start)
        _measured_overhead.append(min(times))
    return _measured_overhead[0]


def compare(name: str, ours: list[str], other: list[str], vault: str, runs: int, before: Callable[[], None]) -> str:
    pairs = []
    for index in range(runs + 1):
        before()
        mine = run(ours, vault)
        before()
        theirs = run(other, vault)
        if index:  # the first pair warms the page cache
            pairs.append((mine, theirs))
    ratio = statistics.median(mine.wall / theirs.wall for mine, theirs in pairs)
    cpu = statistics.median(mine.cpu / theirs.cpu for mine, theirs in pairs)
    columns = [
        statistics.median(getattr(pair[side], field) for pair in pairs)
        for field in ("wall", "cpu", "peak")
        for side in (0, 1)
    ]
    wall, wall_other, cpu_mine, cpu_other, peak, peak_other = columns
    return (
        f"| {name} | {wall:.2f} / {wall_other:.2f} s | **{ratio:.2f}** | {cpu_mine:.2f} / {cpu_other:.2f} s |"
        f" {cpu:.2f} | {peak:.0f} / {peak_other:.0f} MB |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vault")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="cold,warm,one note changed")
    arguments = parser.parse_args()
    vault = os.path.abspath(arguments.vault)
    ours = [sys.executable, "-m", "vaultlint", "check"]
    rumdl = shutil.which("rumdl", path=os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]) or "rumdl"
    notes = sorted(
        os.path.join(folder, name) for folder, _, names in os.walk(vault) for name in names if name.endswith(".md")
    )
    victim = notes[len(notes) // 2]
    with open(victim, "rb") as file:
        original = file.read()
    changes = iter(range(10**9))

    def change() -> None:
        with open(victim, "wb") as file:
            file.write(original + f"\nA new line, number {next(changes)}.\n".encode())

    def nothing() -> None:
        pass

    cases = {
        "cold": ([*ours, "--no-cache"], [rumdl, "check", "--no-cache", "."], nothing),
        "warm": (ours, [rumdl, "check", "."], nothing),
        "one note changed": (ours, [rumdl, "check", "."], change),
    }
    print(f"{len(notes):,} notes, {os.cpu_count()} processors, Python {sys.version.split()[0]}; vaultlint / rumdl\n")
    print("| case | wall | ratio | CPU | ratio | peak memory |\n|---|---|---|---|---|---|")
    for name in arguments.only.split(","):
        print(compare(name, *cases[name][:2], vault, arguments.runs, cases[name][2]), flush=True)
    with open(victim, "wb") as file:
        file.write(original)


if __name__ == "__main__":
    main()
