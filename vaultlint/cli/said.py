"""What the summary of a check says, as plain values: they are kept with a report, and said again with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultlint.cli.outcome import LEVELS, is_empty, left_out_of
from vaultlint.finding import Severity
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultlint.cli.options import CheckOptions
    from vaultlint.cli.scope import Scope
    from vaultlint.config.load import Loaded
    from vaultlint.lint.selection import Selection
    from vaultlint.report.tally import Tally
    from vaultlint.workspace.workspace import Workspace


class Said(NamedTuple):
    """What is said of a check, and what decides its exit status."""

    counts: list[tuple[int, int]]  # of findings, by severity, the worst first
    faulty: int
    safe: int
    unsafe: int
    unreadable: list[tuple[str, str]]
    held_back: int
    outdated: int
    checked: int  # notes
    looked_at: int  # notes, canvases and bases
    left_out: dict[str, str]
    advice: list[str]
    fail_on: str
    compared: Sequence[Any] | None = None  # what is said of the commit that the run is compared with

    def tally(self) -> Tally:
        """The counts."""
        from vaultlint.report.tally import Tally

        compared = None
        if self.compared:
            from vaultlint.workspace.run import Comparison

            compared = Comparison(*self.compared)
        severities = {Severity(level): count for level, count in self.counts}
        unreadable = tuple((path, reason) for path, reason in self.unreadable)
        parts = (severities, self.faulty, self.safe, self.unsafe, unreadable)
        return Tally(*parts, self.held_back, self.outdated, compared)

    def status(self, options: CheckOptions) -> int:
        """The exit status."""
        if self.unreadable or is_empty(self.looked_at, options):
            return 2
        least = LEVELS.get(self.fail_on)
        failed = least is not None and any(level >= least and count for level, count in self.counts)
        failed = failed or (options.strict_baseline and bool(self.outdated))
        return int(failed and not options.exit_zero)


def said_of(workspace: Workspace, counts: Tally, scope: Scope, loaded: Loaded) -> Said:
    """What is said of what a workspace found in a scope."""
    from vaultlint.cli.advice import advice

    notes = [path for path in workspace.found.notes if scope.holds(path)]
    boards = [path for path in workspace.found.boards if scope.holds(path)]
    return Said(
        [(int(severity), count) for severity, count in counts.severities.items()],
        counts.faulty,
        counts.safe,
        counts.unsafe,
        [row for row in workspace.about.unreadable if scope.holds(row[0])],
        counts.held_back,
        counts.outdated,
        len(notes),
        len(notes) + len(boards),
        left_out_of(scope, workspace.about.left_out),
        list(advice(workspace, loaded)),
        loaded.settings.lint.fail_on,
        counts.changes,
    )


def tell_summary(
    said: Said,
    options: CheckOptions,
    scope: Scope,
    times: tuple[float, float, float],
    ran: tuple[Selection, Loaded] | None = None,
) -> None:
    """Say on the standard error what there is to say; `times`: at the start, when linted, when written.

    `ran` are the rules that ran and the settings that decided it, where any ran.
    """
    from vaultlint.cli.output import tell
    from vaultlint.report.summary import nothing_checked, summary, unreadable_line

    counts = said.tally()
    lines: list[str] = []
    if ran and (options.verbose or options.timings):
        from vaultlint.cli.advice import circumstances, timings

        lines += circumstances(*ran) if options.verbose else ()
        lines += timings(ran[0], times) if options.timings else ()
    if not options.quiet:
        verdict = None if said.checked or counts.total else nothing_checked(scope.paths, said.left_out)
        lines += summary(counts, said.checked, said.left_out, times[-1] - times[0], verdict)
        lines += said.advice
    elif said.unreadable:
        lines += [unreadable_line(path, reason) for path, reason in said.unreadable]
    elif is_empty(said.looked_at, options):
        lines.append(nothing_checked(scope.paths, said.left_out))
    tell(*lines)
