"""What a terminal shows of a run with very many findings: the errors, how often each rule found something, what to do.

It fits a screen where it can; `--all` lists everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Severity
from vaultlint.language import say, say_number
from vaultlint.report import concise, full, statistics
from vaultlint.report.colors import palette
from vaultlint.report.columns import columns, padded
from vaultlint.report.tally import count_by_rule, counted, tally
from vaultlint.report.terminal_markdown import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultlint.finding import Finding
    from vaultlint.lint.engine import Run
    from vaultlint.report.target import Target

_LINES = 53  # of a screen of 60; the summary follows
_RULES = 15  # rules that the table names
_STEPS = 5


def render(run: Run, target: Target, advice: Sequence[str] = ()) -> Iterator[str]:
    """The advice, the errors, the table of rules and three next steps, with blank lines between."""
    told = [line for text in advice for line in wrapped(text, target.width)]
    yield from (f"{line}\n" for line in told)
    if told:
        yield "\n"
    table = _table(run, target)
    room = _LINES - len(told) - len(table) - _STEPS - 3
    errors = [finding for finding in run.findings if finding.severity is Severity.ERROR]
    yield from _errors(errors, run, target, room)
    yield from table
    yield "\n"
    yield from _steps(run, len(errors), target)


def _errors(errors: Sequence[Finding], run: Run, target: Target, room: int) -> Iterator[str]:
    """The errors with their frames if these fit into `room` lines, else as many as do in a line each."""
    draw = full.drawer(target, run.text_or_nothing)
    if len(errors) <= room:
        frames = [draw(finding) for finding in errors]
        if sum(frame.count("\n") for frame in frames) <= room:
            yield from frames
            return
    shown = 0
    line = concise.drawer(target, run.text_or_nothing)
    bare = concise.drawer(target._replace(color=False, links=""), run.text_or_nothing)
    for finding in errors:
        room -= -(-columns(bare(finding)) // target.width)
        if shown and room < 1:
            break
        shown += 1
        yield line(finding)
    if shown < len(errors):
        yield _more_errors(len(errors) - shown)
    if errors:
        yield "\n"


def _more_errors(number: int) -> str:
    said = say_number(
        number, "One more error: `--severity error` shows it.", "{n} more errors: `--severity error` shows them."
    )
    return f"{said}\n"


def _table(run: Run, target: Target) -> list[str]:
    """The table of `--statistics`, without the rarest rules where there are very many."""
    rows = list(statistics.render(run, target))
    if len(rows) <= _RULES + 1:
        return rows
    rest = count_by_rule(run)[_RULES:]
    total = sum(row.total for row in rest)
    said = say(
        "Other rules: {rules}, with {problems}; `--statistics` names them all.",
        rules=f"{len(rest):,}",
        problems=counted(total, "problem"),
    )
    return [*rows[:_RULES], f"{said}\n"]


def _steps(run: Run, errors: int, target: Target) -> Iterator[str]:
    paint = palette(target.color)
    yield f"{paint.bold}{say('Next steps')}{paint.reset}\n"
    rows = list(_step_rows(run, errors))
    width = max(columns(command) for command, _ in rows)
    for command, what in rows:
        yield f"  {paint.green}{padded(command, width)}{paint.reset}  {what}\n"
    yield f"  {say('`--all` lists every problem.')}\n"


def _step_rows(run: Run, errors: int) -> Iterator[tuple[str, str]]:
    if errors:
        yield "vaultlint check --severity error", str(say("begin with what is broken"))
    else:
        yield "vaultlint check --statistics", str(say("nothing is broken: choose the rules that matter"))
    safe = tally(run).safe
    yield (
        "vaultlint fix --diff",
        str(
            say("see the safe fixes first ({safe} here)", safe=f"{safe:,}") if safe else say("see what would be fixed")
        ),
    )
    yield "vaultlint baseline", str(say("record these, and report only new ones"))
