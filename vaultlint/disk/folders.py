"""The user's own folders for what vaultlint keeps: nothing of it lies in a vault.

Each is where its platform has such folders (XDG's base directories, `~/Library`, `%LOCALAPPDATA%`), unless a variable
moves it. They are looked up at every start, so nothing is imported for it.
"""

from __future__ import annotations

import os
import sys


def cache_folder() -> str:
    """Where what was worked out before is kept; `VAULTLINT_CACHE_DIR` moves it."""
    return _folder("VAULTLINT_CACHE_DIR", ("XDG_CACHE_HOME", ".cache"), "Library/Caches", "Cache")


def state_folder() -> str:
    """Where the journals of `fix`, `rename` and `undo` are kept; `VAULTLINT_STATE_DIR` moves it."""
    return _folder("VAULTLINT_STATE_DIR", ("XDG_STATE_HOME", ".local/state"), "Library/Application Support")


def config_folder() -> str:
    """Where the user's own settings are, which hold for every vault; `VAULTLINT_CONFIG_DIR` moves it."""
    return _folder("VAULTLINT_CONFIG_DIR", ("XDG_CONFIG_HOME", ".config"), "Library/Application Support")


def _folder(moved_by: str, xdg: tuple[str, str], mac: str, windows: str = "") -> str:
    """The folder of vaultlint below that of the platform; `xdg` is a variable with what holds where it is not set."""
    moved = os.environ.get(moved_by)
    if moved:
        return os.path.abspath(moved)
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
        return os.path.join(base, "vaultlint", windows).rstrip("\\")
    if sys.platform == "darwin":
        return os.path.join(home, mac, "vaultlint")
    variable, usual = xdg
    named = os.environ.get(variable, "")
    return os.path.join(named if os.path.isabs(named) else os.path.join(home, usual), "vaultlint")


def open_folder() -> str:
    """Where the journals of transactions lie that are not done: a file for each vault, called by its key."""
    return os.path.join(state_folder(), "open")


def key_of(root: str) -> str:
    """24 hex digits that name the vault at `root`, a path on disk; symlinks on the way to it do not count."""
    from hashlib import blake2b

    path = os.path.realpath(root)
    return blake2b(path.encode(errors="surrogateescape"), digest_size=12).hexdigest()
