"""vaultlint beside rumdl (and markdownlint-cli2 and obsidiantools, where installed): medians of runs in turn.

    python -m benchmarks.compare VAULT [--scales 1,10,30] [--runs 5] [--work FOLDER] [--parts vaults,commands,notes]

VAULT is only read. Its replicas are built in FOLDER (a temporary one by default; replicas that are there already are
used again, so that a second run starts at once), and so are notes of 1 MB of several shapes.

A case is a number of rounds. In each round every program runs once, alone, in turn; the first round is not counted, it
fills the system's and the programs' caches; a last round looks at memory (see `benchmarks.measure`). A ratio is the
median of the ratios within the rounds. Output goes to /dev/null. vaultlint is the installed console script.

Prints the tables of docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.copies import build_replica, growing, notes_of
from benchmarks.goals import (
    COMMAND_SECONDS,
    COST_GROWTH,
    LARGE_NOTE_SECONDS,
    MEMORY_MB,
    judged,
    ratio_goal,
    size_of,
)
from benchmarks.programs import installed_programs
from benchmarks.rounds import Bench, Figures
from benchmarks.shapes import SHAPES, large_note
from benchmarks.table import beside, figure, heading, row

_COLUMNS = (" wall, s", " ratio", "goal", " CPU, s", " ratio", " memory, MB")
_COST_COLUMNS = (" notes", "program", " wall, ms a note", " growth", "goal", " CPU, ms a note", " memory, MB", "goal")
_QUICK_RUNS = 3  # times as many runs of what takes no time


@dataclass(frozen=True)
class Case:
    """Something to measure in a vault: the command's kind, and the line, if any, that a note gets before each round."""

    name: str
    kind: str
    line: Callable[[str], str] | None = None


CASES = (
    Case("cold", "cold"),
    Case("warm, nothing changed", "warm"),
    Case("one line appended to a note", "warm", lambda _: "One more line.\n"),
    Case("one link added to a note", "warm", lambda other: f"One more link: [[{other.removesuffix('.md')}]].\n"),
)


def main(words: Sequence[str] | None = None) -> None:
    arguments = _arguments(words)
    with _workspace(arguments.work) as work:
        bench = Bench(installed_programs(), arguments.runs, work)
        print(_circumstances(bench))
        if "vaults" in arguments.parts:
            _compare_vaults(bench, os.path.abspath(arguments.vault), arguments.scales)
        if "commands" in arguments.parts:
            _compare_commands(bench)
        if "notes" in arguments.parts:
            _compare_notes(bench, arguments.note_size)


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vault")
    parser.add_argument("--scales", type=lambda text: sorted(map(int, text.split(","))), default=[1, 10, 30])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", help="where replicas are built, and kept")
    parser.add_argument("--parts", type=lambda text: text.split(","), default=["vaults", "commands", "notes"])
    parser.add_argument("--note-size", type=int, default=1_000_000, help="of the large notes, in bytes")
    return parser.parse_args(words)


@contextmanager
def _workspace(folder: str | None) -> Iterator[str]:
    if folder:
        os.makedirs(folder, exist_ok=True)
        yield os.path.abspath(folder)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            yield temporary


def _circumstances(bench: Bench) -> str:
    versions = []
    for program in bench.programs:
        asked = program.commands.get("version")
        answer = subprocess.run(asked, capture_output=True, text=True, check=True).stdout if asked else program.name
        versions.append(answer.strip())
    return (
        f"{', '.join(versions)}; Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors;"
        f" medians of {bench.runs} runs in turn. Two figures: vaultlint / the other."
    )


def _compare_vaults(bench: Bench, vault: str, scales: Sequence[int]) -> None:
    print("\n### Vaults\n")
    print(heading(" notes", "case", "beside", *_COLUMNS), flush=True)
    cold = {}
    for scale in scales:
        replica = build_replica(vault, bench.work, scale)
        notes = notes_of(replica)
        for case in CASES:
            figures = _measure_case(bench, case, replica, notes, slow=scale == scales[0])
            print(*_rows(figures, (f"{len(notes):,}", case.name), ratio_goal(case.name, len(notes))), sep="\n")
            sys.stdout.flush()
            if case.kind == "cold":
                cold[len(notes)] = [found for found in figures if found.program in ("vaultlint", "rumdl")]
    print("\n### Cost per note, cold\n")
    print(*cost_table(cold), sep="\n", flush=True)


