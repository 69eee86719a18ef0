"""The policy that settings and a request come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultlint.disk.trusted import follows_symlinks
from vaultlint.finding import Applicability
from vaultlint.fix.choose import Policy
from vaultlint.lint.selection import Selection
from vaultlint.vault.source import DiskSource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultlint.settings import Settings


def policy_for(settings: Settings, root: str, paths: Iterable[str], *, unsafe: bool) -> Policy:
    """Which fixes are made in the vault at `root`: those that `fixable` and `unfixable` allow, in `paths` if any."""
    lint = settings.lint
    names = Selection(settings).names
    rules = None if lint.fixable == ("all",) and not lint.unfixable else names(lint.fixable) - names(lint.unfixable)
    level = Applicability.UNSAFE if unsafe else Applicability.SAFE
    wanted = frozenset(path.rstrip("/") for path in paths)
    return Policy(level, rules, wanted or None, barred=_outside(root))


def _outside(root: str) -> tuple[str, ...]:
    """What is read through symlinks out of the vault, where the user allows it; nothing is written through them."""
    if not follows_symlinks():
        return ()
    source = DiskSource(root)
    list(source.entries())
    return source.followed
