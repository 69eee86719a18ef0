"""What `check` says besides findings and their number: how to configure, what was used, where the time went."""

from __future__ import annotations

import math
from itertools import islice
from typing import TYPE_CHECKING

from vaultlint.cli.learned import style_lines
from vaultlint.cli.unmatched import unmatched
from vaultlint.report.escape import plain
from vaultlint.vault.unwritten import unwritten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultlint.config.load import Loaded
    from vaultlint.lint.engine import Run

_FEW = 0.05


def advice(run: Run, loaded: Loaded) -> Iterator[str]:
    """How to configure a vault that has no configuration and is made for other sections than the default ones."""
    yield from _yet_to_write(run)
    yield from (plain(line) for line in unmatched(run))
    settings = loaded.settings
    if loaded.layers or not settings.sections or not run.vault.notes:
        return
    wanted = set(settings.sections)
    enough = math.ceil(_FEW * len(run.vault.notes))
    having = (note for note in run.vault.notes.values() if note.has_section(wanted))
    if len(list(islice(having, enough))) < enough:
        names = ", ".join(settings.sections)
        yield (
            f"Hardly a note here has the sections {names}: run `vaultlint init` for a configuration made from this "
            "vault, or put `sections = []` or `[[note-types]]` into vaultlint.toml."
        )


def _yet_to_write(run: Run) -> Iterator[str]:
    """How many links name notes yet to be written, where that is this vault's way of writing."""
    rules = {rule.name: rule for rule in run.selection.rules}
    rule = rules.get("broken-link")
    if rule is None or run.selection.options(rule).unwritten != "info" or run.selection.shows_info(rule):
        return
    links, notes = unwritten(run.vault)
    if links == 1:
        yield "1 link names a note that is yet to be written: `--severity info` shows it."
    elif notes == 1:
        yield f"{links:,} links name a note that is yet to be written: `--severity info` shows them."
    elif links:
        yield f"{links:,} links name {notes:,} notes that are yet to be written: `--severity info` shows them."


def circumstances(run: Run, loaded: Loaded) -> Iterator[str]:
    """The root, the configuration and the number of rules."""
    yield f"Root: {plain(loaded.root)}"
    yield f"Configuration: {plain(loaded.file) if loaded.file else 'none, the defaults hold'}"
    yield f"Rules: {len(run.selection.rules)}"
    if run.selection.styles.looked_at:
        yield from style_lines(run.selection.styles)


def timings(run: Run, times: tuple[float, float, float]) -> Iterator[str]:
    """Seconds spent on each part of the work, and on each rule where the run has measured them."""
    started, linted, written = times
    yield f"{linted - started:8.3f} s  linting"
    yield f"{written - linted:8.3f} s  reporting"
    measured = run.selection.stopwatch.seconds if run.selection.stopwatch else {}
    for rule, seconds in sorted(measured.items(), key=lambda row: (-row[1], row[0])):
        yield f"{seconds:8.3f} s  {rule}"
