"""Where the CPU time of a cold run goes, phase by phase and rule by rule.

    python -m benchmarks.profile_cold VAULT [--runs 3] [--rules 25] [--format full]

Each phase is done for all notes before the next one, in one process, so that its time can be taken; the least of some
runs counts. What a phase is the first to ask of a note (sections, lines, …) is counted there; the table of rules has
them without it. Phases that the public functions do not show are differences, marked so. The last rows are whole runs
of the installed program.
"""

from __future__ import annotations

import argparse
import gc
import marshal
import os
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pyromark

from benchmarks.measure import Command, run, user_environment
from benchmarks.programs import installed_programs
from benchmarks.table import heading, row
from vaultlint.lint.note_linter import NoteLinter, NoteResult, note_type_of
from vaultlint.markdown.frontmatter import read_frontmatter
from vaultlint.markdown.note import Note
from vaultlint.markdown.parse import OPTIONS, decode, parse_text
from vaultlint.report.drawing import Drawing
from vaultlint.report.target import Target
from vaultlint.rules.rule import Context, Rule
from vaultlint.settings import Settings
from vaultlint.vault.facts import facts_of
from vaultlint.vault.source import DiskSource
from vaultlint.workspace.setting import Options, Setting
from vaultlint.workspace.workspace import Workspace


@dataclass
class Profile:
    """Seconds of CPU by phase and by rule, and how much each rule found."""

    phases: dict[str, float] = field(default_factory=dict)
    rules: dict[str, float] = field(default_factory=dict)
    found: Counter[str] = field(default_factory=Counter)
    notes: int = 0

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        with _timed(self.phases, name):
            yield

    @contextmanager
    def rule(self, name: str) -> Iterator[None]:
        with _timed(self.rules, name):
            yield


@contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    started = time.process_time()
    yield
    seconds[name] = seconds.get(name, 0.0) + time.process_time() - started


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vault")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rules", type=int, default=25, help="how many of the dearest rules are shown")
    parser.add_argument("--format", default="full", choices=("full", "concise"))
    arguments = parser.parse_args(words)
    gc.disable()  # as the program does
    profile = least([profile_once(arguments.vault, arguments.format) for _ in range(arguments.runs)])
    print(*phase_table(profile, whole_runs(arguments.vault, arguments.runs)), sep="\n")
    print(f"\n### The {arguments.rules} dearest rules\n")
    print(*rule_table(profile, arguments.rules), sep="\n")


def least(profiles: Sequence[Profile]) -> Profile:
    """The least time of each phase and each rule."""

    def smallest(tables: Sequence[dict[str, float]]) -> dict[str, float]:
        return {name: min(table[name] for table in tables) for name in tables[0]}

    phases = smallest([profile.phases for profile in profiles])
    rules = smallest([profile.rules for profile in profiles])
    return Profile(phases, rules, profiles[0].found, profiles[0].notes)


def profile_once(folder: str, output_format: str) -> Profile:
    """One pass through everything that a cold run does."""
    profile = Profile()
    source, settings = DiskSource(folder), Settings()
    workspace = Workspace(Setting(source, settings, Options(jobs=1)))
    with profile.phase("walk"):
        listing = workspace.listing
    profile.notes = len(listing.notes)
    linter = workspace.setting.linter
    with profile.phase("read"):
        data = [(entry.path, source.read(entry.path)) for entry in listing.notes]

    notes = _parse(profile, data, _asked_for(linter, data))
    _lint(profile, linter, notes)
    results = _find(profile, linter, notes)
    _time_rules(profile, linter, notes)
    drawn = _draw(profile, notes, results, output_format)
    with profile.phase("packing for the parent process"):
        packed = marshal.dumps([result.pack() for result in results], 2)
        deque(map(NoteResult.unpack, marshal.loads(packed)), maxlen=0)
    workspace.refresh()
    judgement, paths = workspace.judgement, [entry.path for entry in listing.notes]
    with profile.phase("vault rules"):
        judgement.judge(judgement.vault_of(paths), paths)
        judgement.survey(workspace.setting.rules.kinds)
    with profile.phase("writing"), open(os.devnull, "wb") as file:
        file.write(b"".join(drawn))
    return profile


def _asked_for(linter: NoteLinter, data: Sequence[tuple[str, bytes]]) -> set[str]:
    """The notes whose prose mask some rule wants; for the others it is not made."""
    asked = set()
    for path, content in data:
        note = parse_text(path, decode(content)[0])
        linter.lint_note(note)
        if "prose" in vars(note):
            asked.add(path)
    return asked


def _parse(profile: Profile, data: Sequence[tuple[str, bytes]], masked: set[str]) -> list[Note]:
    with profile.phase("decode"):
        texts = [(path, *decode(content)) for path, content in data]
    with profile.phase("frontmatter"):
        found = [read_frontmatter(text) for _, text, _ in texts]
    bodies = [text[front.end if front else 0 :] for (_, text, _), front in zip(texts, found, strict=True)]
    with profile.phase("events (pyromark, into Python)"):
        for body in bodies:
            deque(pyromark.events_with_range(body, options=OPTIONS), maxlen=0)
    whole: dict[str, float] = {}
    with _timed(whole, "parse"):
        notes = [parse_text(path, text, decodable=decodable) for path, text, decodable in texts]
    known = profile.phases["frontmatter"] + profile.phases["events (pyromark, into Python)"]
    profile.phases["elements and structure (difference)"] = whole["parse"] - known
    with profile.phase("links"):
        deque((note.links for note in notes), maxlen=0)
    with profile.phase(f"prose mask ({len(masked):,} notes need it)"):
        deque((note.prose for note in notes if note.path in masked), maxlen=0)
    return notes


