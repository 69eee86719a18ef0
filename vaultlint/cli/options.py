"""The options of `vaultlint check`, as click declares them and as values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from vaultlint.cli.complete import complete_rules
from vaultlint.cli.vault_options import vault_options
from vaultlint.errors import VaultlintError
from vaultlint.language import listed, say
from vaultlint.report.target import FORMATS
from vaultlint.values import NamedTuple

Command = TypeVar("Command", bound=Callable[..., Any])
_SEVERITIES = click.Choice(["error", "warning", "info"])
_FAIL_ON = click.Choice(["error", "warning", "info", "never"])


_STDIN_NOTE = "stdin.md"  # what a note from the standard input is called, unless it is given a name


class CheckOptions(NamedTuple):
    """What was asked of `check`; each field is the option of its name."""

    paths: tuple[str, ...] = ()
    root: str | None = None
    config: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    add_ignore: str | None = None
    severity: str | None = None
    fail_on: str | None = None
    exit_zero: bool = False
    output_format: str = "full"
    output_file: str | None = None
    also: tuple[tuple[str, str], ...] = ()
    statistics: bool = False
    timings: bool = False
    show_files: bool = False
    all: bool = False
    since: str | None = None
    staged: bool = False
    tracked: bool = False
    baseline: str | None = None
    no_baseline: bool = False
    strict_baseline: bool = False
    no_cache: bool = False
    jobs: int | None = None
    quiet: bool = False
    verbose: bool = False
    fix: bool = False
    watch: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    show_fixes: bool = False
    exit_non_zero_on_fix: bool = False
    fixable: tuple[str, ...] = ()
    unfixable: tuple[str, ...] = ()
    stdin_filename: str | None = None
    allow_empty: bool = False
    only_new: bool = False
    limit: int | None = None
    compact: bool = False

    @property
    def is_limited(self) -> bool:
        """Whether the findings are one object with the worst of them: see `report.limited`."""
        return self.limit is not None or self.compact


def asked(**values: Any) -> CheckOptions:
    """The options as the command line gives them; the path `-` alone means a note on the standard input."""
    options = CheckOptions(**values)
    if options.is_limited and (options.output_format != "json" or options.statistics):
        raise VaultlintError(say("--limit and --compact go with --output-format json, and not with --statistics"))
    if options.paths == ("-",) and not options.stdin_filename:
        return options._replace(stdin_filename=_STDIN_NOTE)
    return options


def rule_options(command: Command) -> Command:
    """Add the options that choose rules and say which findings count."""
    return _added(
        command,
        _rules("--select", "Rules or categories to run instead of the configured ones."),
        _rules("--extend-select", "Rules or categories to run besides."),
        _rules("--ignore", "Rules or categories not to run."),
        click.option(
            "--exclude",
            multiple=True,
            metavar="PATTERN",
            help="Leave files out, besides those that the configuration leaves out. May be repeated.",
        ),
        click.option("--severity", type=_SEVERITIES, help="The lowest severity that is reported."),
        click.option("--fail-on", type=_FAIL_ON, help="The lowest severity that makes the run fail."),
        click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings."),
        click.option("--allow-empty", is_flag=True, help="Exit with 0 where there is no note to check."),
    )


def fix_options(command: Command) -> Command:
    """Add the options that say which fixes are made, and how they are shown."""
    return _added(
        command,
        click.option("--unsafe-fixes", is_flag=True, help="Also make fixes that may change what a note says."),
        click.option("--diff", is_flag=True, help="Show what would be fixed, as a diff, and write nothing."),
        click.option("--show-fixes", is_flag=True, help="List the fixes that were made."),
        click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 if a note was fixed."),
        click.option(
            "--only-new", is_flag=True, help="Repair only what --since or the baseline says is new, not what is older."
        ),
        _rules("--fixable", "Rules or categories whose fixes may be made instead of the configured ones."),
        _rules("--unfixable", "Rules or categories whose fixes are not made."),
        click.option("--stdin-filename", metavar="NOTE", help="The path of the note that is read if PATHS is `-`."),
    )


def output_options(command: Command) -> Command:
    """Add the options that say what is printed, and where."""
    formats = click.Choice(FORMATS)
    return _added(
        command,
        click.option(
            "--output-format", type=formats, default="full", show_default=True, help="How findings are written."
        ),
        click.option("-o", "--output-file", type=click.Path(dir_okay=False), help="Write the findings to this file."),
        click.option(
            "--also", multiple=True, metavar="FORMAT=FILE", callback=_report, help="Write FILE in another format, too."
        ),
        click.option("--statistics", is_flag=True, help="Count the findings of each rule instead of listing them."),
        click.option(
            "--limit",
            type=click.IntRange(min=0),
            metavar="N",
            help="With `json`: an object that counts all findings and has the N worst.",
        ),
        click.option("--compact", is_flag=True, help="With `json`: such an object, a finding within 60 tokens."),
        click.option("--all", is_flag=True, help="List every finding on a terminal, however many there are."),
        click.option("--timings", is_flag=True, help="Show where the time went."),
        click.option("--show-files", is_flag=True, help="List the notes that would be checked, and stop."),
        click.option("-q", "--quiet", is_flag=True, help="Print findings only, no summary."),
        click.option("-v", "--verbose", is_flag=True, help="Say which root, configuration and rules are used."),
    )


def new_options(command: Command) -> Command:
    """Add the options that limit the report to what is new, and say what git has to do with it."""
    file = click.Path(dir_okay=False)
    return _added(
        command,
        click.option(
            "--since",
            metavar="REF",
            callback=_ref,
            help="Report only what the merge base of REF and HEAD did not have.",
        ),
        click.option("--staged", is_flag=True, help="Look at what is staged instead of the files on disk."),
        click.option("--tracked", is_flag=True, help="Look only at files that git tracks."),
        click.option("--baseline", type=file, help="The baseline to use instead of the configured one."),
        click.option("--no-baseline", is_flag=True, help="Report what the baseline knows, too."),
        click.option("--strict-baseline", is_flag=True, help="Fail if the baseline knows findings that are gone."),
    )


def run_options(command: Command) -> Command:
    """Add the options that say which vault is checked, and how the work is done."""
    jobs = click.option(
        "--jobs", type=click.IntRange(min=1), help="Processes to use; one for each processor by default."
    )
    cache = click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
    return vault_options(_added(command, cache, jobs))


def _rules(name: str, text: str) -> Callable[[Command], Command]:
    return click.option(
        name,
        multiple=True,
        metavar="RULES",
        callback=_split,
        shell_complete=complete_rules,
        help=f"{text} Separated by commas.",
    )


def _split(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """The names in all values of an option that takes lists."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _ref(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """The value of `--since`; an empty one, such as a variable that is not set, is an error."""
    if value is not None and not value.strip():
        raise click.BadParameter(str(say("it is empty: name a branch, a tag or a commit, or leave the option out")))
    return value


def _report(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Format and file of each `--also`."""
    pairs = [(name, file) for name, _, file in (value.partition("=") for value in values)]
    if any(name not in FORMATS or not file for name, file in pairs):
        known = listed(FORMATS)
        raise click.BadParameter(str(say("write FORMAT=FILE, with one of the formats {formats}", formats=known)))
    return tuple(pairs)


def _added(command: Command, *options: Callable[[Command], Command]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command
