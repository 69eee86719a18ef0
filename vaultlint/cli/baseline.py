"""`vaultlint baseline`."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from vaultlint.cli.common import lint_with_store
from vaultlint.cli.loading import load_settings
from vaultlint.cli.output import tell
from vaultlint.cli.vault_options import vault_options
from vaultlint.language import say, say_number, words
from vaultlint.report.escape import plain
from vaultlint.report.tally import counted
from vaultlint.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.cli.options import CheckOptions
    from vaultlint.compare.baseline_file import Stored
    from vaultlint.config.load import Loaded
    from vaultlint.workspace.run import Run

_ATTRIBUTES = ".gitattributes"


class _Target(NamedTuple):
    """The vault and its baseline's file."""

    loaded: Loaded
    path: str
    options: CheckOptions


@click.command("baseline")
@click.argument("action", required=False, type=click.Choice(["show"]))
@click.option("--prune", "only_prune", is_flag=True, help="Only drop the entries that no longer occur; add nothing.")
@click.option("--staged", is_flag=True, help="Record what is staged instead of the files on disk.")
@click.option("--tracked", is_flag=True, help="Record only the findings of files that git tracks.")
@click.option("--baseline", "file", type=click.Path(dir_okay=False), help="The file, instead of the configured one.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes to use; one for each processor by default.")
@vault_options
def command(
    action: str | None,
    only_prune: bool,
    staged: bool,
    tracked: bool,
    file: str | None,
    jobs: int | None,
    root: str | None,
    config: tuple[str, ...],
) -> int:
    """Record today's findings, so that `check` reports only what is new.

    The findings are kept in .vaultlint-baseline.json at the root of the vault, without line numbers: commit it. With
    --prune, entries whose finding is gone are dropped, and a file in the middle of a merge becomes one again.
    `vaultlint baseline show` lists what the file holds.
    """
    from vaultlint.cli.options import CheckOptions
    from vaultlint.compare.baseline_file import configured_path

    loaded = load_settings(root, config)
    options = CheckOptions(root=root, config=config, staged=staged, tracked=tracked, jobs=jobs)
    target = _Target(loaded, file or configured_path(loaded.root, loaded.settings.baseline), options)
    if action:
        return _show(target)
    return _prune(target) if only_prune else _record(target)


def _record(target: _Target) -> int:
    """Write a baseline of what there is, and say how much of it the one before did not know."""
    from vaultlint.compare.baseline import amounts, hold_back
    from vaultlint.compare.baseline_file import write_baseline

    known = _known(target)
    run = _run(target)
    write_baseline(target.path, amounts(run.findings), target.loaded.root)
    path, count = plain(target.path), len(run.findings)
    if known is None:
        tell(
            say_number(
                count,
                "Recorded {n} problem in {path}: `vaultlint check` reports only what is not among them.",
                "Recorded {n} problems in {path}: `vaultlint check` reports only what is not among them.",
                path=path,
            )
        )
        tell(*_advice(target))
    else:
        new = len(hold_back(run, known.baseline).findings)
        tell(
            say_number(
                count,
                "Recorded {n} problem in {path}: {new} of them new.",
                "Recorded {n} problems in {path}: {new} of them new.",
                path=path,
                new=f"{new:,}",
            )
        )
    return 0


def _prune(target: _Target) -> int:
    """Drop what no longer occurs."""
    from vaultlint.compare.baseline import prune
    from vaultlint.compare.baseline_file import read_baseline, write_baseline

    known = read_baseline(target.path).baseline
    kept = prune(_run(target), known)
    write_baseline(target.path, kept, target.loaded.root)
    tell(
        say_number(
            known.total() - kept.total(),
            "Dropped {n} problem from {path}: {left} left.",
            "Dropped {n} problems from {path}: {left} left.",
            path=plain(target.path),
            left=f"{kept.total():,}",
        )
    )
    return 0


def _show(target: _Target) -> int:
    """Print what the file holds, and how much that is for each rule."""
    from vaultlint.cli.output import write
    from vaultlint.compare.baseline_file import read_baseline

    stored = read_baseline(target.path)
    write(_lines(stored))
    where = counted(len({entry.path for entry in stored.baseline}), "file")
    tell(
        say_number(
            len(stored.baseline),
            "{path} holds {n} entry about {files}.",
            "{path} holds {n} entries about {files}.",
            path=plain(target.path),
            files=where,
        )
    )
    return 0


def _lines(stored: Stored) -> Iterator[str]:
    """A line for each entry: path, rule, how often if more than once, and the text at fault."""
    from vaultlint.compare.baseline import ANY

    for entry, count in sorted(stored.baseline.items()):
        rule = plain(entry.rule)
        often = say("{rule} ({times} times)", rule=rule, times=f"{count:,}") if count > 1 else rule
        text = "" if entry.text in ("", ANY) else f": {plain(entry.text)}"
        yield f"{plain(entry.path)}: {words(often)}{text}\n"


def _run(target: _Target) -> Run:
    """The findings of the vault as it is on disk, or as git has it where that was asked for.

    Those that nobody is shown count, too: who asks for their rule by name gets them as errors.
    """
    from vaultlint.cli.only_new import source_for
    from vaultlint.cli.opening import Request

    options = target.options._replace(root=target.loaded.root)
    run = lint_with_store(Request(options, target.loaded.root), source_for(target.loaded.root, options))
    return replace(run, findings=(*run.findings, *run.quiet), quiet=())


def _known(target: _Target) -> Stored | None:
    """The baseline that there is already, or None; an error for another file: it is not to be replaced."""
    from vaultlint.compare.baseline_file import read_baseline

    return read_baseline(target.path) if os.path.lexists(target.path) else None


def _advice(target: _Target) -> Iterator[str]:
    """What lets git merge the file by itself, where git does not know it yet."""
    from vaultlint.git.repository import find_repository

    repository = find_repository(target.loaded.root)
    name = os.path.basename(target.path)
    if repository is None or _mentions(os.path.join(repository.top, _ATTRIBUTES), name):
        return
    yield str(
        say(
            "So that branches merge it without conflicts, put this line into {file}: {name} merge=union",
            file=_ATTRIBUTES,
            name=plain(name),
        )
    )


def _mentions(path: str, name: str) -> bool:
    from vaultlint.disk.read import SETTINGS_LIMIT, read_file

    try:
        return name.encode(errors="surrogateescape") in read_file(path, SETTINGS_LIMIT)
    except OSError:
        return False