def _lint(profile: Profile, linter: NoteLinter, notes: Sequence[Note]) -> None:
    contexts = [_context(linter, note) for note in notes]
    with profile.phase("facts, relations and topics"):
        for note, context in zip(notes, contexts, strict=True):
            type_name = context.note_type.name
            facts_of(note, linter.settings, type_name, linter.value_keys, context.relations, context.topics)
    with profile.phase("note rules"):
        _run_rules(linter, notes, contexts)


def _context(linter: NoteLinter, note: Note) -> Context:
    note_type = note_type_of(linter.settings, note.path)
    return Context(note, linter.settings, note_type, linter.obsidian, linter.today)


def _run_rules(linter: NoteLinter, notes: Sequence[Note], contexts: Sequence[Context]) -> None:
    """Note by note, as in a run."""
    rules = [
        (rule, linter.selection.options(rule))
        for rule in [rule for rule in linter.selection.rules if rule.scope == "note"]
    ]
    for note, context in zip(notes, contexts, strict=True):
        for rule, options in rules:
            if _is_called(rule, note):
                deque(rule.check(note, context, options), maxlen=0)


def _is_called(rule: Rule, note: Note) -> bool:
    return not rule.triggers or any(trigger in note.text for trigger in rule.triggers)


def _find(profile: Profile, linter: NoteLinter, notes: Sequence[Note]) -> list[NoteResult]:
    """All of `lint_note` on notes that know everything about themselves, and what it does besides facts and rules."""
    parts: dict[str, float] = {}
    with _timed(parts, "whole"):
        results = [linter.lint_note(note) for note in notes]
    with _timed(parts, "rules"):
        _lint(Profile(), linter, notes)
    profile.phases["findings and suppressions (difference)"] = max(0.0, parts["whole"] - parts["rules"])
    return results


def _time_rules(profile: Profile, linter: NoteLinter, notes: Sequence[Note]) -> None:
    """Rule by rule, on notes that know everything about themselves."""
    contexts = [_context(linter, note) for note in notes]
    for rule in [rule for rule in linter.selection.rules if rule.scope == "note"]:
        options = linter.selection.options(rule)
        with profile.rule(rule.name):
            for note, context in zip(notes, contexts, strict=True):
                if _is_called(rule, note):
                    profile.found[rule.name] += len(list(rule.check(note, context, options)))


def _draw(profile: Profile, notes: Sequence[Note], results: Sequence[NoteResult], output_format: str) -> list[bytes]:
    texts = {note.path: note.text for note in notes}
    draw = Drawing(output_format, Target(), texts.__getitem__)
    with profile.phase(f"drawing ({output_format})"):
        return [draw(result.findings) for result in results]


def whole_runs(vault: str, runs: int) -> dict[str, float]:
    """Seconds of CPU of the installed program: start-up alone, and cold runs."""
    script = installed_programs()[0].commands["cold"]
    with tempfile.TemporaryDirectory() as work:
        environment = user_environment(os.path.join(work, "bytecode"))
        empty = os.path.join(work, "empty")
        os.mkdir(empty)

        def cpu(folder: str, *options: str) -> float:
            command = Command((*script, *options), os.path.abspath(folder), environment)
            return min(run(command).cpu for _ in range(runs + 1))

        return {
            "start-up (an empty vault)": cpu(empty, "--allow-empty"),
            "`check --no-cache --jobs 1`": cpu(vault, "--jobs", "1"),
            "`check --no-cache`": cpu(vault),
        }


def phase_table(profile: Profile, runs: dict[str, float]) -> list[str]:
    """The phases in their order, their sum, and the whole runs."""
    start = next(iter(runs))
    phases = {start: runs[start], **profile.phases}
    total = sum(phases.values())
    lines = [f"{profile.notes:,} notes\n", heading("phase", " CPU, s", " share")]
    lines += [row(name, f"{seconds:.3f}", f"{100 * seconds / total:.0f} %") for name, seconds in phases.items()]
    lines.append(row("**sum**", f"**{total:.3f}**", ""))
    lines += [row(name, f"{seconds:.3f}", "") for name, seconds in runs.items() if name != start]
    return lines


def rule_table(profile: Profile, count: int) -> list[str]:
    """The dearest rules, then the others together."""
    dearest = sorted(profile.rules.items(), key=lambda pair: -pair[1])
    rest = dearest[count:]
    lines = [heading("rule", " CPU, ms", " findings")]
    lines += [row(f"`{name}`", f"{1000 * taken:.1f}", f"{profile.found[name]:,}") for name, taken in dearest[:count]]
    if rest:
        found = sum(profile.found[name] for name, _ in rest)
        lines.append(row(f"{len(rest)} others", f"{1000 * sum(taken for _, taken in rest):.1f}", f"{found:,}"))
    return lines


if __name__ == "__main__":
    main()
