"""What a person may have meant who named a command or a path that is not there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultlint.errors import nearest_name
from vaultlint.language import say
from vaultlint.report.escape import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vaultlint.language import Message

# What other tools call these.
_OTHER_NAMES = {
    "lint": "check",
    "verify": "check",
    "test": "check",
    "watch": "check --watch",
    "format": "fix",
    "fmt": "fix",
    "repair": "fix",
    "explain": "rule",
    "rules": "rule",
    "linter": "rule",
    "settings": "config",
    "schema": "config --schema",
    "move": "rename",
    "mv": "rename",
    "merge": "merge-topic",
    "create": "new",
    "help": "--help",
    "version": "--version",
}


def no_command(name: str, commands: Iterable[str], arguments: Sequence[str] = ()) -> Message:
    """What to say of a command that does not exist; `arguments` are what followed it."""
    if name in _OTHER_NAMES:
        command = _OTHER_NAMES[name]
        if name == "help" and arguments and arguments[0] in commands:
            command = f"{arguments[0]} --help"
        return say("there is no command `{name}`: did you mean `vaultlint {command}`?", name=name, command=command)
    if os.path.exists(name):
        return say("there is no command `{name}`: did you mean `vaultlint check {name}`?", name=plain(name))
    nearest = nearest_name(name, commands)
    if nearest:
        return say("there is no command `{name}`: did you mean `{nearest}`?", name=plain(name), nearest=nearest)
    return say("there is no command `{name}`: `vaultlint --help` lists them", name=plain(name))


def no_path(path: str) -> Message:
    """What to say of a path that does not exist: with the note or folder that may be meant."""
    nearest = _nearest_path(path)
    if nearest:
        return say(
            "there is no file or folder {path}: did you mean `{nearest}`?", path=plain(path), nearest=plain(nearest)
        )
    return say("there is no file or folder {path}", path=plain(path))


def _nearest_path(path: str) -> str:
    """An existing path that differs by `.md`, by case, or by little in its last part; or ""."""
    for candidate in (f"{path}.md", path.removesuffix(".md")):
        if candidate and os.path.exists(candidate):
            return candidate
    folder, name = os.path.split(path.rstrip("/" + os.sep))
    try:
        siblings = [entry for entry in os.listdir(folder or ".") if not entry.startswith(".")]
    except OSError:
        return ""
    by_stem = {sibling.removesuffix(".md").lower(): sibling for sibling in siblings}
    found = by_stem.get(name.lower()) or _nearest(name, siblings)
    return os.path.join(folder, found) if found else ""


def _nearest(name: str, siblings: list[str]) -> str:
    from difflib import get_close_matches

    by_stem = {sibling.removesuffix(".md").lower(): sibling for sibling in siblings}
    near = get_close_matches(name.removesuffix(".md").lower(), by_stem, n=1, cutoff=0.75)
    return by_stem[near[0]] if near else ""
