"""What a run has asked about besides the files that the vault lists: hidden files, and what git knows of renames."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from vaultlint.git.stamps import git_stamps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from vaultlint.lint.cache import Cache
    from vaultlint.lint.engine import Run

VAULT = "vault"  # the name in the cache


def is_as_before(cache: Cache, root: str, exists: Callable[[str], bool]) -> bool:
    """Whether the run that the cache remembers would get the same answers today."""
    try:
        known = json.loads(cache.meta(VAULT) or b"")
        same_git = not known["asked git"] or known["git"] == git_stamps(root)
        return same_git and are_hidden_as_before(known, exists)
    except (ValueError, TypeError, LookupError, AttributeError):  # somebody has damaged the cache
        return False


def are_hidden_as_before(known: Mapping[str, Any], exists: Callable[[str], bool]) -> bool:
    """Whether the same hidden files are there, of those that links were looked for at."""
    return all(exists(path) == there for path, there in known["hidden"].items())


def knowledge(run: Run, count: int, git: Sequence[Sequence[int]]) -> dict[str, bytes]:
    """What the cache has to hold about a complete run, of which `count` paths are printed.

    `git` is what `git_stamps` gave when the run began.
    """
    asked, exists = run.vault.asked_outside, run.vault.source.exists
    hidden = {each[1:]: exists(each[1:]) for each in asked if each[0] == "h"}
    return {VAULT: json.dumps({"paths": count, "asked git": "g" in asked, "git": git, "hidden": hidden}).encode()}
