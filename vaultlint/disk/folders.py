"""The user's own folders for what vaultlint keeps: nothing of it lies in a vault."""

from __future__ import annotations

import hashlib
import os


def cache_folder() -> str:
    """Where what was worked out before is kept, by the conventions of the platform; `VAULTLINT_CACHE_DIR` moves it."""
    moved = os.environ.get("VAULTLINT_CACHE_DIR")
    if moved:
        return os.path.abspath(moved)
    from platformdirs import user_cache_dir

    return user_cache_dir("vaultlint", appauthor=False)


def state_folder() -> str:
    """Where the journals of `fix`, `rename` and `undo` are kept; `VAULTLINT_STATE_DIR` moves it."""
    moved = os.environ.get("VAULTLINT_STATE_DIR")
    if moved:
        return os.path.abspath(moved)
    from platformdirs import user_state_dir

    return user_state_dir("vaultlint", appauthor=False)


def config_folder() -> str:
    """Where the user's own settings are, which hold for every vault; `VAULTLINT_CONFIG_DIR` moves it."""
    moved = os.environ.get("VAULTLINT_CONFIG_DIR")
    if moved:
        return os.path.abspath(moved)
    from platformdirs import user_config_dir

    return user_config_dir("vaultlint", appauthor=False)


def open_folder() -> str:
    """Where the journals of transactions lie that are not done: a file for each vault, called by its key."""
    return os.path.join(state_folder(), "open")


def key_of(root: str) -> str:
    """24 hex digits that name the vault at `root`, a path on disk; symlinks on the way to it do not count."""
    path = os.path.realpath(root)
    return hashlib.blake2b(path.encode(errors="surrogateescape"), digest_size=12).hexdigest()
