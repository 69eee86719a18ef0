"""`--since`, `--staged`, `--tracked` and the baseline: which files are looked at, and which findings are reported."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultlint.cli.output import tell
from vaultlint.language import say
from vaultlint.report.escape import plain

BASELINE = ".vaultlint-baseline.json"  # as in `Settings.baseline`

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultlint.cli.opening import Request
    from vaultlint.cli.options import CheckOptions
    from vaultlint.compare.baseline_file import Stored
    from vaultlint.compare.since import FindingsAt
    from vaultlint.config.load import Loaded
    from vaultlint.git.locate import Place
    from vaultlint.vault.source import Source
    from vaultlint.workspace.run import Run
    from vaultlint.workspace.workspace import Workspace

    Progress = Callable[[int, int], None]


def source_for(root: str, options: CheckOptions) -> Source:
    """The files that are looked at: those on disk, the staged ones, or only those that git tracks."""
    from vaultlint.vault.source import DiskSource

    if options.staged or options.tracked:
        from vaultlint.git.repository import open_repository
        from vaultlint.git.source import IndexSource, TrackedSource

        repository = open_repository(root)
        return IndexSource(repository) if options.staged else TrackedSource(repository)
    return (None if options.fix else _partly_there(root)) or DiskSource(root)


def _partly_there(root: str) -> Source | None:
    """The disk with what a sparse checkout leaves out of it, to be looked at only; None where nothing is left out.

    The repository has these files: links to them are not broken.
    """
    from vaultlint.git.locate import locate

    place = locate(root)
    if place is None or not is_sparse(place):
        return None
    from vaultlint.git.repository import open_repository
    from vaultlint.git.source import Index, WholeDisk

    repository = open_repository(root)
    index = Index(repository)
    return WholeDisk(repository, index) if index.left_out else None


def as_hook(options: CheckOptions, root: str) -> CheckOptions:
    """What a hook's request comes to: everything is checked where there is no commit that could bring anything.

    `pre-commit run --all-files`, as servers call it, has nothing staged and names no range. A `git commit` names the
    index that it is about to commit.
    """
    if not (options.staged and options.since == "HEAD" and os.environ.get("PRE_COMMIT")):
        return options
    if os.environ.get("PRE_COMMIT_FROM_REF") or os.environ.get("GIT_INDEX_FILE"):
        return options
    from vaultlint.git.changes import nothing_to_compare
    from vaultlint.git.repository import open_repository

    repository = open_repository(root)
    if not nothing_to_compare(repository, repository.head(), staged=True):
        return options
    if not options.quiet:
        tell(say("Nothing is staged, so the whole vault is checked, not only what a commit brings."))
    return options._replace(since=None)


def only_new(run: Run, loaded: Loaded, options: CheckOptions) -> Run:
    """The run without the findings that the baseline knows, and with `--since` only those that REF did not have."""
    return _only_new(run, loaded, options, known_baseline(loaded, options))


def new_in(workspace: Workspace, loaded: Loaded, options: CheckOptions) -> Run:
    """The same of what a workspace finds; only what that takes is put together."""
    from vaultlint.workspace.run import run_of

    stored = known_baseline(loaded, options)
    if stored or not options.since:
        return _only_new(run_of(workspace), loaded, options, stored)
    return _only_new(run_of(workspace, ()), loaded, options, None, lambda paths: run_of(workspace, paths).findings)


def _only_new(
    run: Run, loaded: Loaded, options: CheckOptions, stored: Stored | None, findings_at: FindingsAt | None = None
) -> Run:
    from vaultlint.compare.not_in_git import with_files_to_add

    everything = run.findings
    if options.since:
        from vaultlint.compare.since import only_since

        run = only_since(run, loaded.root, base_ref(options.since), staged=options.staged, findings_at=findings_at)
    run = with_files_to_add(run)
    if stored:
        from vaultlint.compare.baseline import hold_back

        run = hold_back(run, stored.baseline, everything)
    return run


def baseline_bytes(request: Request, options: CheckOptions) -> bytes:
    """The content of the baseline that holds, b"" where there is none; it decides what is reported."""
    from vaultlint.cli.loading import staged_reader
    from vaultlint.disk.read import read_file

    if options.no_baseline:
        return b""
    try:
        name = request.loaded.settings.baseline if request.mentions("baseline") else BASELINE
        if options.staged and not options.baseline:
            return staged_reader(request.root)(name)
        return read_file(options.baseline or os.path.join(request.root, name))
    except OSError:
        return b""


def known_baseline(loaded: Loaded, options: CheckOptions) -> Stored | None:
    """The baseline that holds; with `--staged` the configured one is the staged one."""
    from vaultlint.compare.baseline_file import baseline_in, read_baseline

    if options.staged and not options.no_baseline and not options.baseline:
        from vaultlint.cli.loading import staged_reader

        name = loaded.settings.baseline
        try:
            stored = baseline_in(staged_reader(loaded.root)(name), name)
        except OSError:
            return None
    elif file := baseline_file(loaded, options):
        stored = read_baseline(file)
    else:
        return None
    if stored.conflict and not options.quiet:
        tell(
            say(
                "The baseline {baseline} is in the middle of a merge: what either side knows is held back. "
                "`vaultlint baseline --prune` writes it as one file.",
                baseline=plain(loaded.settings.baseline),
            )
        )
    return stored


def is_sparse(place: Place) -> bool:
    """Whether the checkout may leave files out."""
    return os.path.exists(os.path.join(place.git_dir, "info", "sparse-checkout"))


def base_ref(ref: str) -> str:
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
    if options.baseline:
        return options.baseline
    from vaultlint.compare.baseline_file import configured_path

    configured = configured_path(loaded.root, loaded.settings.baseline)
    return configured if os.path.exists(configured) else None
