"""What the person who runs vaultlint allows, by the command line or their own settings; never what a vault asks for."""

from __future__ import annotations

import os

from vaultlint.errors import VaultlintError
from vaultlint.language import say

FILE_NAME = "vaultlint.toml"
_KEY = "follow-symlinks"
_asked_for = False


def follow_symlinks(asked_for: bool) -> None:
    """Say whether the command line asks for notes that symlinks out of a vault lead to."""
    global _asked_for
    _asked_for = asked_for


def follows_symlinks() -> bool:
    """Whether they are read and linted: asked for, or `follow-symlinks = true` in the user's own `vaultlint.toml`."""
    return _asked_for or _in_own_settings()


def _in_own_settings() -> bool:
    """What the user's own settings say; an error for what they may not hold."""
    from vaultlint.disk.folders import config_folder
    from vaultlint.disk.read import SETTINGS_LIMIT, read_file

    path = os.path.join(config_folder(), FILE_NAME)
    try:
        data = read_file(path, SETTINGS_LIMIT)
    except OSError:
        return False
    import tomllib

    try:
        settings = tomllib.loads(data.decode())
    except (ValueError, RecursionError) as error:
        from vaultlint.toml_errors import toml_fault

        raise VaultlintError(say("{path} is not valid TOML: {error}", path=path, error=toml_fault(error))) from None
    value = settings.get(_KEY, False)
    if set(settings) - {_KEY} or not isinstance(value, bool):
        raise VaultlintError(
            say(
                "{path} may hold `{key} = true` and nothing else: other settings belong to a vault",
                path=path,
                key=_KEY,
            )
        )
    return value
