"""What `vaultlint-fix` has repaired on the disk is not reported a second time by the hook that runs after it.

That hook looks at what is staged, which the repair has not changed. The two run one after the other in the same process
of pre-commit or prek, and the commit has failed by then. What was repaired is noted for this once: if nobody stages it,
the next attempt to commit reports it.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vaultlint.cli.output import tell
from vaultlint.disk.folders import key_of
from vaultlint.disk.noted import is_noted, note, take_note
from vaultlint.disk.read import read_file
from vaultlint.errors import VaultlintError
from vaultlint.language import say_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultlint.cli.options import CheckOptions
    from vaultlint.finding import Finding
    from vaultlint.workspace.run import Run


def note_repairs(root: str, applied: Mapping[str, Mapping[str, int]]) -> None:
    """Note how many fixes of each rule were made in each note, where a hook is running."""
    if not os.environ.get("PRE_COMMIT"):
        return
    noted = {"caller": _caller(), "applied": {path: dict(rules) for path, rules in applied.items()}}
    with suppress(OSError, VaultlintError):  # then the problems are reported twice
        note(_name(root), json.dumps(noted).encode(errors="surrogatepass"))


def are_noted(root: str) -> bool:
    """Whether repairs are noted that `without_repaired` would take."""
    return is_noted(_name(root))


def without_repaired(run: Run, root: str, options: CheckOptions) -> Run:
    """The run without what a hook has just repaired on the disk, where this is the hook after it."""
    applied = _take(root) if options.staged and os.environ.get("PRE_COMMIT") else None
    if not applied:
        return run
    left = Counter({(path, rule): count for path, rules in applied.items() for rule, count in rules.items()})
    kept = tuple(finding for finding in run.findings if not _is_repaired(finding, left))
    repaired = len(run.findings) - len(kept)
    if len(kept) < len(run.findings) and not options.quiet:
        tell(
            say_number(
                repaired,
                "Repaired on the disk and not staged yet: {n} problem. Look at the changes, and `git add` them.",
                "Repaired on the disk and not staged yet: {n} problems. Look at the changes, and `git add` them.",
            )
        )
    return replace(run, findings=kept)


def _is_repaired(finding: Finding, left: Counter[tuple[str, str]]) -> bool:
    key = finding.path, finding.rule
    if finding.fix is None or not left[key]:
        return False
    left[key] -= 1
    return True


def _take(root: str) -> dict[str, dict[str, int]] | None:
    """What was noted in this run of the hooks; it is forgotten with that."""
    try:
        noted: dict[str, Any] = json.loads(take_note(_name(root)))
        return noted["applied"] if noted["caller"] == _caller() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _name(root: str) -> str:
    return f"repaired-{key_of(root)}.json"


def _caller() -> list[str]:
    """The process that runs the hooks: its number, and when it began where the system says so."""
    parent = os.getppid()
    try:
        return [str(parent), read_file(f"/proc/{parent}/stat").rpartition(b")")[2].split()[19].decode()]
    except (OSError, IndexError):
        return [str(parent), ""]
