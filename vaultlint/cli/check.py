"""`vaultlint check`."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any

import click

from vaultlint.cached import cached_property
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
from vaultlint.cli.outcome import LEVELS, reports, shown
from vaultlint.disk.read import check_folder
from vaultlint.finding import Severity
from vaultlint.language import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.cli.opening import Request
    from vaultlint.cli.output import ByteWriter
    from vaultlint.cli.said import Said
    from vaultlint.cli.scope import Scope
    from vaultlint.report.tally import Tally
    from vaultlint.vault.source import Source
    from vaultlint.workspace.found import Counts
    from vaultlint.workspace.reports import Report, Reports
    from vaultlint.workspace.run import Run
    from vaultlint.workspace.store import Store
    from vaultlint.workspace.workspace import Workspace


class Check(click.Command):
    """The command, with an option whose value can be left out; what follows it is a path and no value."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`--add-ignore` as `--add-ignore=`."""
        return super().parse_args(ctx, ["--add-ignore=" if each == "--add-ignore" else each for each in args])


@click.command("check", cls=Check)
@click.argument("paths", nargs=-1, shell_complete=complete_disk)
@click.option("--fix", is_flag=True, help="Apply the safe fixes, as `vaultlint fix` does.")
@click.option(
    "--add-ignore",
    metavar="[=REASON]",
    help="Write comments into the notes that suppress the problems shown, with a reason.",
)
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
    from vaultlint.cli.loading import say_where
    from vaultlint.cli.opening import Request
    from vaultlint.cli.output import ByteWriter
    from vaultlint.workspace.store import with_store

    if options.watch:
        from vaultlint.cli.watch import watch

        return watch(options)
    if options.add_ignore is not None:
        from vaultlint.cli.add_ignore import add_ignore

        return add_ignore(options)
    if options.fix or options.diff:
        from vaultlint.cli.fix import fix

        return fix(options)
    started = time.monotonic()
    if not options.quiet:
        say_where(options.root, stdin.start_of(options))
    request = Request(options, stdin.start_of(options))
    check_folder(request.root)
    if options.since:
        from vaultlint.cli.only_new import as_hook

        request.options = as_hook(options, request.root)
    if options.show_files:
        return _show_files(request)
    return with_store(request.root, request.surroundings, Checking(request, started, ByteWriter()).run)


def _show_files(request: Request) -> int:
    """Print the notes that would be checked."""
    from vaultlint.cli import stdin
    from vaultlint.cli.output import write
    from vaultlint.git.listing import list_vault
    from vaultlint.report.escape import plain
    from vaultlint.vault.obsidian import read_obsidian_settings

    source, scope = stdin.look_at(request.root, request.options)
    listing = list_vault(source, request.loaded.settings, read_obsidian_settings(source))
    write(plain(entry.path) + "\n" for entry in listing.notes if scope.holds(entry.path))
    return 0


