"""Checks of strings that must be more than strings. Each returns what is wrong, or ""."""

from __future__ import annotations

import re
import warnings

from vaultlint.globs import compile_glob


def check_regex(text: str) -> str:
    """A regular expression of Python's `re`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(text, re.MULTILINE)  # as patterns are compiled: `re` keeps it for them
    except (re.error, RecursionError, OverflowError) as error:
        return f"`{text}` is not a regular expression: {error}"
    return ""


def check_glob(text: str) -> str:
    """A glob over vault paths, see `vaultlint.globs`."""
    if not text.strip():
        return "a glob must not be empty"
    if "\\" in text:
        return f"`{text}` is not a glob: folders are separated by `/`"
    try:
        compile_glob(text)
    except (re.error, RecursionError) as error:
        return f"`{text}` is not a glob: {error}"
    return ""


def check_gitignore(text: str) -> str:
    """A line of a `.gitignore` file."""
    from vaultlint.vault.ignore import read_pattern

    is_blank = not text.strip() or text.startswith("#")
    return "" if is_blank or read_pattern(text) else f"`{text}` is not a gitignore pattern"
