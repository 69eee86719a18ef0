"""Several programs in turn, round after round: see `benchmarks.compare`."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.measure import Command, Sample, peak_memory, run, user_environment
from benchmarks.programs import Program


@dataclass(frozen=True)
class Figures:
    """What one program gave in one case."""

    program: str
    samples: Sequence[Sample]
    memory: float

    @property
    def wall(self) -> float:
        return statistics.median(sample.wall for sample in self.samples)

    @property
    def cpu(self) -> float:
        return statistics.median(sample.cpu for sample in self.samples)


@dataclass(frozen=True)
class Bench:
    """What all measurements have in common."""

    programs: Sequence[Program]
    runs: int
    work: str

    def measure(
        self, kind: str, folder: str, *, slow: bool = False, times: int = 1, before: Callable[[], None] | None = None
    ) -> list[Figures]:
        """The figures of each program that has a command of this kind, vaultlint's first."""
        environment = user_environment(os.path.join(self.work, "bytecode"))
        able = [program for program in self.programs if kind in program.commands and (slow or not program.slow)]
        commands = [Command(program.commands[kind], folder, environment) for program in able]
        samples = _rounds(commands, self.runs * times, before or _nothing)
        memory = [peak_memory(command) for command in commands]
        rows = zip(able, samples, memory, strict=True)
        return [Figures(program.name, taken, peak) for program, taken, peak in rows]


def _rounds(commands: Sequence[Command], runs: int, before: Callable[[], None]) -> list[list[Sample]]:
    samples: list[list[Sample]] = [[] for _ in commands]
    pairs = list(zip(commands, samples, strict=True))
    for number in range(runs + 1):
        before()
        for command, taken in pairs if number % 2 else reversed(pairs):
            sample = run(command)
            if number:
                taken.append(sample)
    before()  # for the round that looks at memory
    return samples


def _nothing() -> None:
    pass
