"""`vaultlint check --watch`: lint again whenever something changes."""

from __future__ import annotations

import gc
import os
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from vaultlint.disk.read import check_folder, stamp_of
from vaultlint.errors import VaultlintError
from vaultlint.language import Message, say
from vaultlint.workspace.watched import is_watched

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from vaultlint.cli.options import CheckOptions
    from vaultlint.workspace.run import Run
    from vaultlint.workspace.workspace import Workspace

_QUIET = 30  # milliseconds without a further change before the vault is looked at
_LONGEST = 1600  # milliseconds after which it is looked at even if changes go on
_PATIENCE = 1000  # milliseconds after which files outside the vault are looked at
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"
_REFUSED = ("fix", "diff", "staged", "tracked", "stdin_filename", "output_file", "also", "show_files", "add_ignore")


def watch(options: CheckOptions) -> int:
    """Lint, draw, and do it again after every change, until Ctrl-C; the exit status is 0."""
    refused = [name for name in _REFUSED if getattr(options, name, None)]
    if refused:
        raise VaultlintError(say("--watch does not go with --{option}", option=refused[0].replace("_", "-")))
    try:
        watching = Watching(options)
        watching.draw(())
        for touched in changes(watching.root):
            watching.look_again(touched)
    except KeyboardInterrupt:
        pass
    return 0


def changes(root: str) -> Iterator[set[str]]:
    """The vault paths that changed, as soon as it is quiet for a moment; now and then an empty set."""
    import watchfiles

    prefix = root.rstrip(os.sep) + os.sep
    try:
        for found in watchfiles.watch(
            root,
            watch_filter=lambda _, path: is_watched(path.removeprefix(prefix).replace(os.sep, "/")),
            step=_QUIET,
            debounce=_LONGEST,
            rust_timeout=_PATIENCE,
            yield_on_timeout=True,
        ):
            yield {path.removeprefix(prefix).replace(os.sep, "/") for _, path in found}
    except (OSError, RuntimeError) as error:
        raise VaultlintError(say("cannot watch {root}: {error}", root=root, error=str(error))) from None


