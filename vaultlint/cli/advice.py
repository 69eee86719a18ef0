"""What `check` says besides findings and their number: how to configure, what was used, where the time went."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from vaultlint.cli.learned import style_lines
from vaultlint.cli.unmatched import unmatched
from vaultlint.language import listed, say, say_number
from vaultlint.report.escape import plain
from vaultlint.vault.unwritten import unwritten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.config.load import Loaded
    from vaultlint.lint.selection import Selection
    from vaultlint.workspace.workspace import Workspace

_FEW = 0.05


def advice(workspace: Workspace, loaded: Loaded) -> Iterator[str]:
    """How to configure a vault that has no configuration and is made for other sections than the default ones."""
    yield from _yet_to_write(workspace)
    yield from (plain(line) for line in unmatched(workspace))
    settings, about = loaded.settings, workspace.about
    if loaded.layers or not settings.sections or not about.notes:
        return
    if about.sectioned < math.ceil(_FEW * about.notes):
        names = listed(settings.sections)
        yield (
            str(
                say(
                    "Hardly a note here has the sections {names}: run `vaultlint init` for a configuration made "
                    "from this vault, or put `sections = []` or `[[note-types]]` into vaultlint.toml.",
                    names=names,
                )
            )
        )


def _yet_to_write(workspace: Workspace) -> Iterator[str]:
    """How many links name notes yet to be written, where that is this vault's way of writing."""
    selection = workspace.selection
    rule = next((rule for rule in selection.rules if rule.name == "broken-link"), None)
    if rule is None or selection.options(rule).unwritten != "info" or selection.shows_info(rule):
        return
    links, notes = unwritten(workspace.vault)
    if notes == 1:
        yield str(
            say_number(
                links,
                "{n} link names a note that is yet to be written: `--severity info` shows it.",
                "{n} links name a note that is yet to be written: `--severity info` shows them.",
            )
        )
    elif links:
        yield str(
            say(
                "{links} links name {notes} notes that are yet to be written: `--severity info` shows them.",
                links=f"{links:,}",
                notes=f"{notes:,}",
            )
        )


def circumstances(selection: Selection, loaded: Loaded) -> Iterator[str]:
    """The root, the configuration and the number of rules."""
    yield str(say("Root: {path}", path=plain(loaded.root)))
    yield str(
        say("Configuration: {path}", path=plain(loaded.file))
        if loaded.file
        else say("Configuration: none, the defaults hold")
    )
    yield str(say("Rules: {number}", number=len(selection.rules)))
    if selection.styles.looked_at:
        yield from style_lines(selection.styles)


def timings(selection: Selection, times: tuple[float, float, float]) -> Iterator[str]:
    """Seconds spent on each part of the work, and on each rule where the run has measured them."""
    started, linted, written = times
    yield str(say("{seconds} s  linting", seconds=f"{linted - started:8.3f}"))
    yield str(say("{seconds} s  reporting", seconds=f"{written - linted:8.3f}"))
    measured = selection.stopwatch.seconds if selection.stopwatch else {}
    for rule, seconds in sorted(measured.items(), key=lambda row: (-row[1], row[0])):
        yield str(say("{seconds} s  {rule}", seconds=f"{seconds:8.3f}", rule=rule))
