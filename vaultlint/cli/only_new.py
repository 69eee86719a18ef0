"""`--since`, `--staged`, `--tracked` and the baseline: which files are looked at, and which findings are reported."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from vaultlint.cli.output import say
from vaultlint.report.escape import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultlint.cli.options import CheckOptions
    from vaultlint.config.load import Loaded
    from vaultlint.lint.baseline_file import Stored
    from vaultlint.lint.engine import Run
    from vaultlint.vault.source import Source

    Progress = Callable[[int, int], None]


def source_for(root: str, options: CheckOptions) -> Source:
    """The files that are looked at: those on disk, the staged ones, or only those that git tracks."""
    if options.staged or options.tracked:
        from vaultlint.git.repository import open_repository
        from vaultlint.git.source import IndexSource, TrackedSource

        repository = open_repository(root)
        return IndexSource(repository) if options.staged else TrackedSource(repository)
    from vaultlint.vault.source import DiskSource

    return DiskSource(root)


def lint_since(source: Source, loaded: Loaded, options: CheckOptions, progress: Progress) -> Run | None:
    """`--since` with the cache; None where there is no cache, or where a baseline needs all findings."""
    from vaultlint.cli.quick import cache_for
    from vaultlint.lint.compare import Request, check_since

    cache = None if options.stdin_filename or baseline_file(loaded, options) else cache_for(options)
    if cache is None or options.since is None:
        return None
    show_info, ref = options.severity == "info", _base_ref(options.since)
    request = Request(loaded.root, ref, options.staged, show_info, options.jobs, progress)
    try:
        return check_since(source, loaded.settings, cache, request)
    except sqlite3.Error as error:
        cache.drop(error)
        return None
    finally:
        cache.close()


def only_new(run: Run, loaded: Loaded, options: CheckOptions) -> Run:
    """The run without the findings that the baseline knows, and with `--since` only those that REF did not have."""
    everything = run.findings
    if options.since:
        from vaultlint.lint.since import only_since

        run = only_since(run, loaded.root, _base_ref(options.since), staged=options.staged, jobs=options.jobs)
    stored = known_baseline(run.vault.source, loaded, options)
    if stored:
        from vaultlint.lint.baseline import hold_back

        run = hold_back(run, stored.baseline, everything)
    return run


def known_baseline(source: Source, loaded: Loaded, options: CheckOptions) -> Stored | None:
    """The baseline that holds; with `--staged` the configured one is the staged one."""
    from vaultlint.lint.baseline_file import baseline_in, read_baseline

    file = baseline_file(loaded, options)
    if options.staged and not options.no_baseline and not options.baseline:
        name = loaded.settings.baseline
        try:
            stored = baseline_in(source.read(name), name)
        except OSError:
            return None
    elif file:
        stored = read_baseline(file)
    else:
        return None
    if stored.conflict and not options.quiet:
        say(
            f"The baseline {plain(loaded.settings.baseline)} is in the middle of a merge: what either side knows is "
            "held back. `vaultlint baseline --prune` writes it as one file."
        )
    return stored


def _base_ref(ref: str) -> str:
    """HEAD, as hooks have it, becomes the start of the range that pre-commit was asked to check."""
    return os.environ.get("PRE_COMMIT_FROM_REF") or ref if ref == "HEAD" else ref


def staged_paths(root: str) -> tuple[str, ...]:
    """The vault paths of the notes that the commit in preparation adds or changes."""
    from vaultlint.git.changes import staged_notes
    from vaultlint.git.repository import open_repository
    from vaultlint.paths import is_note

    return tuple(path for path in staged_notes(open_repository(root)) if is_note(path))


def baseline_file(loaded: Loaded, options: CheckOptions) -> str | None:
    """The baseline that holds: the one asked for, or the configured one if it is there."""
    if options.no_baseline:
        return None
    configured = os.path.join(loaded.root, loaded.settings.baseline)
    return options.baseline or (configured if os.path.exists(configured) else None)
