"""Running a command and measuring it: wall time, CPU time, peak memory. Linux and macOS.

Wall and CPU time come from one run, with nothing beside it. Memory is looked at in a run of its own, because looking
costs time: on Linux the highest sum over the command and all its children of their proportional set sizes (what
processes share counts once), or the largest resident set, if that is more; elsewhere the largest resident set.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_INTERVAL = 0.01  # seconds between two looks at the memory; fewer in the beginning
_UNIT = 1 if sys.platform == "darwin" else 1024  # of `ru_maxrss`, in bytes
_MB = 1024 * 1024


@dataclass(frozen=True)
class Sample:
    """One run of a command: seconds on the clock, and seconds of CPU, its children's included."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Command:
    """A command line and where it runs. Linters exit with 1 if they find something; more is a failure."""

    words: tuple[str, ...]
    folder: str
    environment: Mapping[str, str]
    stdin: str = os.devnull  # the file that it reads

    def start(self) -> subprocess.Popen[bytes]:
        with open(self.stdin, "rb") as stdin:
            return subprocess.Popen(
                self.words,
                cwd=self.folder,
                env=self.environment,
                stdin=stdin,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )


def user_environment(bytecode: str) -> dict[str, str]:
    """The environment in which commands run: bytecode is kept (in the folder `bytecode`), nothing is configured."""
    dropped = ("PYTHONDONTWRITEBYTECODE", "VAULTLINT_CACHE_DIR")
    return {name: value for name, value in os.environ.items() if name not in dropped} | {
        "PYTHONPYCACHEPREFIX": bytecode
    }


def run(command: Command) -> Sample:
    """Run a command and measure its time."""
    started = time.perf_counter()
    process = command.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    _finish(process, command, status)
    return Sample(wall, usage.ru_utime + usage.ru_stime)


def peak_memory(command: Command) -> float:
    """Run a command and give the most memory it had at a time, with all its children, in megabytes."""
    process = command.start()
    started = time.perf_counter()
    peak = 0
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        peak = max(peak, sum(map(_proportional_size, _family(process.pid))))
        time.sleep(min(_INTERVAL, (time.perf_counter() - started) / 20))
    _finish(process, command, status)
    largest = usage.ru_maxrss * _UNIT
    inherited = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT  # a child starts with the size of its parent
    return max(peak, largest if largest > inherited or not peak else 0) / _MB


def _finish(process: subprocess.Popen[bytes], command: Command, status: int) -> None:
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command.words)} failed in {command.folder}: exit status {process.returncode}")


def _family(pid: int) -> Iterator[int]:
    """A process and all its descendants; only itself where the system does not tell."""
    yield pid
    for child in _children(pid):
        yield from _family(child)


def _children(pid: int) -> Sequence[int]:
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return [int(child) for child in file.read().split()]
    except OSError:  # it is gone, or this is no Linux
        return []


def _proportional_size(pid: int) -> int:
    """The proportional set size of a process in bytes, or 0."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0
