"""Checks of strings that must be more than strings. Each returns what is wrong, or ""."""

from __future__ import annotations

import re
import warnings

from vaultlint.config.regex_errors import regex_error
from vaultlint.globs import compile_glob
from vaultlint.language import say


def check_regex(text: str) -> str:
    """A regular expression of Python's `re`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(text, re.MULTILINE)  # as patterns are compiled: `re` keeps it for them
    except (re.error, RecursionError, OverflowError) as error:
        return str(say("`{text}` is not a regular expression: {error}", text=text, error=regex_error(error)))
    return ""


def check_glob(text: str) -> str:
    """A glob over vault paths, see `vaultlint.globs`."""
    if not text.strip():
        return str(say("a glob must not be empty"))
    if "\\" in text:
        return str(say("`{text}` is not a glob: folders are separated by `/`", text=text))
    try:
        compile_glob(text)
    except (re.error, RecursionError) as error:
        return str(say("`{text}` is not a glob: {error}", text=text, error=regex_error(error)))
    return ""


def check_gitignore(text: str) -> str:
    """A line of a `.gitignore` file."""
    from vaultlint.vault.ignore import read_pattern

    is_blank = not text.strip() or text.startswith("#")
    return "" if is_blank or read_pattern(text) else str(say("`{text}` is not a gitignore pattern", text=text))
