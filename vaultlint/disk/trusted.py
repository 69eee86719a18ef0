"""What the person who runs vaultlint allows, by the command line or their own settings; never what a vault asks for."""

from __future__ import annotations

import os

from vaultlint.disk.folders import config_folder
from vaultlint.disk.read import SETTINGS_LIMIT, read_file
from vaultlint.errors import VaultlintError

FILE_NAME = "vaultlint.toml"
_KEY = "follow-symlinks"
_follow = False


def follow_symlinks(allowed: bool) -> None:
    """Say whether notes are read and linted that symlinks out of a vault lead to."""
    global _follow
    _follow = allowed


def follows_symlinks() -> bool:
    """Whether they are."""
    return _follow


def allowed_by_user() -> bool:
    """Whether the user's own `vaultlint.toml` has `follow-symlinks = true`; an error for what it does not know."""
    path = os.path.join(config_folder(), FILE_NAME)
    try:
        data = read_file(path, SETTINGS_LIMIT)
    except OSError:
        return False
    import tomllib

    try:
        settings = tomllib.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise VaultlintError(f"{path} is not valid TOML: {error}") from None
    value = settings.get(_KEY, False)
    if set(settings) - {_KEY} or not isinstance(value, bool):
        raise VaultlintError(f"{path} may hold `{_KEY} = true` and nothing else: other settings belong to a vault")
    return value
