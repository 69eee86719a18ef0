"""One engine: what each front end costs where a store is there, beside the runs that it should resemble.

    python -m benchmarks.engine VAULT [--scales 1,10] [--runs 5] [--work FOLDER]
                                      [--parts formats,commands,changes,first,fix]

VAULT is only read; its replicas in FOLDER are those of `benchmarks.compare`, changed and put back. The store is one of
its own. All ratios are of processor time, children's included, medians within rounds of runs in turn; the first round
is not counted. Output goes to /dev/null. Prints tables of docs/performance.md; goals stand beside the figures.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks.changes import kinds_of_change
from benchmarks.copies import build_replica, notes_of
from benchmarks.goals import AFTER_CHANGE, BESIDE_CONCISE, BESIDE_FMT, FIRST_MEMORY, WITH_STORE, judged, size_of
from benchmarks.measure import Command, peak_memory, run, user_environment
from benchmarks.programs import installed_programs
from benchmarks.table import beside, figure, heading, row
from vaultlint.report.target import FORMATS


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vault")
    parser.add_argument("--scales", type=lambda text: sorted(map(int, text.split(","))), default=[1])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", help="where replicas are built, and kept")
    parser.add_argument("--parts", type=lambda text: text.split(","), default=[*_TABLES])
    arguments = parser.parse_args(words)
    work = os.path.abspath(arguments.work) if arguments.work else None
    if work:
        os.makedirs(work, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work) as own:
        for scale in arguments.scales:
            folder = build_replica(os.path.abspath(arguments.vault), work or own, scale)
            stored = Stored(folder, own, arguments.runs)
            print(f"\n## {len(notes_of(folder)):,} notes")
            for part in arguments.parts:
                _TABLES[part](stored)


@dataclass(frozen=True)
class Stored:
    """A vault, and the folder `own` for a store of its own and whatever else is written."""

    vault: str
    own: str
    runs: int

    def command(self, *words: str, stdin: str = os.devnull) -> Command:
        """A command of vaultlint in this vault."""
        environment = user_environment(os.path.join(self.own, "bytecode"))
        folders = {"VAULTLINT_CACHE_DIR": self.file("store"), "VAULTLINT_STATE_DIR": self.file("state")}
        script = installed_programs()[0].commands["warm"][0]
        return Command((script, *words), self.vault, environment | folders, stdin)

    def file(self, name: str) -> str:
        """A file outside of the vault."""
        return os.path.join(self.own, name)

    def empty(self) -> None:
        """Remove the store."""
        shutil.rmtree(self.file("store"), ignore_errors=True)

    def check(self) -> None:
        """Check the vault from nothing, and remember what that leaves in the store."""
        self.empty()
        run(self.command("check"))
        shutil.rmtree(self.file("left"), ignore_errors=True)
        shutil.copytree(self.file("store"), self.file("left"))

    def restore(self) -> None:
        """Bring the store back to what the check has left."""
        self.empty()
        shutil.copytree(self.file("left"), self.file("store"))

    def judged(self, ratio: float, goal: float) -> str:
        """Whether a goal is met, in a vault of a size that goals are given for."""
        return judged(ratio, goal if size_of(len(notes_of(self.vault))) else None, "×")

    def in_turn(self, *pairs: tuple[Callable[[], object], Command]) -> list[list[float]]:
        """The processor time of several commands, round after round, each with what is done before it."""
        taken: list[list[float]] = [[] for _ in pairs]
        for number in range(self.runs + 1):
            for (before, command), times in zip(pairs, taken, strict=True):
                before()
                seconds = run(command).cpu
                if number:
                    times.append(seconds)
        return taken


def _formats(stored: Stored) -> None:
    print("\n### Every format, nothing changed\n")
    print(heading("what is asked for", " cold, s", " nothing changed, s", " beside `concise`", "goal"), flush=True)
    stored.check()
    out, known, note = stored.file("out"), stored.file("known.json"), notes_of(stored.vault)[0]
    run(stored.command("baseline", "--baseline", known))
    ways = {
        **{f"`{name}`": ("--output-format", name) for name in FORMATS},
        "`--statistics`": ("--statistics",),
        "`-o FILE`": ("-o", out),
        "`--also sarif=FILE`": ("--also", f"sarif={out}"),
        "`--baseline FILE`": ("--baseline", known),
        "a note on stdin": ("-", "--stdin-filename", note),
    }
    concise = stored.command("check", "--output-format", "concise")
    for name, options in ways.items():
        stdin = os.path.join(stored.vault, note) if "-" in options else os.devnull
        cold = run(stored.command("check", "--no-cache", *options, stdin=stdin)).cpu
        plain, other = stored.in_turn((_nothing, concise), (_nothing, stored.command("check", *options, stdin=stdin)))
        ratio = _ratio(other, plain)
        goal = stored.judged(ratio, BESIDE_CONCISE)
        print(row(name, figure(cold), _median(other), f"**{ratio:.2f}**", goal), flush=True)


def _commands(stored: Stored) -> None:
    print("\n### Commands where a store is there\n")
    titles = (
        "command",
        " no store, s",
        " after a `check`, s",
        " again, s",
        " after a `check` / none",
        " again / none",
        "goal",
    )
    print(heading(*titles), flush=True)
    stored.check()
    out = stored.file("out")
    ways = {
        "graph": (),
        "report": ("-o", f"{out}.html"),
        "suggest": (),
        "baseline": ("--baseline", f"{out}.json"),
    }
    for name, options in ways.items():
        command = stored.command(name, *options)
        cold, first, again = stored.in_turn((stored.empty, command), (stored.restore, command), (_nothing, command))
        ratios = _ratio(first, cold), _ratio(again, cold)
        shown = [f"**{ratio:.2f}**" for ratio in ratios]
        goal = stored.judged(max(ratios), WITH_STORE)
        print(row(f"`{name}`", _median(cold), _median(first), _median(again), *shown, goal), flush=True)


def _changes(stored: Stored) -> None:
    print("\n### After a change\n")
    print(heading("what has changed", " s", " beside a line", "goal"), flush=True)
    stored.check()
    check = stored.command("check")
    line, *others = kinds_of_change(stored.vault, notes_of(stored.vault)).items()
    lines, taken = list[float](), {name: list[float]() for name, _ in others}
    for number in range(stored.runs + 1):
        for name, change in (line, *others):
            run(check)  # what was taken back
            with change(number):
                seconds = run(check).cpu
            if number:
                taken.get(name, lines).append(seconds)
    print(row(line[0], _median(lines), "", ""), flush=True)
    for name, times in taken.items():
        ratio = _ratio(times, lines)
        print(row(name, _median(times), f"**{ratio:.2f}**", stored.judged(ratio, AFTER_CHANGE)), flush=True)


def _first(stored: Stored) -> None:
    print("\n### The first run, which writes the store\n")
    print(heading("", " CPU, s", " memory, MB"), flush=True)
    without, check = stored.command("check", "--no-cache"), stored.command("check")
    plain, first = stored.in_turn((_nothing, without), (stored.empty, check))
    stored.empty()
    memory = peak_memory(without), peak_memory(check)
    print(row("without a store", _median(plain), figure(memory[0])))
    print(row("the first run with one", _median(first), figure(memory[1])))
    ratio = memory[1] / memory[0]
    print(row("", f"**{_ratio(first, plain):.2f}**", f"**{ratio:.2f}** {judged(ratio, FIRST_MEMORY, '×')}"), flush=True)


def _fix(stored: Stored) -> None:
    print("\n### A whole vault fixed, cold\n")
    rumdl = next((each for each in installed_programs() if each.name == "rumdl"), None)
    if rumdl is None:
        print("rumdl is not installed.")
        return
    copy, fix = stored.file("copy"), stored.command("fix", "--no-cache")

    def fresh() -> None:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(stored.vault, copy)

    ours = replace(fix, folder=copy)
    theirs = replace(ours, words=(rumdl.commands["warm"][0], "fmt", "--no-cache", "."))
    mine, its = stored.in_turn((fresh, ours), (fresh, theirs))
    ratio = _ratio(mine, its)
    print(heading("", " CPU, s", " ratio", "goal"))
    cells = beside((statistics.median(mine), statistics.median(its))), f"**{ratio:.2f}**"
    print(row("`vaultlint fix` / `rumdl fmt`", *cells, stored.judged(ratio, BESIDE_FMT)), flush=True)


def _ratio(ours: Sequence[float], others: Sequence[float]) -> float:
    return statistics.median(mine / other for mine, other in zip(ours, others, strict=True))


def _median(times: Sequence[float]) -> str:
    return figure(statistics.median(times))


def _nothing() -> None:
    pass


_TABLES = {"formats": _formats, "commands": _commands, "changes": _changes, "first": _first, "fix": _fix}


if __name__ == "__main__":
    main()