class Checking:
    """One request to check. Who begins again, because the store is damaged, prints nothing twice."""

    def __init__(self, request: Request, started: float, writer: ByteWriter) -> None:
        self._request, self._options = request, request.options
        self._started, self._writer = started, writer
        self._kept: Reports

    @cached_property
    def _looked_at(self) -> tuple[Source, Scope]:
        """What is looked at, and what of it is reported: git is asked, and a note on the standard input is read."""
        from vaultlint.cli import stdin

        return stdin.look_at(self._request.root, self._options)

    @cached_property
    def _scope(self) -> Scope:
        from vaultlint.cli.scope import scope_of

        return self._looked_at[1] if self._options.stdin_filename else scope_of(self._request.root, self._options.paths)

    def run(self, store: Store | None) -> int:
        """Check, print, and give the exit status."""
        from vaultlint.cli.progress import Progress
        from vaultlint.vault.source import OverlaySource

        options, request = self._options, self._request
        kept = self._kept = self._reports(store)
        report = kept.at_once()
        if report is not None:
            return self._print_again(*report)
        source = self._looked_at[0]
        with Progress(self._started, sys.stderr.isatty() and not options.quiet) as progress:
            stopwatch = None
            if options.timings:
                from vaultlint.lint.stopwatch import Stopwatch

                stopwatch = Stopwatch()
            if isinstance(source, OverlaySource):  # a note on the standard input
                below = request.workspace(source.base, store, progress)
                is_old = not below.is_current()
                if is_old:
                    below.refresh(looked=True)
                if is_old or below.looked_again:
                    self._save(below)
                source.listed = below.setting.look().entries
                workspace = below.over(source, lambda path: path in self._scope.paths)
            else:
                workspace = request.workspace(source, store, progress, stopwatch)
            report = kept.again(workspace)
            if report is not None:
                status = self._print_again(*report, workspace)
                if workspace.looked_again:
                    self._save(workspace)
                return status
            kept.refresh(workspace)
            if self._is_plain():
                return self._print_pieces(workspace)
            found = self._found(workspace)
        return self._print(found, workspace)

    def _reports(self, store: Store | None) -> Reports:
        """Where the report is kept, if it is, and where it may have been kept before."""
        from vaultlint.workspace.reports import Reports

        options, request = self._options, self._request
        told_once = options.timings or options.verbose or options.stdin_filename
        if store is None or request.surroundings is None or told_once or self._is_after_repairs():
            return Reports(store, "")
        if not (options.since or options.staged or options.tracked):
            return Reports(store, self._key())
        from vaultlint.cli.only_new import base_ref
        from vaultlint.workspace.replay import Replay

        ref = base_ref(options.since) if options.since else "HEAD"
        key = self._key(options.since, ref, options.staged, options.tracked, options.no_baseline, options.baseline)
        return Replay(store, key, request.surroundings, request.root, ref) if key else Reports(store, "")

    def _is_after_repairs(self) -> bool:
        """Whether a hook has just repaired something, so that this run leaves it out once."""
        if not (self._options.staged and os.environ.get("PRE_COMMIT")):
            return False
        from vaultlint.cli.repaired import are_noted

        return are_noted(self._request.root)

    def _found(self, workspace: Workspace) -> Run:
        from vaultlint.cli.only_new import new_in, only_new
        from vaultlint.cli.repaired import without_repaired
        from vaultlint.workspace.run import run_of

        if self._options.stdin_filename:
            run = run_of(workspace, self._scope.paths)
            return only_new(run, self._request.loaded, self._options) if self._needs_all() else run
        run = new_in(workspace, self._request.loaded, self._options)
        return without_repaired(run, self._request.root, self._options)

    def _needs_all(self) -> bool:
        from vaultlint.cli.only_new import baseline_file

        return bool(self._options.since or baseline_file(self._request.loaded, self._options))

    def _is_plain(self) -> bool:
        """Whether the report is printed file by file, with all findings of the vault."""
        from vaultlint.cli.first_screen import is_possible
        from vaultlint.cli.only_new import baseline_file
        from vaultlint.report.drawing import FRAMES

        options = self._options
        if is_possible(options):
            return False
        special = (
            options.since
            or options.statistics
            or options.is_limited
            or options.output_file
            or options.also
            or options.stdin_filename
        )
        return (
            options.output_format in FRAMES
            and not (special or self._scope.paths or options.staged or options.tracked)
            and baseline_file(self._request.loaded, options) is None
        )

    def _key(self, *more: object) -> str:
        """What decides what is printed, besides the findings; "" where that is said once only."""
        from vaultlint.cli.first_screen import is_narrowed, is_possible
        from vaultlint.cli.only_new import baseline_bytes
        from vaultlint.cli.output import target_for
        from vaultlint.workspace.reports import key_of

        options, root = self._options, self._request.root
        parts = (
            options.output_format,
            options.severity,
            options.output_file,
            options.also,
            options.statistics,
            options.limit,
            options.compact,
            options.strict_baseline,
            options.allow_empty,
            self._scope.paths,
            target_for(root, bool(options.output_file)),
            is_possible(options),
            is_narrowed(options),
            spoken(),
            more,
        )
        # a staged one is a part of the index
        known = b"" if options.staged and not options.baseline else baseline_bytes(self._request, options)
        return "" if b"<<<<<<<" in known else key_of(parts, known)

    def _print_again(self, about: Any, text: bytes, workspace: Workspace | None = None) -> int:
        """Print what was kept: what the summary says, and the reports in one text, or the pieces of one."""
        from vaultlint.cli.said import Said

        values, outputs = about
        position = 0
        if outputs is None and workspace is not None:
            self._write_pieces(self._kept.pieces(workspace))
        for file, length in outputs or ():
            self._put(file, text[position : position + length])
            position += length
        return self._finish(Said(*values))

    def _put(self, file: str | None, data: bytes) -> None:
        if file is None:
            self._writer.write([data], commands=self._options.output_format == "github")
            return
        from vaultlint.disk.output import write_output

        write_output(file, [data], self._request.root)

    def _print_pieces(self, workspace: Workspace) -> int:
        from vaultlint.cli.output import target_for
        from vaultlint.cli.said import said_of
        from vaultlint.report.drawing import Drawing
        from vaultlint.workspace.shown import Pieces

        options = self._options
        least = LEVELS[options.severity] if options.severity else Severity.INFO
        target = target_for(self._request.root, False)
        draw = Drawing(options.output_format, target, workspace.found.note_text, least)
        self._write_pieces(piece for _, piece in Pieces(workspace, self._kept.key, draw).rows())
        said = said_of(workspace, _tally(workspace.found.counts(least)), self._scope, self._request.loaded)
        status = self._finish(said, workspace)
        self._save(workspace, ((list(said), None), None))
        return status

    def _write_pieces(self, pieces: Iterable[bytes]) -> None:
        from vaultlint.report.drawing import framed

        self._writer.write(framed(self._options.output_format, pieces))

    def _print(self, found: Run, workspace: Workspace) -> int:
        from vaultlint.cli.advice import advice
        from vaultlint.cli.first_screen import is_wanted
        from vaultlint.cli.output import target_for
        from vaultlint.cli.said import said_of
        from vaultlint.report.tally import tally

        linted = time.monotonic()
        run = shown(found, self._scope, self._options.severity)
        root, options = self._request.root, self._options
        advised = list(advice(workspace, self._request.loaded))
        chosen = is_wanted(options, run, target_for(root, bool(options.output_file)), advised)
        outputs = list(reports(run, root, options, advised if chosen else None))
        texts = []
        for file, pieces in outputs:
            texts.append("".join(pieces).encode("utf-8", "backslashreplace"))
            self._put(file, texts[-1])
        said = said_of(workspace, tally(run), self._scope, self._request.loaded)
        if chosen:
            said = said._replace(advice=[])  # it came first
        status = self._finish(said, workspace, linted)
        lengths = [[file, len(text)] for (file, _), text in zip(outputs, texts, strict=True)]
        self._save(workspace, ((list(said), lengths), b"".join(texts)), _hidden(workspace, found))
        return status

    def _save(self, workspace: Workspace, report: Report | None = None, hidden: Iterable[str] = ()) -> None:
        """Remember what the workspace knows, and what was printed of it."""
        if self._kept.store is not None and not workspace.about.unreadable and self._request.has_settled():
            self._kept.save(workspace, None if self._is_told_once() else report, hidden)

    def _is_told_once(self) -> bool:
        """Whether something is said that belongs to no report: that the staged baseline is in the middle of a merge."""
        from vaultlint.cli.only_new import baseline_bytes

        return self._options.staged and b"<<<<<<<" in baseline_bytes(self._request, self._options)

    def _finish(self, said: Said, workspace: Workspace | None = None, linted: float = 0.0) -> int:
        """Say what there is to say on the standard error; the exit status."""
        from vaultlint.cli.said import tell_summary

        options, now = self._options, time.monotonic()
        ran = (workspace.selection, self._request.loaded) if workspace is not None else None
        tell_summary(said, options, self._scope, (self._started, linted or now, now), ran)
        return said.status(options)


def _hidden(workspace: Workspace, found: Run) -> set[str]:
    """The hidden files that rules have asked for, in the vault as it is and as it was."""
    before = found.changes.before.workspace if found.changes else None
    return {*workspace.state.at.hidden, *(before.state.at.hidden if before else ())}


def _tally(counts: Counts) -> Tally:
    from vaultlint.report.tally import Tally

    severities = {Severity(level): count for level, count in counts.severities.items()}
    return Tally(severities, counts.faulty, counts.safe, counts.unsafe)
