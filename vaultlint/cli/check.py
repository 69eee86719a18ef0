"""`vaultlint check`."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from vaultlint.cli.complete import complete_disk
from vaultlint.cli.options import (
    CheckOptions,
    asked,
    fix_options,
    new_options,
    output_options,
    rule_options,
    run_options,
)
from vaultlint.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultlint.cli.scope import Scope
    from vaultlint.config.load import Loaded
    from vaultlint.lint.engine import Run
    from vaultlint.vault.source import Source

_LEVELS = {severity.word: severity for severity in Severity}


@click.command("check")
@click.argument("paths", nargs=-1, shell_complete=complete_disk)
@click.option("--fix", is_flag=True, help="Apply the safe fixes, as `vaultlint fix` does.")
@click.option("-w", "--watch", is_flag=True, help="Lint again whenever something changes.")
@rule_options
@fix_options
@output_options
@new_options
@run_options
def command(**values: Any) -> int:
    """Lint the vault.

    The whole vault is always looked at; PATHS narrow what is reported. Exit status: 0 if there is nothing to report,
    1 if there is, 2 if vaultlint could not do what was asked.
    """
    return check(asked(**values))


def check(options: CheckOptions) -> int:
    """Lint, report, and give the exit status."""
    from vaultlint.cli import stdin
    from vaultlint.cli.advice import advice
    from vaultlint.cli.choose_rules import settings_for
    from vaultlint.cli.common import say_where
    from vaultlint.cli.only_new import as_hook
    from vaultlint.cli.quick import quick_check

    if options.watch:
        from vaultlint.cli.watch import watch

        return watch(options)
    if options.fix or options.diff:
        from vaultlint.cli.fix import fix

        return fix(options)
    started = time.monotonic()
    if not options.quiet:
        say_where(options.root, stdin.start_of(options))
    status = quick_check(options, started)
    if status is not None:
        return status
    loaded = settings_for(options, stdin.start_of(options))
    check_root(loaded.root)
    options = as_hook(options, loaded.root)
    source, scope = stdin.look_at(loaded.root, options)
    if options.show_files:
        return _show_files(source, loaded, scope)
    run = shown(_lint(source, loaded, options, started), scope, options.severity)
    linted = time.monotonic()
    write_findings(run, loaded.root, options, advice=advice(run, loaded))
    write_summary(run, loaded, scope, options, (started, linted, time.monotonic()))
    if is_empty(sum(map(scope.holds, (*run.vault.notes, *run.listing.boards))), options):
        return 2
    return exit_status(run, options.exit_zero, options.strict_baseline)


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
    least = _LEVELS.get(run.selection.settings.lint.fail_on)
    failed = least is not None and any(finding.severity >= least for finding in run.findings)
    failed = failed or (strict_baseline and bool(run.outdated))
    return int(failed and not exit_zero)


def check_root(root: str) -> None:
    """Raise VaultlintError for a folder that cannot be read."""
    from vaultlint.errors import VaultlintError

    try:
        os.scandir(root).close()
    except OSError as error:
        raise VaultlintError(f"cannot read the vault {root}: {error.strerror}") from None


def _show_files(source: Source, loaded: Loaded, scope: Scope) -> int:
    """Print the notes that would be checked."""
    from vaultlint.cli.output import write
    from vaultlint.git.listing import list_vault
    from vaultlint.report.escape import plain
    from vaultlint.vault.obsidian import read_obsidian_settings

    listing = list_vault(source, loaded.settings, read_obsidian_settings(source))
    write(plain(entry.path) + "\n" for entry in listing.notes if scope.holds(entry.path))
    return 0


def _lint(source: Source, loaded: Loaded, options: CheckOptions, started: float) -> Run:
    from vaultlint.cli.only_new import lint_since, only_new
    from vaultlint.cli.progress import Progress
    from vaultlint.cli.repaired import without_repaired
    from vaultlint.lint.engine import lint_vault
    from vaultlint.lint.stopwatch import Stopwatch

    with Progress(started, sys.stderr.isatty() and not options.quiet) as progress:
        if options.since and (compared := lint_since(source, loaded, options, progress)):
            return without_repaired(compared, loaded.root, options)
        run = lint_vault(
            source,
            loaded.settings,
            show_info=options.severity == "info",
            jobs=options.jobs,
            progress=progress,
            stopwatch=Stopwatch() if options.timings else None,
        )
        return without_repaired(only_new(run, loaded, options), loaded.root, options)


def shown(run: Run, scope: Scope, severity: str | None) -> Run:
    """The run with those findings only that were asked for."""
    least = _LEVELS[severity] if severity else Severity.INFO
    if not scope.paths and least is Severity.INFO:
        return run
    from vaultlint.lint.faults import FAULT

    kept = tuple(
        finding
        for finding in run.findings
        if finding.severity >= least and (scope.holds(finding.path) or finding.rule == FAULT)
    )
    return replace(run, findings=kept, unreadable=tuple(row for row in run.unreadable if scope.holds(row[0])))


def write_findings(
    run: Run, root: str, options: CheckOptions, *, to_stderr: bool = False, advice: Iterable[str] = ()
) -> None:
    """Print the findings, or write them to the files that were asked for; of very many a terminal shows a choice."""
    from vaultlint.cli.first_screen import is_wanted
    from vaultlint.cli.output import say, target_for, write
    from vaultlint.report.target import renderer

    render = renderer(options.output_format)
    if options.statistics:
        from vaultlint.report import statistics

        render = statistics.render_json if options.output_format in ("json", "json-lines") else statistics.render
    target = target_for(root, to_stderr or bool(options.output_file))
    if is_wanted(options, len(run.findings)) and not to_stderr:
        from vaultlint.report import first_screen

        pieces = first_screen.render(run, target, tuple(advice))
    else:
        pieces = render(run, target)
    if to_stderr and not options.output_file:
        say(*"".join(pieces).split("\n")[:-1])
    else:
        write(pieces, options.output_file, root, commands=options.output_format == "github")
    for name, file in options.also:
        write(renderer(name)(run, target_for(root, True)), file, root)


def write_summary(
    run: Run, loaded: Loaded, scope: Scope, options: CheckOptions, times: tuple[float, float, float]
) -> None:
    """Say on the standard error how many findings there are; `times`: at the start, when linted, when written."""
    from vaultlint.cli.advice import advice, circumstances, timings
    from vaultlint.cli.first_screen import is_wanted
    from vaultlint.cli.output import say
    from vaultlint.report.summary import nothing_checked, summary
    from vaultlint.report.tally import tally

    lines: list[str] = []
    if options.verbose:
        lines += circumstances(run, loaded)
    if options.timings:
        lines += timings(run, times)
    if not options.quiet:
        checked = sum(map(scope.holds, run.vault.notes))
        left_out = left_out_of(scope, run.listing.left_out)
        verdict = None if checked or run.findings else nothing_checked(scope.paths, left_out)
        lines += summary(tally(run), checked, left_out, times[-1] - times[0], verdict)
        lines += () if is_wanted(options, len(run.findings)) else advice(run, loaded)  # it came first
    elif run.unreadable:
        lines += _unreadable(run.unreadable)
    elif is_empty(sum(map(scope.holds, (*run.vault.notes, *run.listing.boards))), options):
        lines.append(nothing_checked(scope.paths, left_out_of(scope, run.listing.left_out)))
    say(*lines)


def _unreadable(rows: Iterable[tuple[str, str]]) -> list[str]:
    from vaultlint.report.summary import unreadable_line

    return [unreadable_line(path, reason) for path, reason in rows]
