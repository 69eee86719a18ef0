"""Errors that a person can do something about. They end the run with exit status 2 and no traceback."""

from __future__ import annotations


class VaultlintError(Exception):
    """The tool could not do what was asked; the text says why and what to do."""
