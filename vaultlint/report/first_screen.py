"""What a terminal shows of more findings than have room on it: what is broken, how much there is of what, what to do.

`--all` lists everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Severity
from vaultlint.language import say, say_number
from vaultlint.lazy_regex import lazy_regex
from vaultlint.report import concise, full, statistics
from vaultlint.report.colors import palette
from vaultlint.report.columns import columns, padded
from vaultlint.report.tally import count_by_rule, counted, tally
from vaultlint.report.terminal_markdown import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from vaultlint.finding import Finding
    from vaultlint.report.target import Target
    from vaultlint.workspace.run import Run

_LINES = 51  # of a screen of 60; the summary follows
_ADVICE = 12  # lines
_RULES = 15  # that the table names
_ESCAPES = lazy_regex(r"\x1b\[[\d;]*m|\x1b\]8;;.*?\x1b\\")


def fits(run: Run, target: Target, advice: Sequence[str] = ()) -> bool:
    """Whether all findings have room with their frames, and what is said behind them, too."""
    room = _LINES - len(_told(advice, target))
    return _drawn(run.findings, full.drawer(target, run.text_or_nothing), room, target) is not None


def render(run: Run, target: Target, advice: Sequence[str] = ()) -> Iterator[str]:
    """The advice, the errors, the table of rules and three next steps, with blank lines between.

    The errors have their frames where there is room; where there is for a line each, the other findings are there, too.
    """
    errors = [finding for finding in run.findings if finding.severity is Severity.ERROR]
    told = _told(advice, target)
    rest = [*_table(run, target), "\n", *_steps(run, len(errors), target)]
    room = _LINES - sum(_rows(piece, target) for piece in (*told, *rest)) - 1
    yield from told
    yield from _listed(run, errors, target, room)
    yield from rest


def _told(advice: Sequence[str], target: Target) -> list[str]:
    lines = [f"{line}\n" for text in advice for line in wrapped(text, target.width)]
    more = ["…\n"] if len(lines) > _ADVICE else []
    return [*lines[:_ADVICE], *more, "\n"] if lines else []


def _listed(run: Run, errors: Sequence[Finding], target: Target, room: int) -> Iterator[str]:
    """As much of the errors, or of all findings, as fits into `room` lines, and a blank line."""
    line = concise.drawer(target, run.text_or_nothing)
    frames = _drawn(errors, full.drawer(target, run.text_or_nothing), room, target)
    everything = _drawn(run.findings, line, room, target) if not frames or len(errors) < len(run.findings) else None
    if everything or frames:
        yield from everything or frames or ()
        yield from ["\n"] if everything else []
    elif errors:
        lines = _beginning(errors, line, room - 1, target) or [line(errors[0])]
        yield from lines
        if len(lines) < len(errors):
            yield _more_errors(len(errors) - len(lines))
        yield "\n"


def _drawn(findings: Sequence[Finding], draw: Callable[[Finding], str], room: int, target: Target) -> list[str] | None:
    """All findings, or None where they do not have room."""
    if len(findings) > room:
        return None
    pieces = _beginning(findings, draw, room, target)
    return pieces if len(pieces) == len(findings) else None


def _beginning(findings: Iterable[Finding], draw: Callable[[Finding], str], room: int, target: Target) -> list[str]:
    """The first findings, as many as have room."""
    pieces: list[str] = []
    for finding in findings:
        piece = draw(finding)
        room -= _rows(piece, target)
        if room < 0:
            break
        pieces.append(piece)
    return pieces


def _rows(piece: str, target: Target) -> int:
    """The lines of the terminal that text with its line ends takes."""
    return sum(max(1, -(-columns(line) // target.width)) for line in _ESCAPES.sub("", piece).split("\n")[:-1])


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
