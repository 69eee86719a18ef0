"""`check --add-ignore[=REASON]`: comments that suppress the findings that are shown.

Every note is linted again with its comments before anything is written: what was to be suppressed must be gone, and
nothing else may have come. A note for which no way of writing the comments does this is left as it is, and named.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vaultlint.errors import VaultlintError
from vaultlint.language import english, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.cli.options import CheckOptions
    from vaultlint.config.load import Loaded
    from vaultlint.finding import Finding
    from vaultlint.fix.outcome import Change
    from vaultlint.vault.source import Source
    from vaultlint.workspace.run import Run

_REFUSED = ("fix", "diff", "watch", "since", "staged", "tracked", "stdin_filename", "show_files")


def add_ignore(options: CheckOptions) -> int:
    """Write the comments, say what was done, and give the exit status: 1 if a note had to be left as it is."""
    from vaultlint.cli import stdin
    from vaultlint.cli.choose_rules import settings_for
    from vaultlint.cli.only_new import only_new
    from vaultlint.cli.outcome import shown
    from vaultlint.disk.read import check_folder
    from vaultlint.fix.ignores import WAYS
    from vaultlint.fix.outcome import Change

    for name in _REFUSED:
        if getattr(options, name):
            raise VaultlintError(say("--add-ignore cannot be combined with --{option}", option=name.replace("_", "-")))
    reason = _checked(options.add_ignore or "")
    loaded = settings_for(options, stdin.start_of(options))
    check_folder(loaded.root)
    source, scope = stdin.look_at(loaded.root, options)
    before = _lint(source, loaded, options)
    wanted = _by_note(shown(only_new(before, loaded, options), scope, options.severity))
    found = {path: row for path, row in _by_note(before).items() if path in wanted}
    done: dict[str, bytes] = {}
    for way in WAYS:
        left = {path: wanted[path] for path in wanted if path not in done}
        if left:
            done |= _tried(source, loaded, options, left, found, reason, way)
    changes = [Change(path, source.read(path), done[path]) for path in sorted(done)]
    return _write(loaded.root, changes, wanted)


def _checked(reason: str) -> str:
    if any(mark in reason for mark in ("%%", "-->", "\n", "\r")):
        raise VaultlintError(say("--add-ignore: the reason stands in a comment: write one line without `%%` and `-->`"))
    return reason.strip()


def _lint(source: Source, loaded: Loaded, options: CheckOptions) -> Run:
    from vaultlint.cli.common import lint_again

    return lint_again(source, loaded, options)


def _by_note(run: Run) -> dict[str, list[Finding]]:
    """The findings by the note they stand in."""
    found: dict[str, list[Finding]] = {}
    for finding in run.findings:
        if finding.path in run.vault.notes:
            found.setdefault(finding.path, []).append(finding)
    return found


def _tried(
    source: Source,
    loaded: Loaded,
    options: CheckOptions,
    wanted: dict[str, list[Finding]],
    before: dict[str, list[Finding]],
    reason: str,
    way: str,
) -> dict[str, bytes]:
    """The notes with their comments for which this way of writing them does what it should, and nothing else."""
    from vaultlint.fix.ignores import with_comments
    from vaultlint.vault.source import OverlaySource

    buffers: dict[str, bytes | None] = {
        path: with_comments(path, source.read(path), findings, reason, way) for path, findings in wanted.items()
    }
    after = _by_note(_lint(OverlaySource(source, buffers), loaded, options))
    return {
        path: data
        for path, data in buffers.items()
        if data is not None and _kinds(after.get(path, ())) == _kinds(before[path]) - _kinds(wanted[path])
    }


def _kinds(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    return Counter((finding.rule, english(finding.message)) for finding in findings)


def _write(root: str, changes: list[Change], wanted: dict[str, list[Finding]]) -> int:
    from vaultlint.cli.output import tell
    from vaultlint.fix.write import unwritable, write_changes
    from vaultlint.report.escape import plain
    from vaultlint.report.tally import counted

    shut = unwritable(root, [change.path for change in changes])
    changes = [change for change in changes if change.path not in shut]
    write_changes(root, changes, command="check --add-ignore")
    written = [change.path for change in changes]
    left = sorted(wanted.keys() - set(written) - shut.keys())
    number = sum(len(wanted[path]) for path in written)
    tell(
        say(
            "Suppressed {problems} in {notes}; `vaultlint undo` puts them back.",
            problems=counted(number, "problem"),
            notes=counted(len(written), "note"),
        )
    )
    tell(
        *(
            say(
                "vaultlint: cannot write {path}: {reason}",
                path=plain(path),
                reason=plain(reason),
            )
            for path, reason in shut.items()
        )
    )
    tell(
        *(
            say("vaultlint: {path} is left as it is: no comment would suppress just this", path=plain(path))
            for path in left
        )
    )
    return 2 if shut else int(bool(left))
