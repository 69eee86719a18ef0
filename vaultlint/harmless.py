"""Text from notes and file names, made harmless for a terminal and a log."""

from __future__ import annotations

import os
import re

from vaultlint.lazy_regex import lazy_regex

# Control characters, line and paragraph separators, marks that turn the direction of text, lone surrogates.
HARMFUL = lazy_regex("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
MARK = "##["  # begins a command anywhere in a line of GitHub's log
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
# What Azure Pipelines and TeamCity take for commands looks alike: `##vso[`, `##teamcity[`.
_COMMAND = lazy_regex(r"^(\s*):(?=:)|##(?=\w*\[)", re.MULTILINE)
_LOGS = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")


def plain(text: str) -> str:
    """`text` on one line, with what could move the cursor or hide text written as an escape such as `\\x1b`."""
    return text if text.isprintable() else HARMFUL.sub(_escaped, text)


def is_log() -> bool:
    """Whether what is printed goes into a log that obeys commands in it."""
    return any(map(os.environ.get, _LOGS))


def for_log(text: str) -> str:
    """Lines for the standard output or the standard error; where these are a log that obeys them, none is a command.

    A blank behind `##` or between the colons that begin a line is what is seen of it.
    """
    if not is_log():
        return text
    return _COMMAND.sub(lambda match: "## " if match[0] == "##" else f"{match[1]}: ", text)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return _SHORT.get(match[0]) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
