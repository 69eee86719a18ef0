"""What the person who runs vaultlint allows, by the command line or their own settings; never what a vault asks for."""

from __future__ import annotations

_follow = False


def follow_symlinks(allowed: bool) -> None:
    """Say whether notes are read and linted that symlinks out of a vault lead to."""
    global _follow
    _follow = allowed


def follows_symlinks() -> bool:
    """Whether they are."""
    return _follow
