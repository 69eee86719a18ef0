"""What comes of a run, for whoever made it: findings, a summary and the exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vaultlint.cli.options import CheckOptions
    from vaultlint.cli.scope import Scope
    from vaultlint.report.target import Render, Target
    from vaultlint.workspace.run import Run

LEVELS = {severity.word: severity for severity in Severity}


def is_empty(checked: int, options: CheckOptions) -> bool:
    """Whether it is an error that no note and no board was `checked`: a typo must not look like success.

    An editor that hands over a note which is left out has asked for nothing wrong.
    """
    return not checked and not options.allow_empty and not options.stdin_filename


def left_out_of(scope: Scope, left_out: Mapping[str, str]) -> dict[str, str]:
    """What of the scope was left out. A folder that nobody looks into counts: links from everywhere may lead there."""
    return {path: setting for path, setting in left_out.items() if path.endswith("/") or scope.holds(path)}


def exit_status(run: Run, exit_zero: bool, strict_baseline: bool = False) -> int:
    """2 if a note could not be read, 1 if a finding is as bad as `fail-on` or the baseline is outdated, else 0."""
    if run.unreadable:
        return 2
    least = LEVELS.get(run.selection.settings.lint.fail_on)
    failed = least is not None and any(finding.severity >= least for finding in run.findings)
    failed = failed or (strict_baseline and bool(run.outdated))
    return int(failed and not exit_zero)


def shown(run: Run, scope: Scope, severity: str | None) -> Run:
    """The run with those findings only that were asked for."""
    least = LEVELS[severity] if severity else Severity.INFO
    if not scope.paths and least is Severity.INFO:
        return run
    from dataclasses import replace

    from vaultlint.lint.faults import FAULT

    kept = tuple(
        finding
        for finding in run.findings
        if finding.severity >= least and (scope.holds(finding.path) or finding.rule == FAULT)
    )
    return replace(run, findings=kept, unreadable=tuple(row for row in run.unreadable if scope.holds(row[0])))


def write_findings(run: Run, root: str, options: CheckOptions, *, to_stderr: bool = False) -> None:
    """Print the findings, or write them to the files that were asked for; a terminal may show a choice."""
    from vaultlint.cli.first_screen import is_wanted
    from vaultlint.cli.output import target_for, tell, write
    from vaultlint.report.target import renderer

    target = target_for(root, to_stderr or bool(options.output_file))
    chosen = not to_stderr and is_wanted(options, run, target)
    pieces = _pieces(run, target, options, () if chosen else None)
    if to_stderr and not options.output_file:
        tell(*"".join(pieces).split("\n")[:-1])
    else:
        write(pieces, options.output_file, root, commands=options.output_format == "github")
    for name, file in options.also:
        write(renderer(name)(run, target_for(root, True)), file, root)


def render_for(options: CheckOptions) -> Render:
    """What writes the findings."""
    from vaultlint.report.target import renderer

    if options.is_limited:
        from vaultlint.report.limited import render_limited

        return lambda run, _: render_limited(run, options.limit, options.compact)
    if options.statistics:
        from vaultlint.report import statistics

        return statistics.render_json if options.output_format in ("json", "json-lines") else statistics.render
    return renderer(options.output_format)


def reports(
    run: Run, root: str, options: CheckOptions, advice: Sequence[str] | None = None
) -> Iterator[tuple[str | None, Iterator[str]]]:
    """What is printed, and what is written to files that were asked for; with advice a choice for a terminal."""
    from vaultlint.cli.output import target_for
    from vaultlint.report.target import renderer

    yield options.output_file, _pieces(run, target_for(root, bool(options.output_file)), options, advice)
    for name, file in options.also:
        yield file, renderer(name)(run, target_for(root, True))


def _pieces(run: Run, target: Target, options: CheckOptions, advice: Sequence[str] | None) -> Iterator[str]:
    if advice is None:
        return render_for(options)(run, target)
    from vaultlint.report import first_screen

    return first_screen.render(run, target, advice)