class Watching:
    """What is watched, and how it is shown. Between two drawings, results are kept in memory."""

    def __init__(self, options: CheckOptions) -> None:
        from vaultlint.cli import stdin
        from vaultlint.cli.choose_rules import settings_for
        from vaultlint.cli.scope import scope_of

        self._loaded = settings_for(options, stdin.start_of(options))
        self.root = os.path.abspath(self._loaded.root)
        check_folder(self.root)
        self._options = options._replace(root=self.root)
        self._scope = scope_of(self.root, options.paths)
        self._workspace = self._new_workspace()
        self._stamps = self._files_besides()
        self._is_first = True
        self._broken = ""  # what is wrong with the configuration

    def look_again(self, touched: Collection[str]) -> None:
        """Draw again if something has changed: a note, a file, the settings or the baseline."""
        stamps = self._files_besides()
        forced = stamps != self._stamps
        if touched or forced or self._is_first:  # what changed before watching began is found now
            self._is_first, self._stamps = False, stamps
            self.draw(touched, forced=forced)

    def draw(self, touched: Collection[str], *, forced: bool = False) -> None:
        """Lint, and show what is found; nothing is shown where nothing has changed."""
        from vaultlint.workspace.run import run_of

        started = time.monotonic()
        try:
            if forced:
                self._reload()
            if self._workspace.refresh(touched) or forced:
                self._workspace.save()
                self._show(run_of(self._workspace), touched, started)
        except VaultlintError as error:
            self._say_once(str(error))
        gc.collect()  # `main` has switched automatic collection off

    def _reload(self) -> None:
        """Read the settings again; if they are others than before, every note has to be linted again."""
        from vaultlint.cli.choose_rules import settings_for

        loaded = settings_for(self._options, self.root)
        changed = loaded.settings != self._loaded.settings
        self._loaded, self._broken = loaded, ""
        if changed:
            self._workspace = self._new_workspace()

    def _new_workspace(self) -> Workspace:
        from vaultlint.vault.source import DiskSource
        from vaultlint.workspace.environment import Environment
        from vaultlint.workspace.setting import Options, Setting
        from vaultlint.workspace.store import Store
        from vaultlint.workspace.workspace import Workspace

        options = Options(self._options.severity == "info", jobs=self._options.jobs)
        setting = Setting(DiskSource(self.root), self._loaded.settings, options)
        return Workspace(setting, store=Store.in_memory(), environment=Environment(b"facts", b"findings"))

    def _files_besides(self) -> list[tuple[str, tuple[int, int, int]]]:
        """Stamps of files that decide what is shown and that are no notes: the configuration and the baseline."""
        from vaultlint.cli.only_new import baseline_file
        from vaultlint.config.load import find_file, split_config

        files = (split_config(self._options.config)[1], find_file(self.root), self._loaded.file)
        return [(file, stamp_of(file)) for file in (*files, baseline_file(self._loaded, self._options)) if file]

    def _show(self, run: Run, touched: Collection[str], started: float) -> None:
        from vaultlint.cli.only_new import only_new
        from vaultlint.cli.outcome import shown, write_findings
        from vaultlint.cli.said import said_of, tell_summary
        from vaultlint.report.tally import tally

        run = shown(only_new(run, self._loaded, self._options), self._scope, self._options.severity)
        linted = time.monotonic()
        clear()
        write_findings(fitting(run, touched, self._options), self.root, self._options)
        said, times = said_of(run.workspace, tally(run), self._scope, self._loaded), (started, linted, time.monotonic())
        tell_summary(said, self._options, self._scope, times, (run.selection, self._loaded))
        self._say(*_status(run, touched, self._options))

    def _say_once(self, message: str) -> None:
        if message != self._broken:
            self._broken = message
            clear()
            self._say(f"vaultlint: {message}", "", str(say("Watching for changes. Ctrl-C ends.")))

    def _say(self, *lines: str) -> None:
        from vaultlint.cli.output import tell

        tell(*lines)


def clear() -> None:
    """Clear the terminal, if it is one."""
    if sys.stdout.isatty():
        sys.stdout.write(_CLEAR)
        sys.stdout.flush()


def fitting(run: Run, touched: Collection[str], options: CheckOptions) -> Run:
    """On a terminal, as many findings as fit, those of the notes that were just changed first."""
    most = _room(options)
    if most is None:
        return run
    findings = sorted(run.findings, key=lambda finding: (finding.path not in touched, finding.sort_key))
    return replace(run, findings=tuple(findings[:most]))


def _room(options: CheckOptions) -> int | None:
    """How many findings fit on the screen; None where there is no screen, or where all are one object."""
    import shutil

    lines = {"full": 8, "concise": 1, "grouped": 2}.get(options.output_format)
    if lines is None or options.statistics or not sys.stdout.isatty():
        return None
    return max(3, (shutil.get_terminal_size((100, 40)).lines - 6) // lines)


def _status(run: Run, touched: Collection[str], options: CheckOptions) -> Iterator[str]:
    from vaultlint.report.escape import plain

    more = len(run.findings) - (_room(options) or len(run.findings))
    if more > 0:
        yield str(
            say(
                "{more} more do not fit here: name the paths or rules that matter, or take --output-format concise.",
                more=f"{more:,}",
            )
        )
    if options.quiet:
        return
    notes = sorted(path for path in touched if path in run.vault.notes)
    yield str(_watching(time.strftime("%H:%M:%S"), plain(notes[0]) if notes else "", len(notes) - 1))


def _watching(now: str, changed: str, more: int) -> Message:
    """What has changed: a note, and how many more."""
    if more > 0:
        return say(
            "{time} {note} and {more} more changed. Watching for changes. Ctrl-C ends.",
            time=now,
            note=changed,
            more=f"{more:,}",
        )
    if changed:
        return say("{time} {note} changed. Watching for changes. Ctrl-C ends.", time=now, note=changed)
    return say("{time} Watching for changes. Ctrl-C ends.", time=now)
