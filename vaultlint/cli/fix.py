"""`vaultlint fix`, and `check --fix`."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from vaultlint.cli.options import (
    CheckOptions,
    asked,
    fix_options,
    new_options,
    output_options,
    rule_options,
    run_options,
)
from vaultlint.language import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultlint.cli.scope import Scope
    from vaultlint.compare.newness import Newness
    from vaultlint.config.load import Loaded
    from vaultlint.fix.choose import Policy
    from vaultlint.fix.outcome import Outcome
    from vaultlint.vault.source import Source
    from vaultlint.workspace.run import Run
    from vaultlint.workspace.store import Store


@click.command("fix")
@click.argument("paths", nargs=-1)
@rule_options
@fix_options
@output_options
@new_options
@run_options
def command(**values: Any) -> int:
    """Apply the safe fixes, then report what is left.

    Only notes among PATHS are edited, and with `--staged` only those that are staged. With `--diff` nothing is
    written. With `--stdin-filename NOTE -` a note is read from the standard input and written to the standard output.
    Exit status: as `check`, and 2 if a note could not be written.
    """
    return fix(asked(**values, fix=True))


def fix(options: CheckOptions) -> int:
    """Fix, write, report what is left, and give the exit status."""
    from vaultlint.cli import stdin
    from vaultlint.cli.choose_rules import settings_for
    from vaultlint.cli.loading import say_where
    from vaultlint.cli.outcome import is_empty
    from vaultlint.cli.output import tell
    from vaultlint.disk.read import check_folder
    from vaultlint.fix.policy import policy_for
    from vaultlint.fix.write import unwritable

    started = time.monotonic()
    if not options.quiet:
        say_where(options.root, stdin.start_of(options))
    loaded = settings_for(options, stdin.start_of(options))
    check_folder(loaded.root)
    staged, options = options.staged, options._replace(staged=False, tracked=options.tracked or options.staged)
    source, scope = stdin.look_at(loaded.root, options)
    if staged:
        scope = _staged_in(scope, loaded.root)
        if not scope.paths:
            return 0
    policy = policy_for(loaded.settings, loaded.root, scope.paths, unsafe=options.unsafe_fixes)
    if options.only_new:
        policy = replace(policy, only=_newness(source, loaded, options))
    outcome, shut = _fixed(source, loaded, policy, options, started), dict[str, str]()
    if options.diff:
        _print_diff(outcome)
    elif options.stdin_filename:
        _print_note(outcome, source.read(scope.paths[0]))
    else:
        shut = unwritable(loaded.root, [change.path for change in outcome.changes])
        if shut:  # without what these would have become, others may be fixed otherwise
            outcome = _fixed(source, loaded, replace(policy, shut=frozenset(shut)), options, started)
        _write(loaded.root, outcome)
    run = _report(outcome, loaded, scope, options, started, shut)
    if staged and outcome.changes and not options.diff:
        from vaultlint.cli.repaired import note_repairs

        note_repairs(loaded.root, outcome.applied)
        tell(say("Stage the fixed notes with `git add`, and commit again."))
    if not staged and is_empty(sum(map(scope.holds, (*run.vault.notes, *run.listing.boards))), options):
        return 2
    return _status(run, outcome, shut, options)


def _staged_in(scope: Scope, root: str) -> Scope:
    """The staged notes that `scope` holds."""
    from vaultlint.cli.only_new import staged_paths
    from vaultlint.cli.scope import Scope

    return Scope(tuple(path for path in staged_paths(root) if scope.holds(path)))


def _print_diff(outcome: Outcome) -> None:
    from vaultlint.cli.output import wants_color, write, write_exactly
    from vaultlint.report.diff import render_diff, render_for_terminal

    texts = [(path, before.decode(), after.decode()) for path, before, after in outcome.changes]
    color = wants_color(sys.stdout)
    seen = color or sys.stdout.isatty()  # what a note holds may move the cursor; `git apply` gets it as it is
    if seen:
        write(render_for_terminal(texts, color))
    else:
        write_exactly(render_diff(texts))


def _print_note(outcome: Outcome, original: bytes) -> None:
    """Write the note that came from the standard input to the standard output."""
    sys.stdout.buffer.write(outcome.changes[0].after if outcome.changes else original)
    sys.stdout.buffer.flush()


def _newness(source: Source, loaded: Loaded, options: CheckOptions) -> Newness:
    """What is new in the vault as it is."""
    from vaultlint.cli.common import lint_again
    from vaultlint.cli.only_new import baseline_file, only_new
    from vaultlint.compare.newness import newness
    from vaultlint.errors import VaultlintError

    if not options.since and not baseline_file(loaded, options):
        raise VaultlintError(say("--only-new needs something to compare with: give --since, or make a baseline"))
    run = lint_again(source, loaded, options)
    return newness(run.findings, only_new(run, loaded, options).findings)


def _fixed(source: Source, loaded: Loaded, policy: Policy, options: CheckOptions, started: float) -> Outcome:
    """The outcome of fixing, in memory."""
    from vaultlint.cli.progress import Progress
    from vaultlint.fix.rounds import fix_vault

    with Progress(started, sys.stderr.isatty() and not options.quiet) as progress:
        return _fixed_as_known(source, loaded, policy, options, progress) or fix_vault(
            source,
            loaded.settings,
            policy,
            show_info=options.severity == "info",
            jobs=options.jobs,
            progress=progress,
        )


def _fixed_as_known(
    source: Source, loaded: Loaded, policy: Policy, options: CheckOptions, progress: Callable[[int, int], None]
) -> Outcome | None:
    """The same with the findings that are remembered; None where the vault is not known under these settings.

    What is compared with a commit needs its workspace until it is reported, and no store is open by then.
    """
    from vaultlint.cli import stdin
    from vaultlint.cli.opening import Request
    from vaultlint.fix.rounds import fix_known
    from vaultlint.workspace.store import with_store

    request = Request(options, stdin.start_of(options))

    def work(store: Store | None) -> Outcome | None:
        workspace = request.workspace(source, store, progress) if store else None
        if workspace is None or not workspace.state.complete:
            return None
        if request.loaded.digest != loaded.digest or not request.has_settled():
            return None
        workspace.refresh()
        return fix_known(workspace, policy, options.jobs, progress)

    return None if options.stdin_filename or options.since else with_store(request.root, request.surroundings, work)


def _write(root: str, outcome: Outcome) -> None:
    """Write what changed, after removing what older versions that were killed have left behind."""
    from vaultlint.disk.temporary import remove_leftovers
    from vaultlint.disk.transaction import changed_meanwhile
    from vaultlint.fix.write import write_changes

    folders = {path.rpartition("/")[0] for path in outcome.run.vault.files} | {""}
    remove_leftovers(os.path.join(root, folder) for folder in folders)
    for path in outcome.moved:
        raise changed_meanwhile(path)
    write_changes(root, outcome.changes)


def _report(
    outcome: Outcome,
    loaded: Loaded,
    scope: Scope,
    options: CheckOptions,
    started: float,
    shut: Mapping[str, str],
) -> Run:
    """Print what is left, on the standard error where the output is a note, and what was done.

    A diff stands alone: what would be left is counted, and listed only in the files that were asked for.
    """
    from vaultlint.cli.only_new import only_new
    from vaultlint.cli.outcome import shown, write_findings
    from vaultlint.cli.output import tell

    run = shown(only_new(outcome.run, loaded, options), scope, options.severity)
    if not options.diff or options.output_file or options.also:
        write_findings(run, loaded.root, options, to_stderr=bool(options.stdin_filename))
    tell(*_lines(outcome, run, scope, options, started, shut))
    return run


def _lines(
    outcome: Outcome, run: Run, scope: Scope, options: CheckOptions, started: float, shut: Mapping[str, str]
) -> list[str]:
    """What is said besides the findings."""
    from vaultlint.cli.outcome import left_out_of
    from vaultlint.report import fixes
    from vaultlint.report.summary import summary
    from vaultlint.report.tally import tally

    lines = list(fixes.conflicts(outcome.restless))
    if options.verbose or not options.diff:
        lines = [*fixes.refusals(outcome.refused, everything=options.verbose), *lines]
    lines += fixes.unwritten(shut.items())
    if options.show_fixes:
        lines += fixes.fixes_by_note(outcome.applied, diff=options.diff)
    if not options.quiet:
        fixed, notes = outcome.fixed, len(outcome.changes)
        verdict = fixes.verdict(fixed, notes, len(run.findings), diff=options.diff) if fixed or options.diff else None
        if verdict and options.diff and not run.unreadable:
            return [*lines, verdict]
        checked = sum(map(scope.holds, run.vault.notes))
        left_out = left_out_of(scope, run.listing.left_out)
        lines += summary(tally(run), checked, left_out, time.monotonic() - started, verdict)
    return lines


def _status(run: Run, outcome: Outcome, shut: Mapping[str, str], options: CheckOptions) -> int:
    """As `check`; 2 if something could not be written, 1 if something was fixed or would be and that was asked for."""
    from vaultlint.cli.outcome import exit_status

    if shut or outcome.restless:
        return 2
    status = exit_status(run, options.exit_zero, options.strict_baseline)
    wanted = options.exit_non_zero_on_fix or options.diff
    return status or int(wanted and bool(outcome.changes) and not options.exit_zero)
