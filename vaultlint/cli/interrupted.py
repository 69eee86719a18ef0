"""What a run that was cut short left open is settled before the next one begins, whatever that one is asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultlint.disk.folders import key_of, open_folder
from vaultlint.language import say, translated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vaultlint.disk.recovery import Recovered

_HARMLESS = {"--version", "--help", "-h", "completion"}


def settle_interrupted(arguments: Sequence[str]) -> None:
    """Finish or undo an open transaction in a vault that the arguments or the working directory lie in, and say so."""
    if "_VAULTLINT_COMPLETE" in os.environ or _HARMLESS.intersection(arguments[:1]):
        return
    try:
        waiting = set(os.listdir(open_folder()))  # one look at the disk
    except OSError:
        return
    if not waiting:
        return
    from vaultlint.cli.output import tell
    from vaultlint.disk.announced import remove_announced
    from vaultlint.disk.recovery import recover

    remove_announced(waiting)
    for folder in _folders(arguments):
        if key_of(folder) in waiting:
            found = recover(folder)
            if found:
                tell(*_lines(found))
                _tell_git(folder, found)


def _folders(arguments: Iterable[str]) -> Iterator[str]:
    """The working directory, what the arguments may name, and every folder above, each once."""
    seen: set[str] = set()
    for start in (".", *(argument.removeprefix("--root=") for argument in arguments)):
        if "\0" in start or len(start) > 4096:
            continue
        folder = os.path.abspath(start)
        while folder not in seen:
            seen.add(folder)
            yield folder
            folder = os.path.dirname(folder)


def _tell_git(root: str, found: Recovered) -> None:
    """A rename that was finished counts as one for git, too."""
    if found.outcome == "finished" and found.moves:
        from contextlib import suppress

        from vaultlint.errors import VaultlintError
        from vaultlint.git.move import track_moves

        with suppress(VaultlintError):
            track_moves(root, found.moves)


def _lines(found: Recovered) -> Iterator[str]:
    """What is said of it."""
    from vaultlint.report.escape import plain

    command = plain(found.command)
    if found.outcome == "damaged":
        yield str(
            say(
                "vaultlint: the journal of an interrupted run is damaged and was not followed; it lies in {path}.",
                path=found.path,
            )
        )
        return
    if found.outcome == "finished":
        yield str(
            say(
                "vaultlint: an earlier run was cut short when it had written everything, and counts as done: "
                "{command}.",
                command=command,
            )
        )
        return
    yield str(say("vaultlint: an earlier run was cut short and has been undone: {command}.", command=command))
    for path, reason in found.left:
        yield str(
            say(
                "vaultlint: {path} was not put back: {reason}. What it held before is kept.",
                path=plain(path),
                reason=plain(translated(reason)),
            )
        )
