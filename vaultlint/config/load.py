"""Finding and reading a vault's configuration."""

from __future__ import annotations

import tomllib

from vaultlint.settings import Settings


def settings_from_text(text: str, origin: str = "vaultlint.toml") -> Settings:
    """The settings in a TOML text. Placeholder until the validator is in place: options of `lint` only."""
    from dataclasses import replace

    table = tomllib.loads(text)
    settings = Settings()
    lint = {key.replace("-", "_"): tuple(value) if isinstance(value, list) else value for key, value in table.get("lint", {}).items()}
    return replace(settings, lint=replace(settings.lint, **lint))