def _measure_case(bench: Bench, case: Case, vault: str, notes: Sequence[str], *, slow: bool) -> list[Figures]:
    if case.line is None:
        return bench.measure(case.kind, vault, slow=slow)
    with growing(vault, notes, case.line) as grow:
        return bench.measure(case.kind, vault, slow=slow, before=grow)


def _compare_commands(bench: Bench) -> None:
    print("\n### Commands that look at no vault\n")
    print(heading("command", "beside", *_COLUMNS))
    for name, kind in (("--version", "version"), ("rule NAME", "rule")):
        figures = bench.measure(kind, bench.work, times=_QUICK_RUNS)
        print(*_rows(figures, (f"`{name}`",), seconds=COMMAND_SECONDS[kind]), sep="\n", flush=True)


def _compare_notes(bench: Bench, size: int) -> None:
    print(f"\n### One note of {size / 1e6:g} MB, cold\n")
    print(heading("shape", "beside", *_COLUMNS))
    for shape in SHAPES:
        folder = os.path.join(bench.work, f"note-{size}", shape.replace(" ", "-"))
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "Large.md"), "wb") as file:
            file.write(large_note(shape, size))
        print(*_rows(bench.measure("cold", folder), (shape,), seconds=LARGE_NOTE_SECONDS), sep="\n", flush=True)


def _rows(
    figures: Sequence[Figures], labels: Sequence[str], ratio: float | None = None, seconds: float | None = None
) -> list[str]:
    """A row for each other program, or one for vaultlint alone. Goals are ratios to rumdl, or seconds."""
    ours, *others = figures
    return [_row(ours, other, labels, ratio, seconds) for other in others] or [_lone_row(ours, labels, seconds)]


def _row(ours: Figures, other: Figures, labels: Sequence[str], ratio: float | None, seconds: float | None) -> str:
    rounds = list(zip(ours.samples, other.samples, strict=True))
    wall = statistics.median(mine.wall / its.wall for mine, its in rounds)
    cpu = statistics.median(mine.cpu / its.cpu for mine, its in rounds)
    goal = judged(wall, ratio, "×") if seconds is None else judged(ours.wall, seconds, "s")
    return row(
        *labels,
        other.program,
        beside((ours.wall, other.wall)),
        f"**{wall:.2f}**",
        goal if other.program == "rumdl" else "–",
        beside((ours.cpu, other.cpu)),
        f"{cpu:.2f}",
        beside((ours.memory, other.memory)),
    )


def _lone_row(ours: Figures, labels: Sequence[str], seconds: float | None) -> str:
    goal = judged(ours.wall, seconds, "s")
    return row(*labels, "–", figure(ours.wall), "–", goal, figure(ours.cpu), "–", figure(ours.memory))


def cost_table(cold: dict[int, list[Figures]]) -> list[str]:
    """Milliseconds per note by the number of notes, and how they grow from the smallest vault on."""
    lines = [heading(*_COST_COLUMNS)]
    first = {figures.program: figures.wall / notes for notes in sorted(cold)[:1] for figures in cold[notes]}
    for notes, found in sorted(cold.items()):
        for figures in found:
            growth = figures.wall / notes / first[figures.program]
            asked = figures.program == "vaultlint" and size_of(notes) == 100_000
            lines.append(
                row(
                    f"{notes:,}",
                    figures.program,
                    figure(1000 * figures.wall / notes),
                    f"{growth:.2f}",
                    judged(growth, COST_GROWTH if asked else None, "×"),
                    figure(1000 * figures.cpu / notes),
                    figure(figures.memory),
                    judged(figures.memory, MEMORY_MB if asked else None, "MB"),
                )
            )
    return lines


if __name__ == "__main__":
    main()
